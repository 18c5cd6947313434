import Cardinality
import Relabel

/// A candidate for one metric, replayed; proposals are made of those that say the same of several metrics.
struct MetricFinding {
    let kind: Proposal.Kind
    let metric: String
    /// What is removed: labels for `unneededLabels`, the label whose values go for `unreadValues` and `buckets`.
    var labels: [String] = []
    /// Values that go, an empty one for series without the label.
    var values: [String] = []
    /// What the values look like, where they are too many to be listed.
    var look: ValueLook?
    var rules: [RelabelRule]
    var verdict: Verdict
    var savings: Savings
    /// Of the series that it drops or changes.
    var origins: Set<SeriesOrigin> = []
    /// Index into the curated candidates, and whether its rules look at `metrics_path`.
    var curated: (index: Int, namesPath: Bool)?
    var transientSeries = 0
    var examples: [MergeExample] = []
    var notes: [String] = []
    var alternatives: [Alternative] = []

    /// Findings with equal keys become one proposal.
    struct Key: Hashable {
        let kind: Proposal.Kind
        let verdict: Verdict.Class
        let labels: [String]
        let values: [String]
        /// Apart from others for itself: its readers, examples or alternatives are about it alone.
        let metric: String
        var look: ValueLook?
    }

    var key: Key {
        let isRead = verdict.kind != .safe && !verdict.readers.isEmpty
        let standsAlone = isRead || !alternatives.isEmpty || kind == .buckets || look != nil
        let family: String =
            switch kind {
            case .unusedMetrics: String(metric.prefix { $0 != "_" && $0 != ":" })
            case .unneededLabels, .unreadValues, .buckets: standsAlone ? metric : ""
            case .curated: curated?.namesPath == true ? "metrics_path" : ""
            case .keepList: ""
            }
        return Key(kind: kind, verdict: verdict.kind, labels: labels, values: values, metric: family, look: look)
    }

    /// The rule that drops series of metrics, or those with some values of a label.
    static func dropRules(_ metrics: [String], label: String? = nil, values: [String] = []) -> [RelabelRule] {
        let names = Alternatives.patterns(metrics)
        guard let label else { return names.map { RelabelRule(.drop, from: ["__name__"], regex: $0) } }
        let patterns = Alternatives.patterns(values)
        return names.flatMap { name in
            patterns.map { pattern in
                RelabelRule(
                    .drop, from: ["__name__", label], regex: "\(Alternatives.part(name));\(Alternatives.part(pattern))")
            }
        }
    }

    /// The rules that drop series of metrics with values that a pattern matches.
    static func dropRules(_ metrics: [String], label: String, matching pattern: String) -> [RelabelRule] {
        Alternatives.patterns(metrics).map { name in
            RelabelRule(
                .drop, from: ["__name__", label], regex: "\(Alternatives.part(name));\(Alternatives.part(pattern))")
        }
    }

    /// The rules that remove labels of metrics.
    static func clearRules(_ metrics: [String], labels: [String]) -> [RelabelRule] {
        let names = Alternatives.patterns(metrics)
        return labels.flatMap { label in
            names.map { RelabelRule(from: ["__name__"], regex: $0, to: label, replacement: "") }
        }
    }
}

extension [MetricFinding] {
    /// Calls off what would be used of some metrics, for a reason. False if there is nothing to call off.
    mutating func doubt(_ reasons: [String: String]) -> Bool {
        var isChanged = false
        for index in indices {
            guard let reason = reasons[self[index].metric], [.safe, .breaks].contains(self[index].verdict.kind)
            else { continue }
            self[index].verdict = Verdict(.unknown, reasons: [reason], readers: self[index].verdict.readers)
            isChanged = true
        }
        return isChanged
    }
}
