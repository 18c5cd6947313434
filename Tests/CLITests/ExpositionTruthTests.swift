import Cardinality
import Exposition
import Foundation
import TSDB
import Testing

/// A real Prometheus scrapes texts, and stores the series that are read of them here, or refuses them as is done here.
struct ExpositionTruthTests {
    private static let now = Int64(Date().timeIntervalSince1970 * 1000)

    /// Prometheus' text format.
    private static let plain: [String] = [
        "a 1\n", "a 1", "a{} 1\n", "a{x=\"y\"} 1\n", "a{x=\"y\",} 1\n", "a { x = \"y\" , z = \"w\" } 1\n",
        "a{x=\"y\" z=\"w\"} 1\n", "a{x=\"y\"}1\n", "a 1\n\n \n\t\nb 2\n", " a 1\n", "\t# TYPE a gauge\na 1\n", "a1.5\n",
        "a-1\n", "a:b_c9 1\n",
        "a{x=\"\"} 1\n", "a{x=\"1\"} 1\na{x=\"2\"} 2\na{x=\"1\"} 1\n", "a 1\na 2\n",
        "a{x=\"a\\\\b\\\"c\\nd\\te\"} 1\n", "a{x=\"line\nbreak\"} 1\n", "a{x=\"日本\"} 1\n", "a{x=\"{}=,# \"} 1\n",
        "a NaN\nb +Inf\nc -inf\nd Infinity\ne nan\nf 1e5\ng .5\nh 5.\ni +7\nj 0.1E-3\n",
        "a \(now)\nb 1 \(now)\n", "b 1   \t\nc\t2\t\(now)\t\n",
        "# a comment\n#another\n#\n# HELP\n# TYPE\n# HELPX y\na 1\n",
        "# HELP a some text \\\\ \\n\n# TYPE a counter\na 1\n", "# HELP a\n# TYPE b gauge\nb 1\n",
        "# TYPE a untyped\na 1\n",
        "# TYPE h histogram\nh_bucket{le=\"0.5\"} 1\nh_bucket{le=\"+Inf\"} 2\nh_sum 3\nh_count 2\n",
        "# TYPE s summary\ns{quantile=\"0.5\"} NaN\ns_sum 0\ns_count 0\n", "a_created 1\na_total 1\n",
        "a{__x__=\"y\"} 1\n", "a{x=\"y\"} 1 # a comment\n", "a\n", "a \n", "a x\n", "a 1 x\n", "a 1 -5\n", "a 1 1.5\n",
        "a 1 99999999999999999999\n", "a 1e999\n", "a 1_000\n", "a 0x1p3\n", "a 0x10\n", "a +nan\n", "a 1 2 3\n",
        "a{x} 1\n", "a{x=y} 1\n", "a{x=\"y} 1\n", "a{x=\"y\" 1\n", "a{,} 1\n", "a{x=\"y\",,z=\"w\"} 1\n",
        "a{x:y=\"z\"} 1\n",
        "a{x=\"y\"} {z=\"w\"} 1\n", "{x=\"y\"} 1\n", "{__name__=\"a\"} 1\n", "1a 1\n", "-a 1\n", "a.b 1\n", "é 1\n",
        "a{x=\"1\",x=\"2\"} 1\n", "a{x=\"1\",x=\"1\"} 1\n", "a{__name__=\"b\"} 1\n",
        "# TYPE a nothing\na 1\n", "# TYPE a  counter\na 1\n", "# TYPE a counter \na 1\n", "# TYPE a unknown\na 1\n",
        "# TYPE 9 counter\na 1\n", "a{x=\"\\\n\"} 1\n", "a 1\r\nb 2\r\n", "ok 1\na{x=\"y\"} 1 # {t=\"u\"} 1\n",
    ]

    /// OpenMetrics.
    private static let open: [String] = [
        "a 1\n# EOF\n", "# TYPE a counter\na_total 1\na_created 1\n# EOF\n", "a{x=\"y\"} 1\n# EOF\n",
        "a{x=\"y\",z=\"w\"} 1\n# EOF\n", "a{} 1\n# EOF\n",
        "a_total 1 # {trace=\"b\"} 0.5\nb_total 1 # {} 0.5 123.4\n# EOF\n",
        "a 1 \(now / 1000).5\nb_total 1 \(now / 1000) # {t=\"u\"} 1\n# EOF\n",
        "# HELP a text \\\" more\n# TYPE a gauge\n# UNIT a \na 1\n# EOF\n",
        "# TYPE a_seconds gauge\n# UNIT a_seconds seconds\na_seconds 1\n# EOF\n",
        "# TYPE a info\na_info{v=\"1\"} 1\n# TYPE b stateset\nb{b=\"on\"} 1\n# TYPE c unknown\nc 1\n# EOF\n",
        "# TYPE g gaugehistogram\ng_bucket{le=\"+Inf\"} 1\ng_gcount 1\ng_gsum 1\n# EOF\n",
        "a{x=\"a\\\\b\\\"c\\nd\"} 1\n# EOF\n", "a 1\n\n# EOF\n", "a  1\n# EOF\n", " a 1\n# EOF\n", "a 1 \n# EOF\n",
        "a{ x=\"y\"} 1\n# EOF\n", "a{x=\"y\" z=\"w\"} 1\n# EOF\n", "a{x=\"y\"}1\n# EOF\n", "# a comment\na 1\n# EOF\n",
        "a 1\n# EOF\n# EOF\n", "# UNIT a seconds\na 1\n# EOF\n", "# TYPE a untyped\na 1\n# EOF\n", "a 1 nan\n# EOF\n",
        "a 1 # {t=\"u\"}\n# EOF\n", "a 1 # 1\n# EOF\n", "a{x=\"line\nbreak\"} 1\n# EOF\n", "# HELP a\na 1\n# EOF\n",
    ]

    private static let cases = plain + open

    /// The series that are read of a text; nil where it is refused.
    private static func series(_ text: String) throws -> Set<[String: String]>? {
        let options = SourceOptions(selection: Selection(), readsActivity: true, threads: 1, budget: .unlimited)
        let part: CollectedSeries
        do { part = try ExpositionReader.read(Array(text.utf8), path: "x", options) } catch { return nil }
        var found: Set<[String: String]> = []
        var analysis = AnalysisOptions(sources: [])
        analysis.openParts = [part]
        var strings: DistinctSeries.Strings?
        _ = try DistinctSeries.read(analysis, budget: .unlimited, start: { strings = $0 }) { rows in
            var pairs: [UInt32] = []
            func text(_ number: UInt32) -> String {
                var text = ""
                strings?.with(number) { text = String(decoding: $0, as: UTF8.self) }
                return text
            }
            for row in 0..<rows.count {
                rows.read(row, into: &pairs)
                var labels: [String: String] = [:]
                for index in stride(from: 0, to: pairs.count, by: 2) {
                    labels[text(pairs[index])] = text(pairs[index + 1])
                }
                found.insert(labels)
            }
        }
        return found
    }

    private static func configuration(port: UInt16) -> String {
        let jobs = cases.indices.map { index in
            """
              - job_name: "c\(index)"
                metrics_path: "/c\(index)"
                static_configs: [{targets: ["127.0.0.1:\(port)"]}]
            """
        }
        return "global: {scrape_interval: 1s, scrape_timeout: 1s}\nscrape_configs:\n" + jobs.joined(separator: "\n")
    }

    @Test(.timeLimit(.minutes(5))) func prometheusStoresTheSameSeries() async throws {
        let pages = Dictionary(uniqueKeysWithValues: Self.cases.enumerated().map { ("/c\($0)", [Data($1.utf8)]) })
        try await Exporter.run(pages, scrapesPerState: 2) { exporter in
            try await LivePrometheus.run(configuration: Self.configuration(port: exporter.port)) { server in
                try await server.eventually("every text was scraped", within: .seconds(120)) { exporter.isFinished }
                try await server.eventually("every scrape is stored") {
                    try await server.query("count(up)").first.map { Int($0.value) } == Self.cases.count
                }
                let up = try await server.query("up")
                let isUp = Dictionary(uniqueKeysWithValues: up.map { ($0.metric["job"] ?? "", $0.value == 1) })
                var stored: [String: Set<[String: String]>] = [:]
                for sample in try await server.query("{job!=\"\"}") {
                    let name = sample.metric["__name__"] ?? ""
                    guard name != "up", !name.hasPrefix("scrape_"), let job = sample.metric["job"] else { continue }
                    var labels = sample.metric
                    (labels["job"], labels["instance"]) = (nil, nil)
                    stored[job, default: []].insert(labels)
                }
                for (index, text) in Self.cases.enumerated() {
                    let ours = try Self.series(text)
                    let comment = Comment(rawValue: text)
                    #expect((ours != nil) == isUp["c\(index)"], comment)
                    #expect(ours ?? [] == stored["c\(index)"] ?? [], comment)
                }
            }
        }
    }

    /// promtool reads by other rules than a scrape; of texts that both take it finds as many metrics.
    @Test func promtoolTakesWhatIsPlain() throws {
        for text in [
            "a 1\n", "# TYPE a counter\na_total{x=\"y\\\"z\"} 1 5\n", "a{x=\"日本\",} 1\n", "# HELP a b\na NaN\n",
        ] {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["promtool", "check", "metrics"]
            let (input, output) = (Pipe(), Pipe())
            (process.standardInput, process.standardOutput, process.standardError) = (input, output, output)
            try process.run()
            try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
            try input.fileHandleForWriting.close()
            let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            #expect(!said.contains("error while parsing"), "\(text): \(said)")
            #expect(try Self.series(text) != nil)
        }
    }
}
