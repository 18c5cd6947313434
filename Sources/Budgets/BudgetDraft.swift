package import Cardinality

/// Makes a budget of what is, with room above it: what `--write` writes.
///
/// The text depends on nothing but the figures, rounded up to numbers a person would choose, so that a second run on
/// nearly the same series changes nothing.
package struct BudgetDraft {
    private let report: CardinalityReport
    private let settings: Settings

    package struct Settings: Sendable {
        /// Room above what is: 0.2 is a fifth more.
        package var headroom = 0.2
        /// Metrics and labels that get a line of their own.
        package var named = 10
        package var owner: String?
        /// When the budget is to be looked at again.
        package var expires: String?

        package init() {}
    }

    package init(_ report: CardinalityReport, _ settings: Settings) {
        self.report = report
        self.settings = settings
    }

    package var text: String {
        var lines = ["# Series budgets; see docs/budget.md. Counted \(origin).", "version: 1"]
        if report.totals.counts.active == nil { lines.append("count: all") }
        lines.append("warn_at: 90%")
        if let owner = settings.owner { lines.append("owner: \(quoted(owner))") }
        lines += ["", "total:"] + terms(series: counted(report.totals.counts), indent: "  ")
        if let expires = settings.expires { lines.append("  expires: \(expires)") }
        lines += metrics + labels + groups
        return lines.joined(separator: "\n") + "\n"
    }

    private var origin: String {
        let targets = report.targets.map { " of one target, times \($0)" } ?? ""
        let percent = BudgetQuantity.share((settings.headroom * 1000).rounded() / 1000).text
        return
            "\(report.totals.counts.active == nil ? "all series" : "active series")\(targets), with \(percent) of headroom"
    }

    private func counted(_ counts: SeriesCounts) -> Int { counts.active ?? counts.series }

    private func limit(_ count: Int) -> String { BudgetQuantity.count(rounded(count)).text }

    /// Up to the next number of two digits that count.
    private func rounded(_ count: Int) -> Int {
        let wanted = max(1, (Double(count) * (1 + settings.headroom)).rounded(.up))
        var step = 1.0
        while wanted / step >= 100 { step *= 10 }
        return Int(min((wanted / step).rounded(.up) * step, 1e15))
    }

    private func terms(series: Int, indent: String) -> [String] { ["\(indent)series: \(limit(series))"] }

    /// The largest by name, and one limit for all others: that of the largest of these.
    private var metrics: [String] {
        let rows = report.metrics.filter { !$0.name.isEmpty }.sorted {
            (counted($1.counts), $0.name) < (counted($0.counts), $1.name)
        }
        guard let first = rows.first else { return [] }
        let named = rows.prefix(settings.named).filter { counted($0.counts) * 2 > counted(first.counts) / 50 }
        let largest = rows.dropFirst(named.count).first.map { counted($0.counts) } ?? 1
        var lines = ["", "metrics:", "  default: \(limit(largest))", "  named:"]
        for row in named where rounded(counted(row.counts)) > rounded(largest) {
            lines.append("    - {metric: \(quoted(row.name)), series: \(limit(counted(row.counts)))}")
        }
        return lines.last == "  named:" ? lines.dropLast() : lines
    }

    private var labels: [String] {
        let rows = report.labels.filter { $0.name != "__name__" }
        guard let first = rows.first else { return [] }
        let named = rows.prefix(settings.named).filter { $0.values * 2 > first.values / 50 }
        let largest = rows.dropFirst(named.count).first.map(\.values) ?? 1
        var lines = ["", "labels:", "  default: \(limit(largest))", "  named:"]
        for row in named where rounded(row.values) > rounded(largest) {
            lines.append("    - {label: \(quoted(row.name)), values: \(limit(row.values))}")
        }
        return lines.last == "  named:" ? lines.dropLast() : lines
    }

    private var groups: [String] {
        guard !report.groupedBy.isEmpty else { return [] }
        let rows = report.groups.sorted { counted($1.counts) < counted($0.counts) }
        let by = report.groupedBy.map(quoted).joined(separator: ", ")
        // Of those that are not there yet nobody knows; the group in the middle is as good a guess as any.
        let middle = rows.isEmpty ? 1 : counted(rows[rows.count / 2].counts)
        var lines = ["", "groups:", "  - by: [\(by)]", "    default: \(limit(middle))", "    named:"]
        for row in rows {
            let values = zip(report.groupedBy, row.values).map { name, value in
                "\(quoted(name)): \(quoted(value.map(report.text(of:)) ?? ""))"
            }
            lines.append("      - {\(values.joined(separator: ", ")), series: \(limit(counted(row.counts)))}")
        }
        return lines
    }

    /// As YAML reads it back as that text, whatever is in it.
    private func quoted(_ text: String) -> String {
        let isPlain =
            text.utf8.first.map { $0 >= 0x41 && $0 <= 0x5a || $0 >= 0x61 && $0 <= 0x7a || $0 == 0x5f } == true
            && text.utf8.allSatisfy {
                $0 >= 0x41 && $0 <= 0x5a || $0 >= 0x61 && $0 <= 0x7a || $0 >= 0x30 && $0 <= 0x39 || $0 == 0x5f
                    || $0 == 0x2d
            }
        let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
        if isPlain, !words.contains(text.lowercased()) { return text }
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{20}"..."\u{7e}": result.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16)
                let isShort = digits.utf8.count <= 4
                let zeros = String(repeating: "0", count: (isShort ? 4 : 8) - digits.utf8.count)
                result += (isShort ? "\\u" : "\\U") + zeros + digits
            }
        }
        return result + "\""
    }
}
