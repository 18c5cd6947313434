import Cardinality
import Propose
import TSDB

/// A plan as a page for a browser.
struct HTMLPlan {
    private let plan: Plan
    private let settings: ReportSettings
    private let words: PlanWords
    /// Cards of each list when nobody said.
    private static let standardRows = 200
    private static let rest = "--format json has everything"

    init(_ plan: Plan, _ settings: ReportSettings) {
        self.plan = plan
        self.settings = settings
        words = PlanWords(plan: plan, settings: settings)
    }

    func write(to out: inout ByteWriter) {
        var page = HTMLPage(
            command: "propose", subject: words.title, about: [words.window].compactMap(\.self), headline: headline,
            lead: lead, figures: figures, notices: notices)
        page.sections = [map, chosen, rules, sentAway].compactMap(\.self)
        page.sections += Verdict.Class.allCases.compactMap(others)
        page.sections += [limits].compactMap(\.self) + plan.sharding.map(shards)
        page.sections += [
            list("Not known", plan.unknowns + plan.unknownReaders.map(PlanWords.line)), list("Advice", plan.advice),
        ].compactMap(\.self)
        page.colophon = [
            StyledText(
                "Every rule was replayed on the series; a verdict holds for the time they are from. "
                    + "safe: nothing merges, nothing that is read is lost. aggregates: series that live at the same time "
                    + "would become one. breaks: somebody reads what would be lost. unknown: it cannot be told.")
        ]
        page.write(to: &out)
    }

    // MARK: The head

    private var headline: StyledText {
        guard words.saved > 0 else { return StyledText("Nothing can be saved that is proved to be safe") }
        let share = Double(words.saved) / Double(max(plan.before.series, 1))
        let count = Figures.count(plan.chosen.count, "change")
        return StyledText(
            "\(count) would save \(Figures.compact(words.saved)) of \(Figures.compact(plan.before.series)) series "
                + "(\(Figures.percent(share)))")
    }

    private var lead: [StyledText] {
        var lines: [StyledText] = []
        let dearer = plan.proposals.filter { !$0.isChosen && $0.verdict.kind != .safe && $0.verdict.kind != .unknown }
        if let most = dearer.max(by: { $0.savings.series < $1.savings.series }),
            most.savings.series > (plan.chosen.map(\.savings.series).max() ?? 0)
        {
            let why = most.verdict.kind == .breaks ? "somebody reads it" : "series would merge, which no rule may do"
            lines.append(
                StyledText("More could be saved, but not by a rule: ").appending(
                    Escaper.show(most.summary, columns: 200, in: .notation)
                ).appending(" (\(Figures.grouped(most.savings.series)) series; \(why)).")
            )
        }
        if let window = words.window {
            lines.append(StyledText("Verdicts hold for \(window), and prove nothing about later.", .faint))
        }
        if let proof = words.proof { lines.append(StyledText(proof + ".", .faint)) }
        return lines
    }

    private var figures: [HTMLPage.Figure] {
        var figures = [
            HTMLPage.Figure(title: "Series now", value: Figures.compact(plan.before.series)),
            HTMLPage.Figure(
                title: "Series then", value: Figures.compact(plan.after.series),
                note: words.saved > 0
                    ? "-\(Figures.percent(Double(words.saved) / Double(max(plan.before.series, 1))))" : ""),
        ]
        if let before = plan.before.active, let after = plan.after.active {
            figures.append(
                HTMLPage.Figure(
                    title: "Active then", value: Figures.compact(after), note: "of \(Figures.compact(before)) now"))
        }
        if let active = words.activeSaved, active > 0 {
            let memory = MemoryEstimate(activeSeries: active)
            let value = "~" + Figures.range(ofBytes: memory.lowBytes, memory.highBytes)
            figures.append(HTMLPage.Figure(title: "Head memory saved", value: value, note: "estimate"))
            if let price = settings.price {
                figures.append(HTMLPage.Figure(title: "Money saved", value: price.text(of: active)))
            }
        }
        if let target = plan.target {
            figures.append(
                HTMLPage.Figure(
                    title: "Target", value: Figures.compact(target),
                    note: plan.reachesTarget ? "reached" : "not reached"))
        }
        if plan.outOfReach > 0 {
            figures.append(
                HTMLPage.Figure(
                    title: "Out of reach", value: Figures.compact(plan.outOfReach), note: "recorded, alerts, no target")
            )
        }
        return figures
    }

    private var notices: [HTMLPage.Notice] {
        var notices: [HTMLPage.Notice] = []
        let errors = plan.diagnostics.filter { $0.severity == .error }
        if !errors.isEmpty {
            notices.append(
                HTMLPage.Notice(
                    isAlarm: true, text: "Incomplete: what could not be read was not looked at.",
                    items: errors.prefix(20).map(StandardError.text)))
        }
        if plan.target != nil, !plan.reachesTarget {
            notices.append(HTMLPage.Notice(isAlarm: false, text: "The target is not reached."))
        }
        return notices
    }

    // MARK: Proposals

    /// What the series are, by what would become of them.
    private var map: HTMLSection? {
        guard plan.before.series > 0, !plan.proposals.isEmpty else { return nil }
        var root = HTMLTreemap.Node("all series", size: plan.before.series)
        root.unit = "series"
        root.partsAre = "Changes"
        var stays = HTMLTreemap.Node("stay as they are", size: plan.after.series)
        stays.hue = HTMLTreemap.noHue
        root.parts = plan.chosen.filter { $0.savings.series > 0 }.map { proposal in
            var node = HTMLTreemap.Node(
                Escaper.show(proposal.summary, columns: 120, in: .notation), size: proposal.savings.series)
            node.hue = 2
            node.why = StyledText("-\(Figures.grouped(node.size)) series, \(proposal.verdict.kind.rawValue)")
            return node
        }
        let rows = root.parts.prefix(15).map { part in
            HTMLTreemap.List.Row(
                name: part.name, size: part.size, text: StyledText("-" + Figures.grouped(part.size)), hue: part.hue)
        }
        if !rows.isEmpty { root.lists = [HTMLTreemap.List(title: "Changes by what they save", rows: rows)] }
        root.parts.append(stays)
        root.parts.sort { $0.size > $1.size }
        return .treemap(HTMLTreemap(title: "What would become of the series", root: root))
    }

    private var chosen: HTMLSection? { cards("Proposed, in this order", plan.chosen) }

    private func others(_ kind: Verdict.Class) -> HTMLSection? {
        cards(
            "\(kind.rawValue.prefix(1).uppercased() + kind.rawValue.dropFirst()): \(PlanWords.heading(kind))",
            plan.proposals.filter { !$0.isChosen && $0.verdict.kind == kind })
    }

    private func cards(_ title: String, _ proposals: [Proposal]) -> HTMLSection? {
        guard !proposals.isEmpty else { return nil }
        let rows = min(settings.rows(standard: Self.standardRows) ?? HTMLTable.mostRows, HTMLTable.mostRows)
        return .cards(
            HTMLCards(
                title: title, cards: proposals.prefix(rows).map(card), total: proposals.count, rest: Self.rest))
    }

    private func card(_ proposal: Proposal) -> HTMLCards.Card {
        var card = HTMLCards.Card(
            amount: "-" + Figures.grouped(proposal.savings.series), unit: "series", tag: proposal.verdict.kind.rawValue,
            tone: tone(proposal.verdict.kind), title: Escaper.show(proposal.summary, columns: 300, in: .notation))
        func add(_ name: String, _ text: String?) {
            if let text, !text.isEmpty { card.lines.append((name, StyledText(text))) }
        }
        if let active = proposal.savings.active { add("active", "\(Figures.grouped(active)) of them") }
        add("jobs", words.jobs(of: proposal))
        add("where", words.scopes(of: proposal))
        add("merges", words.merges(of: proposal))
        for reason in proposal.verdict.reasons.prefix(10) {
            add("why", Escaper.show(reason, columns: 400, in: .notation))
        }
        for example in proposal.examples.prefix(1) {
            for before in example.before.prefix(2) { add("from", SeriesNotation.text(before)) }
            add("to", SeriesNotation.text(example.after))
        }
        for reader in words.readers(of: proposal) { add("read by", reader) }
        for note in proposal.notes.prefix(5) { add("note", Escaper.show(note, columns: 300, in: .notation)) }
        if let alternative = proposal.alternatives.first {
            add("instead", Escaper.show(alternative.text, columns: 600, in: .notation))
        }
        if !proposal.rules.isEmpty, proposal.isChosen || proposal.kind == .keepList {
            card.code = code(nil, PlanRules(proposal: proposal).lines, limit: 50_000)
        }
        return card
    }

    private func tone(_ kind: Verdict.Class) -> Style {
        switch kind {
        case .safe: .good
        case .aggregates, .unknown: .caution
        case .breaks: .alarm
        }
    }

    /// All rules together, to be copied.
    private var rules: HTMLSection? {
        guard !plan.chosen.isEmpty else { return nil }
        return .code(
            title: "All rules", note: StyledText("--format prometheus writes them by job", .faint),
            text: code("metric_relabel_configs:", plan.chosen.flatMap { PlanRules(proposal: $0).lines }))
    }

    private var sentAway: HTMLSection? {
        guard let sentAway = plan.sentAway else { return nil }
        let url = Escaper.show(sentAway.url, columns: 200, in: .notation)
        let lines = sentAway.rules.flatMap { (try? $0.configurationLines()) ?? [] }
        let note = "\(Figures.grouped(sentAway.series)) series are out of reach of scrapes, and nothing reads them"
        return .code(
            title: "Not sent to \(url)", note: StyledText(note),
            text: code("write_relabel_configs:", lines.map { Escaper.show($0, in: .notation) }))
    }

    /// Rules below their key; nothing of them where they are too long for a page, as half a list must not be copied.
    private func code(_ key: String?, _ lines: [String], limit: Int = 250_000) -> String {
        let length = lines.reduce(0) { $0 + $1.utf8.count + 3 }
        guard length < limit else {
            return "# \(Figures.bytes(length)) of rules are too long for a page: --format prometheus writes them"
        }
        return (key.map { [$0] + lines.map { "  " + $0 } } ?? lines).joined(separator: "\n")
    }

    // MARK: The rest

    private var limits: HTMLSection? {
        guard !plan.limits.isEmpty else { return nil }
        let columns = [
            HTMLTable.Column("Job", .name), HTMLTable.Column("Series", .count, hasBar: true),
            HTMLTable.Column("Labels", .count), HTMLTable.Column("label_limit", .count),
            HTMLTable.Column("Longest value", .bytes), HTMLTable.Column("label_value_length_limit", .count),
        ]
        let rows = plan.limits.prefix(HTMLTable.mostRows).map { limit -> [HTMLTable.Cell] in
            [
                .text(StyledText(Escaper.show(limit.job, columns: 100))), .number(limit.series), .number(limit.labels),
                .number(limit.labelLimit), .number(limit.valueLength), .number(limit.valueLengthLimit),
            ]
        }
        return .table(
            HTMLTable(
                title: "Limits", noun: "jobs", note: StyledText("With room above what was seen."), columns: columns,
                rows: rows, total: plan.limits.count, rest: Self.rest))
    }

    private func shards(_ advice: ShardAdvice) -> HTMLSection {
        let rows = advice.shards.prefix(HTMLTable.mostRows).map { shard -> [HTMLTable.Cell] in
            [
                .text(StyledText(shard.name.isEmpty ? "(none)" : Escaper.show(shard.name, columns: 100))),
                .number(shard.series),
            ]
        }
        return .table(
            HTMLTable(
                title: "Shards by \(Escaper.show(advice.label, columns: 60))", noun: "shards",
                columns: [HTMLTable.Column("Shard", .name), HTMLTable.Column("Series", .count, hasBar: true)],
                rows: rows, total: advice.shards.count, rest: Self.rest))
    }

    private func list(_ title: String, _ items: [String]) -> HTMLSection? {
        guard !items.isEmpty else { return nil }
        let shown = items.prefix(100).map { StyledText(Escaper.show($0, columns: 400, in: .notation)) }
        let more = items.count > shown.count ? [StyledText("\(items.count - shown.count) more", .faint)] : []
        return .list(title: title, note: nil, items: shown + more)
    }
}
