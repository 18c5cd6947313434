import Manifests
import PromQL
import Relabel
import TSDB

/// Finds out what can be saved of one metric: candidates are replayed one after the other, each behind those before it.
struct MetricPlanner {
    /// What does not depend on the metric.
    struct Context {
        /// Nil when nothing is known of who reads what.
        var usage: Usage?
        var options: ProposeOptions
        var scrapeInterval: Int64
        var activeFrom: Int64?
        var names: ReaderNames
        var curated: [CuratedCandidate] = []
    }

    let context: Context
    let series: MetricSeries
    let readers: MetricReaders
    let replay: MetricReplay
    private(set) var findings: [MetricFinding] = []
    /// Rules that later candidates come after, and what they leave.
    private(set) var rules: [RelabelRule] = []
    private(set) var state: MetricReplay.Outcome

    /// Bytes that planning a metric of so many series takes: its labels in columns, what each series is now and would be
    /// with a candidate, the digests that are sorted for that, and the hashes and tables of the search for labels.
    static func memory(rows: Int, labels: Int) -> Int { rows * (labels * 4 + 184) + (1 << 20) }

    init(_ series: MetricSeries, _ context: Context) {
        self.series = series
        self.context = context
        readers = MetricReaders(context.usage?.readers(of: series.name), series)
        replay = MetricReplay(series: series, scrapeInterval: context.scrapeInterval)
        state = replay.untouched
    }

    mutating func run() {
        // A name that is not text cannot be written into a rule.
        guard series.isReached.contains(true), !context.options.isExcluded(series.name),
            !series.name.contains("\u{FFFD}")
        else { return }
        if context.usage != nil, readers.isEmpty {
            findUnusedMetric()
            return
        }
        if context.usage != nil { findUnreadValues() }
        findCurated()
        findUnneededLabels()
        findBuckets()
    }

    // MARK: Judging

    /// Replays a candidate behind the rules so far; nil for one that spares too little or that Prometheus would refuse.
    mutating func judge(
        _ kind: Proposal.Kind, labels: [String] = [], values: [String] = [], _ candidate: [RelabelRule],
        losing: [UsageReader] = [], keepsState: Bool = false
    ) -> (finding: MetricFinding, outcome: MetricReplay.Outcome)? {
        let names = [kind.rawValue, "\(kind.rawValue)/\(series.name)"] + labels.map { "\(kind.rawValue)/\($0)" }
        guard !names.contains(where: context.options.isExcluded) else { return nil }
        guard let outcome = try? replay.run(rules + candidate) else { return nil }
        let savings = replay.savings(from: state, to: outcome, activeFrom: context.activeFrom)
        // Metrics that nobody reads are dropped together: how much that spares is seen in the end.
        let least = kind == .unusedMetrics ? 1 : context.options.minSaving
        guard savings.series >= max(1, least) else { return nil }
        let before = state
        let broken =
            losing
            + readers.readers(of: series) { row in outcome.isDropped[row] && !before.isDropped[row] }
        var origins: Set<UInt64> = []
        let path = series.column("metrics_path")
        var finding = MetricFinding(
            kind: kind, metric: series.name, labels: labels, values: values, rules: candidate,
            verdict: verdict(savings, outcome, broken), savings: savings)
        if savings.succeeding > 0 || outcome.merged > 0 {
            finding.examples = replay.examples(of: outcome, after: rules + candidate)
        }
        for row in 0..<series.rows where series.isReached[row] {
            if outcome.isDropped[row] != before.isDropped[row] || outcome.isChanged[row] != before.isChanged[row] {
                let job = series.job.map { series.columns[$0].values[row] } ?? MetricSeries.absent
                let at = path.map { series.columns[$0].values[row] } ?? MetricSeries.absent
                origins.insert(UInt64(job) << 32 | UInt64(at))
            }
        }
        finding.origins = Set(
            origins.map { origin in
                let at = UInt32(truncatingIfNeeded: origin)
                return SeriesOrigin(
                    job: series.text(UInt32(truncatingIfNeeded: origin >> 32)),
                    metricsPath: at == MetricSeries.absent ? nil : series.text(at))
            })
        finding.transientSeries = (0..<series.rows).reduce(0) { sum, row in
            let isNew = outcome.isChanged[row] && !before.isChanged[row] && outcome.isKept[row]
            return isNew && context.activeFrom.map { series.last[row] >= $0 } != false ? sum + 1 : sum
        }
        return (finding, outcome)
    }

    private func verdict(
        _ savings: Savings, _ outcome: MetricReplay.Outcome, _ broken: [UsageReader]
    ) -> Verdict {
        if outcome.merged > 0 {
            let within = outcome.mergedWithinTarget
            return Verdict(
                .aggregates,
                reasons: [
                    "\(outcome.merged) series would be lost in others that live at the same time"
                        + (within > 0 ? ", \(within) of them within one target" : ", all of other targets")
                ], readers: named(broken))
        }
        // Whoever allows that something breaks does not allow that samples are lost.
        if !broken.isEmpty, outcome.unclear == 0 { return Verdict(.breaks, readers: named(broken)) }
        var reasons: [String] = []
        if outcome.unclear > 0 {
            reasons.append(
                "\(outcome.unclear) series would continue others less than a scrape interval after them, or at an unknown time"
            )
        }
        if context.usage == nil {
            reasons.append("nothing says who reads it: name rules and dashboards with --used-by")
        }
        if let usage = context.usage, !usage.isComplete, !context.options.allowed.contains(.unknownReaders) {
            let count = usage.unknown.count
            reasons.append("\(count) reader\(count == 1 ? "" : "s") could not be understood, and may read it")
        }
        return reasons.isEmpty ? .safe : Verdict(.unknown, reasons: reasons, readers: named(broken))
    }

    func named(_ readers: [UsageReader]) -> [NamedReader] {
        Array(Set(readers.map { context.names.named($0) })).sorted()
    }

    /// Takes a finding into the list, and its rules into what later candidates come after if it is going to be used.
    mutating func accept(_ found: (finding: MetricFinding, outcome: MetricReplay.Outcome)) {
        findings.append(found.finding)
        guard isUsable(found.finding) else { return }
        rules += found.finding.rules
        state = found.outcome
    }

    func isUsable(_ finding: MetricFinding) -> Bool {
        switch finding.verdict.kind {
        case .safe: true
        case .aggregates, .unknown: false
        case .breaks: context.options.allowed.contains(.breaks)
        }
    }

    // MARK: Candidates

    private mutating func findUnusedMetric() {
        let rules = MetricFinding.dropRules([series.name])
        guard var found = judge(.unusedMetrics, rules) else { return }
        let recorded = context.usage?.readers(of: series.name)?.readers.filter { $0.kind == .recordingRule } ?? []
        if !recorded.isEmpty {
            let owners = Array(Set(recorded.map(\.owner))).sorted().prefix(3).joined(separator: ", ")
            found.finding.notes.append(
                "only \(owners) read \(series.name), and nobody is known to read what they write")
        }
        accept(found)
    }

    /// Series whose value of a label every reader leaves out.
    private mutating func findUnreadValues() {
        for label in readers.restrictedLabels {
            guard let column = series.column(label), !series.columns[column].isExternal else { continue }
            var unread = readers.unreadValues(of: column, series)
            if unread.count > Self.valueLimit { unread = findUnreadShapes(of: column, unread) }
            // Without its last bucket a histogram says nothing.
            let values = unread.map { $0 == MetricSeries.absent ? "" : series.text($0) }.filter {
                label != "le" || $0 != "+Inf" && $0 != ""
            }.sorted()
            // With `;` between values, one that holds it could be taken for two.
            guard !values.isEmpty, values.count <= Self.valueLimit,
                values.allSatisfy({ !$0.contains(";") && !$0.contains("\u{FFFD}") }),
                !series.name.contains(";")
            else { continue }
            let rules = MetricFinding.dropRules([series.name], label: label, values: values)
            if let found = judge(label == "le" ? .buckets : .unreadValues, labels: [label], values: values, rules) {
                accept(found)
            }
        }
    }

    /// Of more values a rule would be no longer read.
    static let valueLimit = 60
}
