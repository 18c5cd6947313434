import Cardinality

/// What text and Markdown say alike about a comparison.
struct DiffWords {
    let rows: DiffRows
    private var diff: CardinalityDiff { rows.diff }

    init(_ rows: DiffRows) { self.rows = rows }

    /// `+596`, `-12`, `0`; `?` where it is not known.
    static func signed(_ number: Int?) -> String {
        guard let number else { return "?" }
        return (number > 0 ? "+" : "") + Figures.grouped(number)
    }

    static func number(_ number: Int?) -> String { number.map(Figures.grouped) ?? "?" }

    /// `2,007 series → 2,400 (+393, +19.6 %)`.
    var totals: String {
        let counts = diff.counts
        guard let before = counts.before, let after = counts.after, let growth = counts.growth else { return "" }
        var text = "\(Figures.grouped(before)) series → \(Figures.grouped(after))"
        if growth != 0 {
            text += " (\(Self.signed(growth))"
            if before > 0 {
                text += ", \(growth > 0 ? "+" : "-")\(Figures.percent(Double(abs(growth)) / Double(before)))"
            }
            text += ")"
        }
        return text
    }

    /// What became of the series, where they were compared.
    var fates: [String] {
        let counts = diff.counts
        guard rows.knowsSeries, let added = counts.added, let gone = counts.gone, let kept = counts.kept else {
            return []
        }
        return ["\(Figures.grouped(added)) new", "\(Figures.grouped(gone)) gone", "\(Figures.grouped(kept)) kept"]
    }

    /// What the new and the gone series are made of.
    var composition: String? {
        let counts = diff.counts
        guard rows.knowsSeries, counts.added ?? 0 + (counts.gone ?? 0) > 0, let replaced = counts.replaced,
            let renamed = counts.renamed, let grown = counts.grown, let lost = counts.lost
        else { return nil }
        var parts: [String] = []
        if replaced > 0 { parts.append("\(Figures.grouped(replaced)) replaced others (churn)") }
        if renamed > 0 { parts.append("\(Figures.grouped(renamed)) are others renamed") }
        parts.append("\(Figures.grouped(grown)) had no predecessor")
        parts.append("\(Figures.grouped(lost)) left no successor")
        return parts.joined(separator: ", ")
    }

    static func name(_ metric: String) -> String { metric.isEmpty ? "(no name)" : metric }

    /// `label pod_name is now pod`.
    static func words(_ change: SchemaChange) -> String {
        func show(_ text: String) -> String { Escaper.show(text, columns: 60) }
        func quoted(_ text: String) -> String { "\"\(Escaper.show(text, columns: 60, in: .quotes))\"" }
        switch change.kind {
        case .metricRenamed: return "metric \(show(change.from)) is now \(show(change.to))"
        case .labelRenamed: return "label \(show(change.from)) is now \(show(change.to))"
        case .labelAdded: return "label \(show(change.to)) was added"
        case .labelRemoved: return "label \(show(change.from)) was removed"
        case .valuesRenamed:
            let label = show(change.label ?? "")
            let verb = change.atEnd ? "end" : "begin"
            if change.from.isEmpty { return "values of \(label) now \(verb) with \(quoted(change.to))" }
            if change.to.isEmpty { return "values of \(label) no longer \(verb) with \(quoted(change.from))" }
            return "values of \(label) now \(verb) with \(quoted(change.to)), not \(quoted(change.from))"
        }
    }

    /// `10 series → 1,000`, or `1,234 series`.
    static func series(_ change: SchemaChange) -> String {
        let before = Figures.count(change.before, "series", plural: "series")
        return change.before == change.after ? before : "\(before) → \(Figures.grouped(change.after))"
    }

    /// What explains a metric's change, the most important first.
    func reasons(_ metric: MetricDiff) -> [Reason] {
        var reasons: [Reason] = []
        if let from = metric.renamedFrom { reasons.append(Reason("was \(Escaper.show(from, columns: 80))")) }
        if let to = metric.renamedTo { reasons.append(Reason("is now \(Escaper.show(to, columns: 80))")) }
        let isNew = metric.counts.before == 0 && metric.renamedFrom == nil
        if isNew { reasons.append(Reason("new metric")) }
        if metric.counts.after == 0, metric.renamedTo == nil { reasons.append(Reason("gone")) }
        for cause in metric.causes {
            var reason = Reason(
                "\(Figures.grouped(cause.values))\(isNew ? "" : " new")", labels: cause.labels, values: cause.examples)
            if !isNew, cause.series != cause.values || metric.causes.count > 1 {
                reason.text += " → \(Figures.count(cause.series, "series", plural: "series"))"
            }
            reasons.append(reason)
        }
        if let combinations = metric.newCombinations, combinations > 0 {
            reasons.append(Reason("\(Figures.count(combinations, "new combination")) of known values"))
        }
        return reasons + (metric.causes.isEmpty ? valueReasons(metric) : [])
    }

    /// Labels whose values came or went most, where no cause says more.
    private func valueReasons(_ metric: MetricDiff) -> [Reason] {
        guard metric.counts.before != 0, metric.counts.after != 0 else { return [] }
        if !rows.knowsSeries {
            return metric.labels.filter { $0.values.growth ?? 0 != 0 }
                .sorted { abs($0.values.growth ?? 0) > abs($1.values.growth ?? 0) }.prefix(3)
                .map { label in
                    Reason(
                        "\(Self.number(label.values.before)) → \(Self.number(label.values.after))",
                        labels: [label.name])
                }
        }
        guard metric.newCombinations ?? 0 == 0 else { return [] }
        guard let label = metric.labels.max(by: { $0.values.gone ?? 0 < $1.values.gone ?? 0 }),
            let gone = label.values.gone, gone > 0
        else {
            let lost = metric.counts.lost ?? 0
            return lost > 0 ? [Reason("\(Figures.count(lost, "combination")) of values gone")] : []
        }
        let isChurn = metric.counts.lost == 0 && metric.counts.replaced ?? 0 > 0
        return [Reason("\(Figures.count(gone, "value")) \(isChurn ? "replaced" : "gone")", labels: [label.name])]
    }

    /// A part of what explains a change: labels, what is said of them, and values for example.
    struct Reason {
        var labels: [String]
        var text: String
        var values: [UInt32]

        init(_ text: String, labels: [String] = [], values: [UInt32] = []) {
            self.text = text
            self.labels = labels
            self.values = values
        }
    }
}
