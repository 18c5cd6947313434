import Cardinality

/// A metric's causes in one line.
struct MetricReason {
    private let series: Int
    /// Of all metrics.
    private let total: Int
    private let causes: [MetricCauses.Cause]
    private let together: JointCause?

    init(_ metric: MetricRow, of total: Int) {
        series = metric.counts.series
        self.total = total
        causes = MetricCauses(metric).causes
        together = metric.together
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
            while forms.count > 1 || !isFirst, let form = forms.first {
                // What follows from a label is worth less than the next cause.
                let reserve = isFirst && form.fixed > 0 ? widthOfSecond : 0
                if words(cause, form).width + reserve <= room { break }
                forms.removeFirst()
            }
            guard let form = forms.first else {
                let rest = "   +\(left) more"
                if line.width + rest.utf8.count <= columns { line.append(rest, .faint) }
                break
            }
            if !isFirst { line.append("   ") }
            line.append(words(cause, form))
            if form.showsLeft, joint(cause) != nil {
                legend.usesPlus = true
                continue
            }
            if cause.names.count > 1 { legend.usesEquals = true }
            if cause.isTied, cause.standIn != nil { legend.usesAlmost = true }
            if form.fixed > 0, !followers(of: cause).isEmpty { legend.usesFixes = true }
        }
        return line
    }

    /// Columns that the second cause needs at least, with the count of what follows it.
    private var widthOfSecond: Int {
        guard causes.count > 1 else { return 0 }
        let rest = causes.count > 2 ? "   +\(causes.count - 2) more".utf8.count : 0
        return 3 + words(causes[1], Form()).width + rest
    }

    /// Labels that follow from it, but for the one that is named beside it.
    private func followers(of cause: MetricCauses.Cause) -> [String] {
        cause.isTied ? cause.fixed.filter { $0 != cause.standIn?.name } : cause.fixed
    }

    /// How much is said of a cause.
    private struct Form {
        var names = 4
        var showsLeft = false
        /// Labels that follow from it, named.
        var fixed = 0

        static let ofFirst = [
            Form(showsLeft: true, fixed: 4), Form(showsLeft: true, fixed: 2), Form(showsLeft: true, fixed: 1),
            Form(showsLeft: true), Form(), Form(names: 2), Form(names: 1),
        ]
        static let ofOthers = [Form(fixed: 2), Form(fixed: 1), Form(), Form(names: 2)]
    }

    /// What is left without this cause and those that say the same, where that was counted.
    private func joint(_ cause: MetricCauses.Cause) -> JointCause? {
        guard cause.isTied, let together, cause.names.contains(together.labels[0]) else { return nil }
        return together
    }

    /// `pod 9,870 + node + id → 1,204 left (-98.7 %)`
    private func words(_ joint: JointCause, _ cause: MetricCauses.Cause) -> StyledText {
        var text = StyledText()
        for (index, name) in joint.labels.enumerated() {
            if index > 0 { text.append(" + ", .faint) }
            text.append(Escaper.show(name, columns: 30), .strong)
            if index == 0 { text.append(" \(Figures.grouped(cause.values))") }
        }
        let saved = series - joint.seriesWithout
        text.append(" → \(Figures.grouped(joint.seriesWithout)) left (")
        text.append("-" + Figures.percent(Double(saved) / Double(max(series, 1))), .saving(saved, of: total))
        text.append(")")
        return text
    }

    private func words(_ cause: MetricCauses.Cause, _ form: Form) -> StyledText {
        let isFirst = form.showsLeft
        if isFirst, let joint = joint(cause) { return words(joint, cause) }
        var text = StyledText()
        for (index, name) in cause.names.prefix(form.names).enumerated() {
            if index > 0 { text.append(" = ", .faint) }
            text.append(Escaper.show(name, columns: 30), isFirst ? .strong : .plain)
        }
        if form.names < cause.names.count { text.append(" = …", .faint) }
        text.append(" \(Figures.grouped(cause.values))")
        if let left = cause.seriesWithout, left < series, series > 0, !cause.isTied {
            let share = Double(series - left) / Double(series)
            if form.showsLeft { text.append(" → \(Figures.grouped(left)) left") }
            text.append(" (")
            text.append("-" + Figures.percent(share), isFirst ? .saving(series - left, of: total) : .faint)
            text.append(")")
        }
        if cause.isTied, let standIn = cause.standIn {
            text.append(" ~ ", .faint)
            text.append(Escaper.show(standIn.name, columns: 30), isFirst ? .strong : .plain)
            text.append(" \(Figures.grouped(standIn.values))")
        }
        let fixed = followers(of: cause)
        if !fixed.isEmpty, form.fixed > 0 {
            let shown = fixed.prefix(form.fixed).map { Escaper.show($0, columns: 30) }
            let others = fixed.count > form.fixed ? ", …" : ""
            text.append(" (fixes \(shown.joined(separator: ", "))\(others))", .faint)
        }
        return text
    }
}
