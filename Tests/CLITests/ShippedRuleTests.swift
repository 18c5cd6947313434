import Foundation
import Testing
import YAML

/// The rules in rules/prometheus: linted by the program they belong to, and unit-tested by promtool.
struct ShippedRuleTests {
    private static let directory = Golden.repository.appendingPathComponent("rules/prometheus")

    /// The expressions of a rule file.
    static func expressions(of file: URL) throws -> [String] {
        let stream = YAMLStream(parsing: SourceText(Array(try Data(contentsOf: file))))
        let groups = stream.documents.first?.root?.mapping?["groups"]?.sequence ?? []
        return groups.flatMap { $0.mapping?["rules"]?.sequence ?? [] }.compactMap { $0.mapping?["expr"]?.scalar?.value }
    }

    @Test func areClean() throws {
        let result = try Binary.run(
            "cardscan lint \(Self.directory.path) --profile strict --fail-on info", in: Self.directory)
        #expect(result.status == 0, "\(result.out)")
        #expect(result.out.contains("no findings in 6 files"), "\(result.out)")
    }

    @Test(arguments: ["prometheus", "budget", "listen"])
    func passTheirTests(name: String) throws {
        let file = Self.directory.appendingPathComponent("\(name).yaml")
        let alerts = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            .compactMap { $0.contains("- alert: ") ? $0.split(separator: " ").last : nil }
        let tests = try String(contentsOf: Self.directory.appendingPathComponent("tests/\(name).yaml"), encoding: .utf8)
        #expect(!alerts.isEmpty)
        for alert in alerts { #expect(tests.contains(alert), "no test of \(alert)") }
        let result = try Binary.run("promtool test rules tests/\(name).yaml", in: Self.directory)
        #expect(result.status == 0, "\(result.out)\(result.err)")
    }

    /// What the alerts read is what the budgets write.
    @Test func budgetsExposeWhatIsRead() throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let budget =
            "total: {series: 1k, expires: 2020-01-01}\nmetrics: {default: 100}\nlabels: {named: [{label: \"a\\\"b\\\\\", values: 1}]}"
        try Data(budget.utf8).write(to: directory.appendingPathComponent("b.yaml"))
        let written = try Binary.run(
            "cardscan budget $TESTDATA/sample --budget b.yaml --format openmetrics -o b.prom", in: directory)
        #expect(written.status == 1)
        let rules = try String(contentsOf: Self.directory.appendingPathComponent("budget.yaml"), encoding: .utf8)
        let text = try String(contentsOf: directory.appendingPathComponent("b.prom"), encoding: .utf8)
        for name in ["cardscan_budget_broken", "cardscan_budget_expired", "cardscan_budget_judged_timestamp_seconds"] {
            #expect(rules.contains(name) && text.contains("\n\(name)"), "\(name)")
        }
        #expect(text.contains("cardscan_budget_broken{budget=\"total\",of=\"series\"} 1\n"))
        // Our own reader, and promtool.
        let read = try Binary.run("cardscan analyze b.prom --format json", in: directory)
        #expect(read.status == 0, "\(read.err)")
        let checked = try Binary.run("promtool check metrics < b.prom", in: directory)
        #expect(!checked.err.contains("error while parsing"), "\(checked.err)")
    }
}
