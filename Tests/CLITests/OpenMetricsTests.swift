import Cardinality
import Foundation
import Testing

@testable import cardscan

/// Gauges as Prometheus' own tools read them.
struct OpenMetricsTests {
    private func render(_ report: CardinalityReport, limit: Int? = nil) -> String {
        var settings = ReportSettings(sources: ["/prometheus"])
        settings.limit = limit
        var out = ByteWriter()
        OpenMetricsReport(report, settings).write(to: &out)
        return String(decoding: out.bytes, as: UTF8.self)
    }

    @Test func reportAsBefore() throws {
        try Golden.expect(render(FixtureReport.full(), limit: 4), matches: "report.openmetrics.txt")
    }

    /// `promtool check metrics` parses, and finds fault with names, types and help.
    private func check(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let directory = try TemporaryDirectory()
        try directory.write(Array(text.utf8), to: "metrics")
        let verdict = try Tool.run("sh", "-c", "promtool check metrics < '\(directory.path)/metrics' 2>&1 || true")
        #expect(String(decoding: verdict, as: UTF8.self) == "", sourceLocation: sourceLocation)
    }

    /// docs/formats.md lists the metrics, all and no others.
    @Test func metricsAreDocumented() throws {
        let page = try String(
            contentsOf: Golden.repository.appendingPathComponent("docs/formats.md"), encoding: .utf8)
        let documented = Set(page.matches(of: /`(cardscan_[a-z_]+)`/).map { String($0.output.1) })
        var diff = ByteWriter()
        OpenMetricsDiff(DiffRows(FixtureDiff.series(), ReportSettings(sources: ["old", "new"]))).write(to: &diff)
        let plan = try Binary.run(
            "cardscan propose testdata/sample --target 1k --quiet --format openmetrics", in: Golden.repository)
        let texts = [
            render(FixtureReport.full(), limit: 4), String(decoding: diff.bytes, as: UTF8.self), plan.out,
        ]
        let written = texts.flatMap { $0.split(separator: "\n") }.filter { !$0.hasPrefix("#") }
            .map { String($0.prefix { $0 != " " && $0 != "{" }) }
        #expect(documented == Set(written), "\(documented.symmetricDifference(written))")
    }

    @Test func promtoolFindsNoFault() throws {
        for report in [FixtureReport.full(), FixtureReport.bare()] {
            for limit in [0, 1, nil] { try check(render(report, limit: limit)) }
        }
        let sample = "analyze testdata/sample --limit 0 --by namespace,team --format openmetrics"
        let result = try Binary.run("cardscan \(sample)", in: Golden.repository)
        #expect(result.out.contains("cardscan_series 2007\n"))
        #expect(result.out.contains("cardscan_group_series{by_namespace=\"shop\",by_team=\""))
        #expect(result.out.hasSuffix("\n# EOF\n"))
        try check(result.out)
    }

    @Test func comparisonsAsBefore() throws {
        for (diff, name) in [(FixtureDiff.series(), "diff.openmetrics.txt"), (FixtureDiff.reports(), nil)] {
            var out = ByteWriter()
            let rows = DiffRows(diff, ReportSettings(sources: ["old", "new"]))
            OpenMetricsDiff(rows).write(to: &out)
            let text = String(decoding: out.bytes, as: UTF8.self)
            if let name { try Golden.expect(text, matches: name) }
            try check(text)
            // Reports do not tell what came and went: what is unknown is absent, not 0.
            #expect(text.contains("cardscan_diff_new_series ") == (name != nil))
        }
    }

    @Test func plansAsTheyAre() throws {
        let directory = try TemporaryDirectory()
        let run = try Binary.run(
            "cardscan propose testdata/sample --used-by testdata/usage --quiet --format openmetrics --limit 2 -o \"$OUT/m\"",
            in: Golden.repository, ["OUT": directory.path])
        #expect(run.status == 0, "\(run.err)")
        let text = try String(contentsOfFile: directory.path + "/m", encoding: .utf8)
        try check(text)
        #expect(text.contains("cardscan_plan_series_before 2007\n"))
        #expect(text.split(separator: "\n").count { $0.hasPrefix("cardscan_proposal_saved_series{") } == 2)
        // The same figures as the JSON plan has.
        let json = try Binary.run(
            "cardscan propose testdata/sample --used-by testdata/usage --quiet --format json", in: Golden.repository)
        let plan = try JSONDecoder().decode(ProposedJSON.self, from: Data(json.out.utf8))
        #expect(text.contains("cardscan_plan_series_after \(plan.totals.series_after)\n"))
        let first = try #require(plan.proposals.first)
        #expect(text.contains("proposal=\"\(first.id)\""))
    }

    @Test(arguments: [
        "plain", "a\\b", "a\"b", "a\nb", "\u{1b}[31m", "\u{202e}", "日本語", "", String(repeating: "x", count: 5000),
        "\\x1b[31m",
    ])
    func anyValueIsOneLabel(value: String) throws {
        var metrics = ExpositionWriter(ByteWriter())
        metrics.gauge("cardscan_test", "Test.")
        metrics.row([("label", value), ("other", value)], 1)
        metrics.row([("label", value), ("other", value)], 2)
        let text = String(decoding: metrics.finish().bytes, as: UTF8.self)
        #expect(text.split(separator: "\n").count == 4)
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0 == "\u{202e}" })
        try check(text)
    }

    @Test func labelNamesAreOfTheOldCharacterSet() {
        #expect(ExpositionWriter.labelName(by: "team") == "by_team")
        #expect(ExpositionWriter.labelName(by: "my.äteam-1") == "by_my__team_1")
    }

    /// The real node exporter, with what the real program wrote in the directory it watches.
    @Test func theTextfileCollectorTakesIt() throws {
        let directory = try TemporaryDirectory()
        let run = try Binary.run(
            "cardscan analyze testdata/sample --limit 3 --format openmetrics -o \"$OUT/cardscan.prom\"",
            in: Golden.repository, ["OUT": directory.path])
        #expect(run.status == 0, "\(run.err)")
        let port = try Loopback.freePort()
        let exporter = Process()
        exporter.executableURL = URL(filePath: "/usr/bin/env")
        exporter.arguments = [
            "prometheus-node-exporter", "--collector.disable-defaults", "--collector.textfile",
            "--collector.textfile.directory=\(directory.path)", "--web.listen-address=127.0.0.1:\(port)",
        ]
        exporter.standardOutput = FileHandle.nullDevice
        exporter.standardError = FileHandle.nullDevice
        try exporter.run()
        defer {
            exporter.terminate()
            exporter.waitUntilExit()
        }
        var answer: String?
        for _ in 0..<200 where answer == nil {
            answer = (try? Loopback.get("/metrics", port: port)).map { String(decoding: $0, as: UTF8.self) }
            if answer == nil { usleep(50_000) }
        }
        let metrics = try #require(answer)
        #expect(metrics.contains("node_textfile_scrape_error 0\n"))
        #expect(metrics.contains("cardscan_series 2007\n"))
        #expect(metrics.contains("cardscan_metric_series{metric=\"http_requests_total\"} 1304\n"))
    }
}
