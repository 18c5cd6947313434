import Cardinality
import Propose

/// What text and Markdown say alike about a plan.
struct PlanWords {
    let plan: Plan
    let settings: ReportSettings

    var title: String {
        settings.sources.prefix(3).map { Escaper.show($0, columns: 60) }.joined(separator: " + ")
            + (settings.sources.count > 3 ? " and \(settings.sources.count - 3) more" : "")
    }

    var window: String? {
        plan.window.map { TextReport.range($0.minTime, $0.maxTime) + " UTC" }
    }

    /// Series that the plan spares.
    var saved: Int { plan.before.series - plan.after.series }

    var activeSaved: Int? {
        guard let before = plan.before.active, let after = plan.after.active else { return nil }
        return before - after
    }

    /// `4.31M series → 3.02M (-29.9 %), 3.87M active → 2.71M`.
    var totals: String {
        var text = "\(Figures.compact(plan.before.series)) series → \(Figures.compact(plan.after.series))"
        if plan.before.series > 0, saved > 0 {
            text += " (-\(Figures.percent(Double(saved) / Double(plan.before.series))))"
        }
        if let before = plan.before.active, let after = plan.after.active {
            text += ", \(Figures.compact(before)) active → \(Figures.compact(after))"
        }
        return text
    }

    /// Memory and money of what is active.
    var worth: String? {
        guard let active = activeSaved, active > 0 else { return nil }
        let memory = MemoryEstimate(activeSeries: active)
        var text = "about \(Figures.range(ofBytes: memory.lowBytes, memory.highBytes)) of head memory"
        if let price = settings.price {
            text += ", \(Figures.fixed(price.amount(of: active), 2)) \(Escaper.show(price.currency, columns: 20))"
        }
        return text
    }

    func readers(of proposal: Proposal, limit: Int = 5) -> [String] {
        let readers = proposal.verdict.readers
        var lines = readers.prefix(limit).map(Self.line)
        if readers.count > limit { lines.append("and \(readers.count - limit) more") }
        return lines
    }

    /// What became of readers' expressions.
    var proof: String? {
        guard let proof = plan.proof, proof.expressions > 0 else { return nil }
        var text = "\(Figures.count(proof.expressions, "expression")) of readers evaluated over these series: "
        if proof.same < proof.expressions { text += "\(Figures.grouped(proof.same)) with " }
        text += "the same series and label values before and after"
        if proof.undecided > 0 { text += ", \(Figures.grouped(proof.undecided)) where that cannot be told" }
        return text
    }

    static func line(of reader: NamedReader) -> String {
        let through = reader.through.isEmpty ? "" : " through \(reader.through.joined(separator: ", "))"
        return Escaper.show("\(reader.path):\(reader.line): \(reader.owner)\(through)", columns: 300, in: .notation)
    }

    /// Who the series are of.
    func jobs(of proposal: Proposal) -> String {
        let jobs = proposal.savings.jobs
        var parts = jobs.prefix(3).map { "\(Escaper.show($0.job, columns: 40)) \(Figures.grouped($0.series))" }
        if jobs.count > 3 { parts.append("\(jobs.count - 3) more") }
        return parts.joined(separator: ", ")
    }

    func scopes(of proposal: Proposal) -> String? {
        guard !proposal.scopes.isEmpty else { return nil }
        return proposal.scopes.map { "\(Escaper.show($0.path)):\($0.line) (\(Escaper.show($0.job, columns: 60)))" }
            .joined(separator: ", ")
    }

    func merges(of proposal: Proposal) -> String? {
        let savings = proposal.savings
        var parts: [String] = []
        if savings.mergedWithinTarget > 0 {
            parts.append("\(Figures.grouped(savings.mergedWithinTarget)) merge within one scrape's target")
        }
        if savings.mergedAcrossTargets > 0 {
            parts.append("\(Figures.grouped(savings.mergedAcrossTargets)) merge with series of other targets")
        }
        if savings.succeeding > 0 { parts.append("\(Figures.grouped(savings.succeeding)) continue earlier series") }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    static func heading(_ kind: Verdict.Class) -> String {
        switch kind {
        case .safe: "proved, and not part of the plan"
        case .aggregates: "series would merge: no rule can do this"
        case .breaks: "somebody reads it"
        case .unknown: "not proved, so not proposed"
        }
    }
}
