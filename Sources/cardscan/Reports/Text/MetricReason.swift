import Cardinality

/// Why a metric has so many series: its labels, the most consequential first, with their values and what would be left
/// without them.
///
/// Labels that determine each other (`pod`, `uid`) count as one, since dropping one of them frees nothing, and labels
/// that follow from another one are named with it: otherwise innocents would be listed as causes, and the cause as
/// innocent.
struct MetricReason {
    private struct Cause {
        /// Labels with the same effect, the metric's order kept.
        var names: [String]
        var values: Int
        var seriesWithout: Int?
        /// Labels that follow from these.
        var fixed: [String] = []
    }

    private let series: Int
    private let causes: [Cause]

    init(_ metric: MetricRow) {
        series = metric.counts.series
        let rows = metric.labels
        let rowByName = Dictionary(rows.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        func determines(_ left: String, _ right: String) -> Bool {
            rowByName[right]?.determinedBy.contains(left) ?? false
        }
        var causes: [Cause] = []
        for row in rows {
            if let twin = causes.firstIndex(where: { determines($0.names[0], row.name) && determines(row.name, $0.names[0]) }) {
                causes[twin].names.append(row.name)
                continue
            }
            causes.append(Cause(names: [row.name], values: row.values, seriesWithout: row.seriesWithout))
        }
        // The widest first, so that a chain (pod fixes node, node fixes zone) hangs on its start.
        causes.sort { $0.values > $1.values }
        var roots: [Cause] = []
        for cause in causes {
            if let root = roots.firstIndex(where: { determines($0.names[0], cause.names[0]) }) {
                if cause.values > 1 { roots[root].fixed.append(contentsOf: cause.names) }
            } else {
                roots.append(cause)
            }
        }
        self.causes = Self.ranked(roots.filter { $0.values > 1 })
    }

    /// The fewest series left first. What is left without labels that only leave together is not known: they stand
    /// before the first label that has fewer values.
    private static func ranked(_ causes: [Cause]) -> [Cause] {
        func isTied(_ cause: Cause) -> Bool { cause.names.count > 1 || cause.seriesWithout == nil }
        var ranked = causes.filter { !isTied($0) }.sorted { ($0.seriesWithout ?? 0) < ($1.seriesWithout ?? 0) }
        for cause in causes where isTied(cause) {
            let place = ranked.firstIndex { $0.values < cause.values } ?? ranked.endIndex
            ranked.insert(cause, at: place)
        }
        return ranked
    }

    /// As many causes as fit, then how many did not.
    func text(columns: Int, _ legend: inout Legend) -> StyledText {
        var line = StyledText()
        for (index, cause) in causes.enumerated() {
            let left = causes.count - index
            let isFirst = index == 0
            // The first is said as fully as it can be; the others leave room for the count of what follows.
            let suffix = isFirst || left == 1 ? 0 : "   +\(left - 1) more".utf8.count
            let room = columns - line.width - (isFirst ? 0 : 3) - suffix
            var forms = isFirst ? Form.ofFirst : Form.ofOthers
            while forms.count > 1 || !isFirst, let form = forms.first, words(cause, form).width > room {
                forms.removeFirst()
            }
            guard let form = forms.first else {
                let rest = "   +\(left) more"
                if line.width + rest.utf8.count <= columns { line.append(rest, .faint) }
                break
            }
            if !isFirst { line.append("   ") }
            line.append(words(cause, form))
            if cause.names.count > 1 { legend.usesEquals = true }
            if form.showsFixed, !cause.fixed.isEmpty { legend.usesFixes = true }
        }
        return line
    }

    /// How much is said of a cause.
    private struct Form {
        var names = 4
        var showsLeft = false
        var showsFixed = false

        static let ofFirst = [
            Form(showsLeft: true, showsFixed: true), Form(showsLeft: true), Form(), Form(names: 2), Form(names: 1),
        ]
        static let ofOthers = [Form(showsFixed: true), Form(), Form(names: 2)]
    }

    private func words(_ cause: Cause, _ form: Form) -> StyledText {
        let isFirst = form.showsLeft
        var text = StyledText()
        for (index, name) in cause.names.prefix(form.names).enumerated() {
            if index > 0 { text.append(" = ", .faint) }
            text.append(Escaper.show(name, columns: 30), isFirst ? .strong : .plain)
        }
        if form.names < cause.names.count { text.append(" = …", .faint) }
        text.append(" \(Figures.grouped(cause.values))")
        if let left = cause.seriesWithout, left < series, series > 0 {
            let share = Double(series - left) / Double(series)
            if form.showsLeft { text.append(" → \(Figures.grouped(left)) left") }
            text.append(" (")
            text.append("-" + Figures.percent(share), isFirst ? .saving(share) : .faint)
            text.append(")")
        }
        if !cause.fixed.isEmpty, form.showsFixed {
            let shown = cause.fixed.prefix(4).map { Escaper.show($0, columns: 30) }
            let others = cause.fixed.count > 4 ? ", …" : ""
            text.append(" (fixes \(shown.joined(separator: ", "))\(others))", .faint)
        }
        return text
    }
}
