import Foundation
import Manifests
import Relabel
import Testing

@testable import Propose

/// The blocks of docs/propose-formats.md are what the writers write.
struct DocumentedFormatsTests {
    private static let document = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("docs/propose-formats.md")

    private static let rules = [
        CommentedRule(
            RelabelRule(.drop, from: ["__name__"], regex: "go_memstats_(?:frees|mallocs)_total"),
            comment: "safe: saves 1,204 series (0.8%); nothing reads these"),
        CommentedRule(
            RelabelRule(.replace, from: ["__name__"], regex: "http_requests_total", to: "uid", replacement: ""),
            comment: "safe: saves 310 series (0.2%); series with one uid succeed those with another"),
        CommentedRule(
            RelabelRule(.replace, from: ["path"], regex: "(/[^/]+)/.*", to: "path", replacement: "$1/..."),
            comment: "safe: saves 88 series (0.1%)"),
    ]
    private static let section = RuleSection(
        .job("node-exporter"), rules: rules,
        limits: [ScrapeLimit(.samples, 6000, comment: "at most 4,411 were scraped")])
    private static let aggregation = Aggregation(
        "http_requests_total", .counter, without: ["pod", "uid"], comment: "12,000 series become 40")

    /// Title and text of each format, in the order of the document.
    static func written() throws -> [(title: String, text: String)] {
        let endpoint = MonitorPatch.Endpoint(0, expected: [("port", "https")], hasRules: true, rules: rules)
        return [
            ("Prometheus", try PrometheusFragment([section]).text()),
            (
                "ServiceMonitor and PodMonitor",
                try MonitorPatch(
                    .serviceMonitor, name: "node-exporter", namespace: "monitoring", endpoints: [endpoint],
                    limits: section.limits
                ).text()
            ),
            ("Values of kube-prometheus-stack", try ChartValues([section]).text()),
            ("Grafana Alloy", try AlloyBlocks([section]).text()),
            ("OpenTelemetry collector", try CollectorFragment([section]).text()),
            ("Recording rules", try RecordingRules([aggregation]).text()),
            ("Stream aggregation of vmagent", try StreamAggregation([aggregation]).text()),
            ("Adaptive Metrics", try AdaptiveMetricsRules([aggregation]).text()),
        ]
    }

    @Test func blocksAreWhatIsWritten() throws {
        let text = try String(contentsOf: Self.document, encoding: .utf8)
        for (title, written) in try Self.written() {
            let section = try #require(text.components(separatedBy: "\n## \(title)\n").dropFirst().first, "no \(title)")
            let fenced = section.components(separatedBy: "\n```").dropFirst().first ?? ""
            let block = fenced.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).last ?? ""
            #expect(block + "\n" == written, "\(title)")
        }
    }
}
