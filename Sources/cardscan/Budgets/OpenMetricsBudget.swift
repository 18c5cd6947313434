import Budgets
import Glibc

/// Budgets as gauges, for the textfile collector of the node exporter or a Pushgateway: valid in OpenMetrics and in
/// Prometheus' text format alike. `rules/prometheus/budget.yaml` alerts on them.
struct OpenMetricsBudget {
    private let view: BudgetView

    init(_ view: BudgetView) { self.view = view }

    func write(to writer: inout ByteWriter) {
        let rows = view.result.rows
        gauge("used", "What is used of a budget; a share where the limit is one.", &writer) { row in row.used }
        gauge("limit", "What is allowed.", &writer) { row in row.limit }
        gauge("broken", "1 if more is used than is allowed.", &writer) { row in
            if case .unjudged = row.status { nil } else { row.status == .broken ? 1 : 0 }
        }
        let expired = view.result.expired
        if !rows.isEmpty || !expired.isEmpty {
            header("expired", "1 for a budget whose last day is over.", &writer)
            for (scope, terms) in expired {
                sample("expired", [("budget", scope), ("owner", terms.owner ?? view.file.owner ?? "")], 1, &writer)
            }
        }
        header("judged_timestamp_seconds", "When budgets were judged.", &writer)
        sample("judged_timestamp_seconds", [], Double(time(nil)), &writer)
        writer.write("# EOF\n")
    }

    private func gauge(_ name: String, _ help: String, _ writer: inout ByteWriter, _ value: (BudgetRow) -> Double?) {
        let rows = view.result.rows.compactMap { row in value(row).map { (row, $0) } }
        guard !rows.isEmpty else { return }
        header(name, help, &writer)
        var written: Set<[String]> = []
        for (row, value) in rows {
            let labels = [
                ("budget", row.scope.text), ("of", BudgetWords.kind(row.kind)), ("owner", row.terms.owner ?? ""),
            ]
            // One series cannot be there twice: of a name that a file has twice, the first counts.
            guard written.insert(labels.map(\.1)).inserted else { continue }
            sample(name, labels, value, &writer)
        }
    }

    private func header(_ name: String, _ help: String, _ writer: inout ByteWriter) {
        writer.write("# HELP cardscan_budget_\(name) \(help)\n# TYPE cardscan_budget_\(name) gauge\n")
    }

    private func sample(_ name: String, _ labels: [(String, String)], _ value: Double, _ writer: inout ByteWriter) {
        let pairs = labels.filter { !$0.1.isEmpty }.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }
        let number = value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
        writer.write("cardscan_budget_\(name)\(pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}") \(number)\n")
    }

    /// Control characters, which the format would carry, stay out of whatever shows labels.
    private static func escaped(_ text: String) -> String {
        Escaper.show(text, in: .notation).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }
}
