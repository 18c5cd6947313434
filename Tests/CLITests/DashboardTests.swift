import Foundation
import Testing

@testable import cardscan

/// The dashboards that are shipped: found sound by our own lint, and asking for what is really exported (`LiveListenTests` looks at what
/// `listen` exports).
struct DashboardTests {
    private static let directory = Golden.repository.appendingPathComponent("deploy/grafana")

    static func queries(_ name: String) throws -> [String] {
        let bytes = try Data(contentsOf: directory.appendingPathComponent(name))
        let dashboard = try #require(JSONSerialization.jsonObject(with: bytes) as? [String: Any])
        let panels = try #require(dashboard["panels"] as? [[String: Any]])
        let queries = panels.flatMap { ($0["targets"] as? [[String: Any]]) ?? [] }.compactMap { $0["expr"] as? String }
        let variables = ((dashboard["templating"] as? [String: Any])?["list"] as? [[String: Any]] ?? [])
            .compactMap { $0["definition"] as? String }
        return queries + variables
    }

    /// Names of metrics of ours in a text, and none that rules record.
    static func names(_ texts: [String]) -> Set<String> {
        Set(texts.flatMap { text in text.matches(of: /(?:^|[^:a-z_])(cardscan_[a-z_]+)/).map { String($0.output.1) } })
    }

    @Test func lintFindsNothing() throws {
        let result = try Binary.run("cardscan lint deploy/grafana --fail-on info", in: Golden.repository)
        #expect(result.status == 0, "\(result.out)\(result.err)")
    }

    @Test func theReportHasWhatIsAskedFor() throws {
        let report = try Binary.run(
            "cardscan analyze testdata/sample --format openmetrics", in: Golden.repository)
        let asked = Self.names(try Self.queries("cardscan.json"))
        #expect(asked.count > 10)
        #expect(asked.isSubset(of: Self.names([report.out])), "\(asked.subtracting(Self.names([report.out])))")
    }

    /// Prometheus' own parser, with Grafana's variables filled in.
    @Test(arguments: ["cardscan.json", "listen.json"])
    func prometheusReadsTheQueries(name: String) throws {
        let queries = try Self.queries(name).filter { !$0.hasPrefix("label_values") }
            .map { $0.replacing("$__rate_interval", with: "5m").replacing("$instance", with: ".+") }
        let rules = queries.enumerated().map { "  - record: a:q\($0.offset)\n    expr: |\n      \($0.element)" }
        let directory = try TemporaryDirectory()
        let file = "groups:\n- name: dashboard\n  rules:\n\(rules.joined(separator: "\n"))\n"
        try directory.write(Array(file.utf8), to: "rules.yml")
        try Tool.run("promtool", "check", "rules", "\(directory.path)/rules.yml")
    }
}
