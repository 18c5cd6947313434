import Manifests
import Propose
import Relabel

/// The result of `relabel test` for people.
struct RelabelTestText {
    let result: RelabelTestResult

    var lines: [StyledText] {
        var lines: [StyledText] = []
        if !result.fixtures.isEmpty { lines += fixtureLines }
        if let replay = result.replay, let chosen = result.list {
            if !lines.isEmpty { lines.append(StyledText()) }
            lines += replayLines(replay, chosen)
        }
        return lines
    }

    // MARK: Fixtures

    private var fixtureLines: [StyledText] {
        var lines: [StyledText] = []
        let failed = result.fixtures.filter { !$0.isPassed }
        for fixture in failed {
            lines += self.lines(of: fixture)
            lines.append(StyledText())
        }
        let tests = Figures.count(result.fixtures.count, "test")
        lines.append(
            failed.isEmpty
                ? StyledText("\(tests) passed", .good)
                : StyledText("\(Figures.grouped(failed.count)) of \(tests) failed", .alarm))
        return lines
    }

    private func lines(of fixture: FixtureResult) -> [StyledText] {
        let name = fixture.test.name.map { "  " + Escaper.show($0, columns: 200) } ?? ""
        var lines = [
            StyledText("FAILED", .alarm).appending("  \(Escaper.show(fixture.file)):\(fixture.test.line)", .strong)
                .appending(name)
        ]
        func add(_ title: String, _ text: String) {
            lines.append(StyledText("  \(title)", .faint).padded(to: 12).appending(text))
        }
        add("series", SeriesNotation.text(fixture.test.labels))
        add("expected", fixture.expected.map { SeriesNotation.text($0) } ?? "dropped")
        switch fixture.outcome {
        case .dropped(let step): add("got", "dropped by rule \(step + 1)\(place(of: step))")
        case .kept(let labels):
            add("got", SeriesNotation.text(labels))
            if let expected = fixture.expected { lines += difference(expected, labels) }
        }
        return lines
    }

    private func place(of step: Int) -> String {
        guard let chosen = result.list else { return "" }
        return " (\(chosen.relabelling.steps[step].action.rawValue), line \(chosen.line(of: step)))"
    }

    /// Label by label: `-` was expected, `+` came out.
    private func difference(_ expected: [Label], _ labels: [Label]) -> [StyledText] {
        var lines: [StyledText] = []
        func notation(_ label: Label) -> String {
            label.name.withUnsafeBytes { Escaper.show($0, columns: 200) } + "=" + SeriesNotation.quoted(label.value)
        }
        for label in expected where !labels.contains(label) {
            lines.append(StyledText("  - \(notation(label))", .alarm))
        }
        for label in labels where !expected.contains(label) {
            lines.append(StyledText("  + \(notation(label))", .good))
        }
        return lines
    }

    // MARK: Series

    private func replayLines(_ replay: RelabelReplay, _ chosen: ChosenRelabelList) -> [StyledText] {
        var lines = [
            StyledText(Escaper.show(chosen.path), .strong).appending(
                "   \(Escaper.show(chosen.title, columns: 200))   "
            )
            .appending(Figures.count(replay.steps.count, "rule"))
        ]
        var totals = Table([.init(""), .init("", .right), .init("", .right)])
        totals.hasTitles = false
        totals.indent = 2
        func add(_ title: String, _ number: Int, _ note: String = "", _ style: Style = .plain) {
            totals.append([StyledText(title), StyledText(Figures.grouped(number), style), StyledText(note, .faint)])
        }
        func share(_ number: Int) -> String {
            replay.before == 0 || number == 0 ? "" : "-" + Figures.percent(Double(number) / Double(replay.before))
        }
        add("series before", replay.before)
        add("dropped", replay.dropped, share(replay.dropped))
        add("merged", replay.merged, share(replay.merged), replay.overlappingSets > 0 ? .alarm : .plain)
        add("series after", replay.after, share(replay.before - replay.after), .strong)
        lines += totals.lines()
        lines += warnings(replay, chosen)
        lines.append(StyledText())
        lines += ruleLines(replay, chosen)
        for merge in replay.examples { lines += [StyledText()] + self.lines(of: merge) }
        return lines
    }

    private func warnings(_ replay: RelabelReplay, _ chosen: ChosenRelabelList) -> [StyledText] {
        var lines: [StyledText] = []
        func warn(_ text: String, _ style: Style = .caution) { lines.append(StyledText("  " + text, style)) }
        if replay.before == 0 { warn("no selected series is within reach of these rules") }
        if replay.overlappingSets > 0 {
            let fate =
                chosen.list.language == .vmagent
                ? "vmagent sends the samples of all of them as one series"
                : "Prometheus keeps the first sample and loses the others, without a word"
            warn(shared(replay.overlappingSets, "live at the same time: \(fate)"), .alarm)
        }
        if replay.unclearSets > 0 {
            warn(
                shared(
                    replay.unclearSets,
                    "follow one another too closely to tell: less than a scrape interval apart, or one begins as the "
                        + "other ends"))
        }
        if replay.succeedingSets > 0 {
            warn(shared(replay.succeedingSets, "follow one another in time: they become one"), .faint)
        }
        if replay.nameless > 0 {
            warn(
                "\(Figures.grouped(replay.nameless)) series lose their name: Prometheus fails the whole scrape", .alarm)
        }
        if replay.emptied > 0 {
            warn("\(Figures.grouped(replay.emptied)) series lose all labels: Prometheus drops them")
        }
        if replay.outOfReach > 0 {
            warn(
                "\(Figures.grouped(replay.outOfReach)) series left out: metric_relabel_configs never sees them (up, scrape_*, ALERTS)",
                .faint)
        }
        if chosen.list.place == .samples, replay.steps.contains(where: { $0.tally.matched == 0 }) {
            warn(
                "what is stored went through relabelling already: a rule without a match here may have one in the scrape",
                .faint)
        }
        return lines
    }

    private func shared(_ sets: Int, _ how: String) -> String {
        "\(Figures.count(sets, "label set")) \(sets == 1 ? "is" : "are") shared by series that \(how)"
    }

    private func ruleLines(_ replay: RelabelReplay, _ chosen: ChosenRelabelList) -> [StyledText] {
        var table = Table([
            .init("RULE", .right), .init("LINE", .right), .init("ACTION"), .init("REACHED", .right),
            .init("MATCHED", .right), .init("DROPPED", .right), .init("CHANGED", .right), .init("MERGED", .right),
            .init(""),
        ])
        table.indent = 2
        for (index, step) in replay.steps.enumerated() {
            let action = chosen.relabelling.steps[index].action
            func number(_ number: Int, _ style: Style = .plain) -> StyledText {
                number == 0 ? StyledText("-", .faint) : StyledText(Figures.grouped(number), style)
            }
            let note =
                RelabelStepNote(step, action).map { $0.text(step, action, hasNoSeries: replay.before == 0) } ?? ""
            table.append([
                StyledText("\(index + 1)"), StyledText("\(chosen.line(of: index))", .faint),
                StyledText(action.rawValue),
                number(step.tally.reached), number(step.tally.matched), number(step.tally.dropped, .good),
                number(step.tally.changed), number(step.merged, .caution), StyledText(note, .caution),
            ])
        }
        return table.lines()
    }

    private func lines(of merge: RelabelReplay.Merge) -> [StyledText] {
        let (when, style): (String, Style) =
            switch merge.succession {
            case .overlapping: (Self.words(for: merge.meeting, of: merge.count), .alarm)
            case .unclear: ("perhaps at the same time", .caution)
            case .succeeding: ("one after the other", .plain)
            }
        var lines = [
            StyledText("\(Figures.grouped(merge.count)) series, \(when), become", style)
                .appending(" " + SeriesNotation.text(merge.after), .strong)
        ]
        lines += merge.before.map { StyledText("  " + SeriesNotation.text($0)) }
        let left = merge.count - merge.before.count
        if left > 0 { lines.append(StyledText("  and \(Figures.grouped(left)) more", .faint)) }
        return lines
    }

    private static func words(for meeting: RelabelReplay.Meeting?, of count: Int) -> String {
        guard let meeting, meeting.count < count else { return "at the same time" }
        return "up to \(Figures.grouped(meeting.count)) at the same time"
    }
}
