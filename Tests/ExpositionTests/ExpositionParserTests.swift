import TSDB
import Testing

@testable import Exposition

/// What no installed Prometheus can be asked about, and where faults are. What it can be asked is in ExpositionTruthTests.
struct ExpositionParserTests {
    private func lines(_ text: String, _ format: ExpositionFormat? = nil) -> [String] {
        var parser = ExpositionParser(Array(text.utf8), format: format)
        var lines: [String] = []
        func show(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }
        do {
            while let entry = try parser.next() {
                switch entry {
                case .type(let name, let type): lines.append("type \(show(parser.bytes[name])) \(type.rawValue)")
                case .help(let name, let text):
                    lines.append("help \(show(parser.bytes[name])) \(show(parser.bytes[text]))")
                case .unit(let name, let text):
                    lines.append("unit \(show(parser.bytes[name])) \(show(parser.bytes[text]))")
                case .sample:
                    let labels = parser.labels.map {
                        "\(show(parser.text(of: $0.name)))=\(show(parser.text(of: $0.value)))"
                    }
                    let name = parser.name.map { show(parser.text(of: $0)) } ?? ""
                    let time = parser.timestamp.map { " @\($0)" } ?? ""
                    lines.append("\(name){\(labels.joined(separator: ","))}\(time)")
                }
            }
        } catch {
            lines.append("\(error.offset): \(error.message)")
        }
        return lines
    }

    @Test(arguments: ["", "\n# EOF\n"])
    func namesInQuotes(end: String) {
        let text = "{\"a.b\",\"c d\"=\"e\",f=\"g\"} 1\n{x=\"y\",\"日本\"} 2\na{\"q\\\"q\"=\"\"} 3"
        #expect(lines(text + (end.isEmpty ? "\n" : end)) == ["a.b{c d=e,f=g}", "日本{x=y}", "a{q\"q=}"])
        #expect(
            lines("# TYPE \"a.b\" counter\n# HELP \"a.b\" what it is\n# EOF\n") == [
                "type a.b counter", "help a.b what it is",
            ])
    }

    @Test(arguments: [
        ("{\"a\",\"b\"} 1\n", "6: the metric's name is there already; a label has = and a value"),
        ("a{\"b\"} 1\n", "3: the metric's name is there already; a label has = and a value"),
        ("{x=\"y\"} 1\n", "0: the series has no metric name"),
        ("a{\"\"=\"x\"} 1\n", "3: a name must not be empty"),
        ("a 1 x\n", "4: expected a timestamp in milliseconds or the end of the line, found 'x'"),
        ("a{x=\"y", "4: the quotes are not closed"),
        ("a 1\nb one\n", "6: 'one' is no value"),
        ("a{x='y'} 1\n", "4: expected a value in quotes, found ''y'} 1'"),
        ("a 1 # {t=\"u\"}\n", "4: expected a timestamp in milliseconds or the end of the line, found '# {t=\"u\"}'"),
        ("a  1\n# EOF\n", "2: expected a value, found ' 1'"),
        ("a 1\n# comment\n# EOF\n", "4: expected # HELP, # TYPE, # UNIT or # EOF: OpenMetrics has no other comments"),
    ])
    func faults(text: String, expected: String) { #expect(lines(text).last == expected) }

    /// Version 2 refuses both.
    @Test func versionThreeTakesMore() {
        #expect(lines("a{x=\"y\",} 1\nb 1 # {t=\"u\"} 1\n# EOF\n") == ["a{x=y}", "b{}"])
    }

    @Test func openMetricsHasToEnd() {
        #expect(lines("a 1\n", .openMetrics) == ["a{}", "4: the text does not end with # EOF"])
        #expect(lines("a 1", .openMetrics) == ["3: the text does not end with # EOF"])
        #expect(lines("# EOF", .openMetrics) == [])
    }

    @Test func formatsAreToldApartByTheirEnds() {
        #expect(ExpositionFormat(of: Array("a 1\n# EOF\n".utf8)) == .openMetrics)
        #expect(ExpositionFormat(of: Array("# EOF".utf8)) == .openMetrics)
        #expect(ExpositionFormat(of: Array("a 1\n## EOF\n".utf8)) == .prometheus)
        #expect(ExpositionFormat(of: Array("a 1\n# EOF\n\n".utf8)) == .prometheus)
        #expect(ExpositionFormat(of: []) == .prometheus)
    }

    @Test(arguments: [
        ("# HELP a b\n", true), ("\n# a comment\na{x=\"y\"} 1\n", true), ("{\"a\"} 1\n", true),
        ("a_total 1 # {t=\"u\"} 1\n", true), ("{\n  \"schema_version\": 1\n", false),
        ("{\"schema_version\": 1}", false),
        ("groups:\n  - name: x\n", false), ("# just a comment\n", false), ("hello world\n", false), ("", false),
        ("\u{0}\u{1}", false),
    ])
    func areRecognised(text: String, expected: Bool) { #expect(Exposition.recognizes(Array(text.utf8)) == expected) }

    private func read(_ bytes: [UInt8], budget: MemoryBudget = .unlimited) throws(Diagnostic) -> CollectedSeries {
        let options = SourceOptions(selection: Selection(), readsActivity: true, threads: 1, budget: budget)
        return try ExpositionReader.read(bytes, path: "m.prom", options)
    }

    @Test func faultsHaveLinesAndColumns() {
        let text = "# TYPE a counter\na{x=\"日本\"} 1\na{x=\"日本\"} one\n"
        let error = #expect(throws: Diagnostic.self) { try read(Array(text.utf8)) }
        #expect(error?.message == "line 3, column 11: 'one' is no value (Prometheus' text format)")
    }

    @Test func metadataBelongToTheirFamily() throws {
        let part = try read(
            Array(
                "# HELP h of h\n# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_sum 1\nhat 1\n# TYPE c counter\nc_total 1\n"
                    .utf8))
        var found: [String: MetricMetadata] = [:]
        for (name, metadata) in part.metadata {
            found[part.withSymbol(name) { String(decoding: $0, as: UTF8.self) }] = metadata
        }
        #expect(found.mapValues(\.type) == ["h_bucket": .histogram, "h_sum": .histogram, "c_total": .counter])
        #expect(found["h_sum"]?.help == "of h")
        #expect(found["c_total"]?.help == "")
        #expect(part.summary.minTime == nil && part.summary.series == 4)
    }

    @Test func memoryIsAsked() {
        let text = (0..<20_000).map { "a{x=\"\($0)\"} 1\n" }.joined()
        let budget = MemoryBudget(limit: MemoryBudget.overhead + 100_000)
        #expect(throws: Diagnostic.self) { try read(Array(text.utf8), budget: budget) }
    }

    /// Whatever is cut off or changed, nothing but an answer or a fault comes of it.
    @Test(arguments: [
        "# HELP a b\n# TYPE a counter\na{x=\"y\\\"\\n\",\"z z\"=\"日本\"} 1.5e3 123\n{\"b.c\"} NaN\n",
        "# TYPE a counter\n# UNIT a_s s\na_total{x=\"y\"} 1 1.5 # {t=\"u\"} 2 3\n# EOF\n",
    ])
    func damage(text: String) {
        let bytes = Array(text.utf8)
        for count in 0...bytes.count {
            _ = try? read(Array(bytes[..<count]))
            for byte in [0, 0x0a, 0x22, 0x5c, 0x7b, 0x7d, 0xff] as [UInt8] where count < bytes.count {
                var changed = bytes
                changed[count] = byte
                for format in [ExpositionFormat.prometheus, .openMetrics] {
                    var parser = ExpositionParser(changed, format: format)
                    while (try? parser.next()) != nil {}
                    #expect(parser.offset <= changed.count)
                }
                _ = Exposition.recognizes(changed)
            }
        }
    }
}
