package import Relabel

/// A change of what is scraped, with what it saves and what it costs, both measured on given series.
package struct Proposal: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Metrics that nothing reads.
        case unusedMetrics = "unused_metrics"
        /// Series of a metric that is read, with a value of one label that nobody selects.
        case unreadValues = "unread_values"
        /// Labels that make no difference to whoever reads the metric.
        case unneededLabels = "unneeded_labels"
        /// Bounds of a histogram between others that stay.
        case buckets
        /// A rule from the curated lists.
        case curated
        /// All metrics of a job that are not dropped, instead of those that are.
        case keepList = "keep_list"
    }

    /// Stable from run to run: `unused_metrics/apiserver`.
    package let id: String
    package let kind: Kind
    /// In the words of a comment: what it does and why.
    package var summary: String
    /// In order; empty where no rule may be emitted. Those before it in the plan come first.
    package var rules: [RelabelRule]
    /// Sorted.
    package var metrics: [String]
    /// Labels it removes, or whose values it drops.
    package var labels: [String]
    package var verdict: Verdict
    package var savings: Savings
    /// Whether it is part of the plan: its savings are in the plan's totals.
    package var isChosen = false
    /// Lines for a person: what else there is to know, and the alternatives of one that is not emitted.
    package var notes: [String] = []
    package var alternatives: [Alternative] = []
    package var examples: [MergeExample] = []
    /// Series it makes new beside those it replaces, until the head forgets those.
    package var transientSeries = 0
    /// Of the series that it drops or changes, sorted.
    package var origins: [SeriesOrigin] = []
    /// Their jobs, sorted.
    package var jobs: [String] { Set(origins.map(\.job)).sorted() }
    /// Where it has to stand; empty where that is not known.
    package var scopes: [ScrapeScope] = []

    package init(
        id: String, kind: Kind, summary: String, rules: [RelabelRule], metrics: [String], labels: [String] = [],
        verdict: Verdict, savings: Savings
    ) {
        self.id = id
        self.kind = kind
        self.summary = summary
        self.rules = rules
        self.metrics = metrics
        self.labels = labels
        self.verdict = verdict
        self.savings = savings
    }
}

/// What is proved of a proposal, for the window that was looked at and no longer.
package struct Verdict: Sendable, Equatable {
    package enum Class: String, Sendable, CaseIterable, Comparable {
        /// Nothing merges, nothing that is read is lost.
        case safe
        /// Series that live at the same time would become one: no relabelling rule may do that.
        case aggregates
        /// Somebody reads what would be lost.
        case breaks
        /// It cannot be told.
        case unknown

        package static func < (one: Class, other: Class) -> Bool {
            let order = Class.allCases
            return (order.firstIndex(of: one) ?? 0) < (order.firstIndex(of: other) ?? 0)
        }
    }

    package var kind: Class
    /// Why, in words; empty for `safe`.
    package var reasons: [String] = []
    /// Who reads what would be lost, for `breaks`.
    package var readers: [NamedReader] = []

    package init(_ kind: Class, reasons: [String] = [], readers: [NamedReader] = []) {
        self.kind = kind
        self.reasons = reasons
        self.readers = readers
    }

    package static let safe = Verdict(.safe)
}

/// Somebody who reads series, and the place where it stands.
package struct NamedReader: Sendable, Equatable, Hashable, Comparable {
    /// `alert "X"`, `panel "CPU", dashboard "Nodes"`.
    package let owner: String
    package let path: String
    /// Counted from 1.
    package let line: Int
    /// Recording rules between it and the series.
    package let through: [String]

    package init(owner: String, path: String, line: Int, through: [String] = []) {
        self.owner = owner
        self.path = path
        self.line = line
        self.through = through
    }

    package static func < (one: NamedReader, other: NamedReader) -> Bool {
        (one.path, one.line, one.owner) < (other.path, other.line, other.owner)
    }
}

/// Another way to the same saving, for a proposal that no relabelling rule can make.
package struct Alternative: Sendable, Equatable {
    package enum Kind: String, Sendable {
        case recordingRule = "recording_rule"
        case streamAggregation = "vmagent_stream_aggregation"
        case adaptiveMetrics = "adaptive_metrics"
        case instrumentation
        case nativeHistogram = "native_histogram"
    }

    package let kind: Kind
    /// What to write or do.
    package let text: String

    package init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }
}

/// Series that would become one.
package struct MergeExample: Sendable {
    package let before: [[Label]]
    package let after: [Label]
    /// Whether they were scraped from the same target.
    package let isWithinTarget: Bool
    package let overlaps: Bool

    package init(before: [[Label]], after: [Label], isWithinTarget: Bool, overlaps: Bool) {
        self.before = before
        self.after = after
        self.isWithinTarget = isWithinTarget
        self.overlaps = overlaps
    }
}

/// A scrape configuration that rules are to be added to.
package struct ScrapeScope: Sendable, Equatable, Hashable {
    /// `job_name`; of a monitor the job that its targets get.
    package let job: String
    package let path: String
    /// Counted from 1.
    package let line: Int

    package init(job: String, path: String, line: Int) {
        self.job = job
        self.path = path
        self.line = line
    }
}
