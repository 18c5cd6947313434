import Cardinality

/// A metric's causes in one line.
struct MetricReason {
    private let series: Int
    /// Of all metrics.
    private let total: Int
    private let causes: [MetricCauses.Cause]

    init(_ metric: MetricRow, of total: Int) {
        series = metric.counts.series
        self.total = total
        causes = MetricCauses(metric).causes
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

    private func words(_ cause: MetricCauses.Cause, _ form: Form) -> StyledText {
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
            text.append("-" + Figures.percent(share), isFirst ? .saving(series - left, of: total) : .faint)
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
