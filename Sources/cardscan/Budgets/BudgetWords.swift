import Budgets
import Cardinality
import Propose
import TSDB

/// What formats say alike about budgets. Names of the data are in it unescaped, as every format escapes in its own way.
struct BudgetWords {
    let view: BudgetView

    static func amount(_ amount: Double, _ unit: BudgetRow.Unit) -> String {
        switch unit {
        case .series, .values: Figures.grouped(Int(amount.rounded()))
        case .share: Figures.percent(amount)
        case .seriesPerHour: Figures.grouped(Int(amount.rounded())) + "/h"
        case .samplesPerSecond:
            (amount < 100 ? Figures.threeDigits(amount) : Figures.grouped(Int(amount.rounded()))) + "/s"
        }
    }

    static func used(_ row: BudgetRow) -> String { row.used.map { amount($0, row.unit) } ?? "–" }
    static func limit(_ row: BudgetRow) -> String { amount(row.limit, row.unit) }

    /// `+3.1 %`.
    static func trend(_ row: BudgetRow) -> String {
        guard let trend = row.trend else { return "" }
        if trend == 0 { return "±0" }
        return (trend > 0 ? "+" : "-") + Figures.percent(abs(trend))
    }

    static func kind(_ kind: BudgetLimit.Kind) -> String {
        switch kind {
        case .series: "series"
        case .values: "values"
        case .churn: "churn"
        case .growth: "growth"
        case .samplesPerSecond: "samples"
        }
    }

    /// `metric up has 1,304 series; 1,000 are allowed (130.4 %)`.
    static func sentence(_ row: BudgetRow) -> String {
        let share = row.share.map { " (\(Figures.percent($0)))" } ?? ""
        guard let amount = row.used else { return "\(row.scope.text): \(kind(row.kind)) not known" }
        let used = Self.used(row)
        let said =
            switch (row.kind, row.unit) {
            case (.series, _): "has \(used) series"
            case (.values, _): "has \(used) values"
            case (.churn, .share): "has \(used) new series an hour"
            case (.churn, _): "has \(Figures.grouped(Int(amount.rounded()))) new series an hour"
            case (.growth, .share): "grew by \(used) since the baseline"
            case (.growth, _): "grew by \(used) series since the baseline"
            case (.samplesPerSecond, _): "takes \(used.dropLast(2)) samples a second"
            }
        return "\(row.scope.text) \(said); \(limit(row)) \(row.limit == 1 ? "is" : "are") allowed\(share)"
    }

    static func state(_ row: BudgetRow) -> String {
        switch row.status {
        case .kept: "kept"
        case .near: "close"
        case .broken: "broken"
        case .unjudged: "not judged"
        }
    }

    /// `7 budgets: 2 broken, 1 close, 1 expired`.
    var summary: String {
        let result = view.result
        let counts = [
            (result.broken.count, "broken"), (result.near.count, "close to the limit"),
            (result.expired.count, "expired"), (result.unjudged.count, "not judged"),
        ]
        let parts = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        let budgets = Figures.count(result.rows.count, "budget")
        return "\(budgets): " + (parts.isEmpty ? "all kept" : parts.joined(separator: ", "))
    }

    /// What the figures are of, when they are not those of the sources.
    var projection: String? {
        view.report.targets.map {
            "a projection: the series of one target, times \(Figures.grouped($0)); values of labels as they are"
        }
    }

    /// The metrics that broke it, each with its labels, in words.
    func causes(of row: BudgetRow) -> [String] {
        view.causes.metrics(of: row).map { metric in
            let name = metric.name.isEmpty ? "series without a name" : metric.name
            var text = "\(name) \(Figures.grouped(metric.counts.series))"
            if let joint = metric.together {
                let share = Double(metric.counts.series - joint.seriesWithout) / Double(max(1, metric.counts.series))
                text += ": without \(joint.labels.joined(separator: " + ")) "
                text += "\(Figures.grouped(joint.seriesWithout)) left (-\(Figures.percent(share)))"
            } else if let label = metric.labels.first, let left = label.seriesWithout, left < metric.counts.series {
                let share = Double(metric.counts.series - left) / Double(max(1, metric.counts.series))
                text += ": \(label.name) has \(Figures.grouped(label.values)) values, without it "
                text += "\(Figures.grouped(left)) left (-\(Figures.percent(share)))"
            }
            return text
        }
    }

    /// What would mend it: proposals where there are any, else the command that looks for them.
    func remedies(for row: BudgetRow) -> [String] {
        let proposals = view.proposals(for: row).map { proposal in
            let instead = proposal.alternatives.first.map { "; instead: \($0.text)" } ?? ""
            return "\(proposal.comment)\(proposal.rules.isEmpty ? instead : "")"
        }
        if !proposals.isEmpty { return proposals + ["the rules: \(command(for: row))"] }
        if view.plan != nil { return ["no rule was found that saves series of it and is proved"] }
        return [command(for: row)]
    }

    /// A command line that can be pasted; what does not fit a shell's single quotes is left to the reader.
    private func command(for row: BudgetRow) -> String {
        let sources = view.settings.sources.map(Self.quoted).joined(separator: " ")
        let readers = view.usedBy.isEmpty ? "rules/ dashboards/" : view.usedBy.map(Self.quoted).joined(separator: " ")
        let names = view.causes.metrics(of: row).map(\.name).filter { !$0.isEmpty }
        let selector: String? =
            switch row.scope {
            case .selector(let text): text
            case .metric(let name): name
            case .total: nil
            case .label, .group: names.first
            }
        let match = selector.map { " --match \(Self.quoted($0))" } ?? ""
        if view.report.sources.allSatisfy({ $0.kind == .exposition }) { return whereMade(row) }
        return "cardscan propose \(sources)\(match) --used-by \(readers)"
    }

    /// What an application exposes is mended in the application.
    private func whereMade(_ row: BudgetRow) -> String {
        guard let metric = view.causes.metrics(of: row).first(where: { $0.counts.series > 1 }) else {
            return "leave series out where they are made"
        }
        let single = metric.labels.first { ($0.seriesWithout ?? .max) < metric.counts.series }.map { [$0.name] }
        let labels = metric.together?.labels ?? single ?? []
        let what = labels.isEmpty ? "series" : labels.joined(separator: ", ")
        return "leave \(what) out of \(metric.name) where it is made, or have fewer values"
    }

    private static func quoted(_ text: String) -> String {
        let plain = text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
                || [0x2f, 0x2e, 0x5f, 0x2d, 0x3a].contains(byte)
        }
        return plain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
