import Foundation
import Testing

@testable import Manifests

struct QueryLogTests {
    /// Of Prometheus 2.42, of 3.x, and of a rule.
    private static let lines = [
        #"{"httpRequest":{"clientIP":"127.0.0.1","method":"GET","path":"/api/v1/query"},"params":{"end":"2026-11-29T23:30:53.438Z","query":"rate(http_requests_total{path=\"/a\"}[1m])","start":"2026-11-29T23:30:53.438Z","step":0},"spanID":"0000000000000000","stats":{"timings":{"evalTotalTime":0.0003}},"ts":"2026-11-29T23:30:53.439Z"}"#,
        #"{"time":"2026-11-29T23:31:00.1Z","level":"INFO","source":"engine.go:654","msg":"promql query logged","params":{"end":"2026-11-29T23:31:00Z","query":"sum by (pod) (kube_pod_info)","start":"2026-11-29T23:31:00Z","step":15},"stats":{"timings":{"evalTotalTime":0.0001}},"httpRequest":{"clientIP":"10.0.0.1","method":"POST","path":"/api/v1/query_range"}}"#,
        #"{"params":{"end":"2026-11-29T23:30:45.632Z","query":"sum by (job) (up)","start":"2026-11-29T23:30:45.632Z","step":0},"ruleGroup":{"file":"rules.yml","name":"g"},"ts":"2026-11-29T23:30:45.633Z"}"#,
    ]

    private func log(_ lines: [String]) throws -> ManifestFile {
        try #require(QueryLogFile.read(Array(lines.joined(separator: "\n").utf8), path: "query.log"))
    }

    @Test func everyQueryIsAReader() throws {
        let usage = Usage(files: [try log(Self.lines + Self.lines + [""])])
        #expect(usage.isComplete, "\(usage.unknown)")
        #expect(usage.count == 3)
        let reader = try #require(usage.readers(of: "http_requests_total")?.ends.first)
        #expect(reader.kind == .queryLog && reader.line == 1 && reader.path == "query.log")
        #expect(reader.reads("/a", of: "path") && !reader.reads("/b", of: "path"))
        #expect(usage.readers(of: "kube_pod_info")?.need(of: "pod") == .named)
        #expect(usage.readers(of: "up")?.ends.first?.owner == "a rule of group \"g\" of rules.yml, `sum by (job) (up)`")
    }

    /// The query of a rule that is known is that rule, whose own readers count.
    @Test func knownRulesAreNotCountedTwice() throws {
        let rules = """
            groups:
              - name: g
                rules:
                  - record: job:up:sum
                    expr: sum(up) by (job)
            """
        let usage = Usage(files: [read(rules), try log(Self.lines)])
        #expect(usage.readers(of: "up")?.readers.map(\.kind) == [.recordingRule])
    }

    @Test(arguments: [
        "garbage", "{\"params\":{}}", "{\"params\":{\"query\":\"up\"}", "[1]", "{\"params\":{\"query\":\"up{\"}}",
    ])
    func whatIsNoQueryMayBeAnything(line: String) throws {
        let usage = Usage(files: [try log([Self.lines[0], line])])
        #expect(!usage.isComplete)
        #expect(usage.unknown.first?.line == 2)
        #expect(usage.readers(of: "http_requests_total") != nil)
    }

    @Test func otherFilesAreNone() {
        for text in ["groups: []", "{\"panels\": []}", "", "{\n\"a\": 1}"] {
            #expect(QueryLogFile.read(Array(text.utf8), path: "x") == nil)
        }
    }

    @Test func aFileIsReadByLines() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("log-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let text = (Self.lines + (0..<2000).map { Self.lines[0].replacing("/a", with: "/\($0 % 40)") })
        try text.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
        let file = try #require(try QueryLogFile.read(path: path))
        guard case .queryLog(let log)? = file.contents.first else {
            Issue.record("no log")
            return
        }
        #expect(log.lines == 2003 && log.entries.count == 43 && log.faults.isEmpty)
    }

    @Test func unitTestsOfRules() throws {
        let text = """
            rule_files: [rules.yml]
            evaluation_interval: 1m
            tests:
              - interval: 1m
                input_series: [{series: 'up{job="a"}', values: '0x5'}]
                promql_expr_test:
                  - expr: job:up:sum{job="a"}
                    eval_time: 4m
                    exp_samples: [{labels: 'job:up:sum{job="a"}', value: 0}]
                alert_rule_test:
                  - alertname: Down
                    eval_time: 4m
            """
        let file = read(text)
        #expect(file.faults.isEmpty, "\(file.faults)")
        let usage = Usage(files: [file])
        #expect(usage.readers(of: "job:up:sum") == nil && usage.readers(of: "up") == nil)
        #expect(usage.tests.map { $0.metric.names } == [["job:up:sum"]])
        #expect(usage.testedAlerts["Down"]?.count == 1)
    }
}
