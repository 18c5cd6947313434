import Foundation
import Manifests
import PromQL
import Testing
import YAML

@testable import Propose

struct AggregationTests {
    private static let counter = Aggregation(
        "http_requests_total", .counter, matchers: [("job", "api")], without: ["pod", "my.label"], interval: 90)
    private static let gauge = Aggregation("queue.depth", .gauge, without: ["pod"], comment: "sums\nqueues")

    @Test func recordingRules() throws {
        let text = try RecordingRules([Self.counter, Self.gauge]).text()
        let file = read(text)
        #expect(file.faults.isEmpty, "\(file.faults)")
        guard case .rules(let rules)? = file.contents.first else {
            Issue.record("not recognised:\n\(text)")
            return
        }
        #expect(rules.groups.count == 2)
        #expect(text.contains("record: 'http_requests_total:sum_rate6m'\n"))
        #expect(
            Self.counter.expression
                == #"sum without (pod, "my.label") (rate(http_requests_total{job="api"}[6m]))"#)
        #expect(Self.gauge.expression == #"sum without (pod) ({"queue.depth"})"#)
        for expression in [Self.counter.expression, Self.gauge.expression] {
            #expect(throws: Never.self) { try Expression(parsing: expression) }
        }
    }

    @Test func streamAggregation() throws {
        let text = try StreamAggregation([Self.counter, Self.gauge]).text()
        let rules = try #require(YAMLStream(parsing: SourceText(text)).documents.first?.root?.sequence)
        let first = try #require(rules.first?.mapping)
        #expect(first["match"]?.scalar?.value == #"http_requests_total{job="api"}"#)
        #expect(first["without"]?.sequence?.compactMap { $0.scalar?.value } == ["pod", "my.label"])
        #expect(first["outputs"]?.sequence?.compactMap { $0.scalar?.value } == ["total"])
        #expect(first["interval"]?.scalar?.value == "90s")
        #expect(rules.last?.mapping?["dedup_interval"]?.scalar?.value == "1m")
    }

    @Test func adaptiveMetrics() throws {
        var counter = Self.counter
        #expect(throws: DialectRefusal.self) { try AdaptiveMetricsRules([counter]).text() }
        counter.matchers = []
        counter.without = ["a\"\\\u{1}"]
        let text = try AdaptiveMetricsRules([counter, Self.gauge]).text()
        let json = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]]
        #expect(json?.first?["drop_labels"] as? [String] == ["a\"\\\u{1}"])
        #expect(json?.first?["aggregations"] as? [String] == ["sum:counter"])
        #expect(json?.last?["metric"] as? String == "queue.depth")
        #expect(json?.last?["aggregations"] as? [String] == ["sum"])
    }

    @Test(arguments: [["le"], ["quantile", "a"], []])
    func nothingIsSummedOverBounds(labels: [String]) {
        let aggregation = Aggregation("a_bucket", .counter, without: labels)
        #expect(throws: DialectRefusal.self) { try RecordingRules([aggregation]).text() }
        #expect(throws: DialectRefusal.self) { try StreamAggregation([aggregation]).text() }
        #expect(throws: DialectRefusal.self) { try AdaptiveMetricsRules([aggregation]).text() }
    }
}
