import Propose

/// A plan for people.
struct TextPlan {
    private let plan: Plan
    private let settings: ReportSettings
    private let words: PlanWords

    init(_ plan: Plan, _ settings: ReportSettings) {
        self.plan = plan
        self.settings = settings
        words = PlanWords(plan: plan, settings: settings)
    }

    func write(to writer: inout ByteWriter) {
        for line in lines { writer.write(line.rendered(inColor: settings.usesColor) + "\n") }
    }

    var lines: [StyledText] {
        var lines = header
        lines += chosen
        if let sentAway = plan.sentAway { lines += sent(sentAway) }
        for kind in Verdict.Class.allCases { lines += others(kind) }
        lines += limits
        for advice in plan.sharding { lines += sharding(advice) }
        lines += list("UNKNOWN", plan.unknowns + unknownReaders)
        lines += list("ADVICE", plan.advice)
        return lines
    }

    private var header: [StyledText] {
        var first = StyledText(words.title, .strong)
        if let window = words.window { first.append("   " + window) }
        var lines = [first, StyledText(words.totals, .strong)]
        if let worth = words.worth { lines[1].append("   " + worth) }
        if plan.outOfReach > 0 {
            lines.append(
                StyledText(
                    "\(Figures.grouped(plan.outOfReach)) series \(plan.outOfReach == 1 ? "is" : "are") out of reach: recorded, alerts, up, scrape_*, or of no target",
                    .faint))
        }
        if let target = plan.target {
            let text = "target \(Figures.compact(target)) active series: "
            lines.append(
                StyledText(text).appending(
                    plan.reachesTarget ? "reached" : "not reached", plan.reachesTarget ? .good : .alarm))
        }
        if let window = words.window {
            lines.append(StyledText("verdicts hold for \(window), and prove nothing about later", .faint))
        }
        if let proof = words.proof { lines.append(StyledText(proof, .faint)) }
        return lines
    }

    private var chosen: [StyledText] {
        let chosen = plan.chosen
        guard !chosen.isEmpty else {
            return [StyledText(), StyledText("nothing is proposed: nothing could be proved to be safe", .caution)]
        }
        var lines = [
            StyledText(), StyledText("PROPOSED", .heading).appending("   metric_relabel_configs, in this order"),
        ]
        for proposal in chosen {
            lines.append(StyledText())
            lines += PlanRules(proposal: proposal).lines.enumerated().map { index, line in
                StyledText("  " + line, index == 0 ? .good : .plain)
            }
            lines += details(proposal)
        }
        return lines
    }

    private func details(_ proposal: Proposal) -> [StyledText] {
        var lines: [StyledText] = []
        func add(_ title: String, _ text: String) {
            lines.append(StyledText("    " + title, .faint).padded(to: 12).appending(text, .faint))
        }
        var saved = "\(Figures.grouped(proposal.savings.series)) series"
        if let active = proposal.savings.active { saved += ", \(Figures.grouped(active)) active" }
        let jobs = words.jobs(of: proposal)
        add("saves", jobs.isEmpty ? saved : "\(saved): \(jobs)")
        if let scopes = words.scopes(of: proposal) { add("where", scopes) }
        if let merges = words.merges(of: proposal) { add("merges", merges) }
        for example in proposal.examples.prefix(1) {
            for before in example.before.prefix(2) { add("", SeriesNotation.text(before)) }
            add("", "→ " + SeriesNotation.text(example.after))
        }
        for reader in words.readers(of: proposal) { add("breaks", reader) }
        for note in proposal.notes.prefix(5) { add("note", Escaper.show(note, columns: 300, in: .notation)) }
        return lines
    }

    private func sent(_ sentAway: SentAway) -> [StyledText] {
        let url = Escaper.show(sentAway.url, columns: 200, in: .notation)
        let series = Figures.grouped(sentAway.series)
        let rules = sentAway.rules.flatMap { (try? $0.configurationLines()) ?? [] }
        return [StyledText(), StyledText("NOT SENT", .heading).appending("   write_relabel_configs of \(url)")]
            + [StyledText("  # -\(series) series sent: out of reach of scrapes, and nothing reads them", .good)]
            + rules.map { StyledText("  " + Escaper.show($0, columns: 1000, in: .notation)) }
    }

    private func others(_ kind: Verdict.Class) -> [StyledText] {
        let rows = plan.proposals.filter { !$0.isChosen && $0.verdict.kind == kind }
        guard !rows.isEmpty else { return [] }
        var lines = [
            StyledText(),
            StyledText(kind.rawValue.uppercased(), .heading).appending("   " + PlanWords.heading(kind)),
        ]
        let shown = settings.rows() ?? rows.count
        for proposal in rows.prefix(shown) {
            lines.append(
                StyledText("  " + Figures.grouped(proposal.savings.series), .strong).padded(to: 14).appending(
                    Escaper.show(proposal.summary, columns: 200, in: .notation)))
            if proposal.kind == .keepList {
                let rule = PlanRules(proposal: proposal).lines.dropFirst() + proposal.notes.prefix(1).map { "# " + $0 }
                lines += rule.map { StyledText("              " + $0, .faint) }
            }
            for reason in proposal.verdict.reasons { lines.append(StyledText("              " + reason, .faint)) }
            for reader in words.readers(of: proposal, limit: 3) {
                lines.append(StyledText("              " + reader, .faint))
            }
            if let alternative = proposal.alternatives.first {
                lines.append(
                    StyledText("              instead: \(Escaper.show(alternative.text, columns: 300, in: .notation))"))
            }
        }
        if rows.count > shown { lines.append(StyledText("  \(Figures.grouped(rows.count - shown)) more", .faint)) }
        return lines
    }

    private var limits: [StyledText] {
        guard !plan.limits.isEmpty else { return [] }
        var table = Table([
            .init("JOB"), .init("SERIES", .right), .init("A SCRAPE", .right), .init("SAMPLE_LIMIT", .right),
            .init("LABELS", .right), .init("LABEL_LIMIT", .right),
            .init("LONGEST VALUE", .right), .init("LABEL_VALUE_LENGTH_LIMIT", .right),
        ])
        table.indent = 2
        let shown = settings.rows() ?? plan.limits.count
        for job in plan.limits.prefix(shown) {
            table.append([
                StyledText(Escaper.show(job.job, columns: 40)), StyledText(Figures.grouped(job.series)),
                sampled(job.samples?.most), sampled(job.samples?.limit, .strong), StyledText("\(job.labels)"),
                StyledText("\(job.labelLimit)", .strong),
                StyledText(Figures.bytes(job.valueLength)), StyledText("\(job.valueLengthLimit)", .strong),
            ])
        }
        return [StyledText(), StyledText("LIMITS", .heading).appending("   with room above what was seen")]
            + table.lines()
    }

    private func sampled(_ number: Int?, _ style: Style = .plain) -> StyledText {
        number.map { StyledText(Figures.grouped($0), style) } ?? StyledText("–", .faint)
    }

    private func sharding(_ advice: ShardAdvice) -> [StyledText] {
        let isHashed = advice.shards.first?.name == "0"
        var lines = [
            StyledText(),
            StyledText("SHARDS", .heading).appending(
                isHashed
                    ? "   hashmod of \(Escaper.show(advice.label, columns: 40))"
                    : "   by \(Escaper.show(advice.label, columns: 40))"),
        ]
        for shard in advice.shards {
            lines.append(
                StyledText("  " + Escaper.show(shard.name.isEmpty ? "(none)" : shard.name, columns: 60)).padded(to: 40)
                    .appending(Figures.grouped(shard.series)))
        }
        return lines
    }

    private var unknownReaders: [String] {
        guard !plan.unknownReaders.isEmpty else { return [] }
        return ["readers that could not be understood:"]
            + plan.unknownReaders.prefix(5).map { "  " + PlanWords.line(of: $0) }
    }

    private func list(_ title: String, _ items: [String]) -> [StyledText] {
        guard !items.isEmpty else { return [] }
        return [StyledText(), StyledText(title, .heading)]
            + items.map { StyledText("  " + Escaper.show($0, columns: 400, in: .notation)) }
    }
}
