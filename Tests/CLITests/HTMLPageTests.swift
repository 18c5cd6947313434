import Cardinality
import Foundation
import TSDB
import Testing

@testable import cardscan

/// Pages hold what reports say, run nothing but their own scripts, and stay small.
@Suite struct HTMLPageTests {
    private static let hostile = [
        "</script><img src=x onerror=alert(1)>", "<!--<script>", "]]>\"'><svg onload=alert(1)>", "&lt;b&gt;&amp;",
        "\u{2028}\u{2029}\u{202e}x", "{{constructor.constructor('alert(1)')()}}", "javascript:alert(1)",
        "\u{0}\u{1b}[31m",
        "__proto__", "constructor", "",
    ]

    private static func page(_ report: CardinalityReport, _ settings: ReportSettings? = nil) -> String {
        var out = ByteWriter()
        HTMLReport(report, settings ?? ReportSettings(sources: hostile)).write(to: &out)
        return String(decoding: out.bytes, as: UTF8.self)
    }

    /// Hostile text wherever a report has text.
    private static func hostileReport() -> CardinalityReport {
        var report = CardinalityReport(symbols: Texts(texts: hostile.map { Array($0.utf8) }))
        report.totals.counts = SeriesCounts(series: 1000 * hostile.count, active: 10, new: 5, gone: 5)
        report.window = Window(minTime: 0, maxTime: 7_200_000, activeWithin: 900_000)
        report.timeline = Timeline(start: 0, step: 3_600_000, started: [9, 2, 1], ended: [1, 2, 9])
        report.groupedBy = [hostile[0]]
        for (index, text) in hostile.enumerated() {
            let counts = SeriesCounts(series: 1000, active: 3, new: 2, gone: 1)
            let labels = hostile.map { MetricLabelRow(name: $0, values: 9, seriesWithout: 4, determinedBy: hostile) }
            var row = MetricRow(
                name: text, type: MetricType(.counter, isInferred: true), counts: counts, indexBytes: 1,
                chunkBytes: nil,
                labels: labels)
            row.help = text
            row.unit = text
            row.together = JointCause(labels: [text, hostile[0]], seriesWithout: 1)
            row.timeline = report.timeline
            report.metrics.append(row)
            let symbol = UInt32(index)
            report.labels.append(
                LabelRow(
                    name: text, values: 9, valueBytes: 1, metrics: 1, counts: counts, seriesWithout: 2,
                    shapes: [ShapeShare(shape: .uuid, values: 9, examples: [symbol])]))
            report.labelPairs.append(LabelPairRow(label: index, value: symbol, counts: counts))
            report.groups.append(GroupRow(values: [symbol], counts: counts, topMetric: text, topMetricSeries: 2))
            var summary = PartSummary(path: text, kind: .block)
            summary.minTime = index % 2 == 0 ? .min : 0
            summary.maxTime = index % 2 == 0 ? .max : 7_200_000
            report.sources.append(SourceRow(summary, notes: hostile))
            report.leftOut.append(LeftOutPart(path: text, reason: text))
            report.diagnostics.append(Diagnostic(index % 2 == 0 ? .error : .warning, file: text, text))
        }
        report.collisions = CollisionSummary(
            samples: 1, series: 1, examples: hostile.map { .init(series: $0, time: 1, values: [1, nil]) })
        return report
    }

    @Test func sha256IsThatOfTheStandard() {
        func hex(_ text: String) -> String {
            SHA256.digest(of: Array(text.utf8)).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        }
        #expect(hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
                == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
        let million = String(repeating: "a", count: 1_000_000)
        #expect(hex(million) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test func policyAllowsThePagesOwnScriptsAlone() throws {
        let page = try HTMLDocument(Self.page(FixtureReport.full()))
        let policy = page.policy
        #expect(policy["default-src"] == ["'none'"])
        #expect(policy["base-uri"] == ["'none'"] && policy["form-action"] == ["'none'"])
        #expect(Set(policy.keys) == ["default-src", "script-src", "style-src", "base-uri", "form-action"])
        func source(_ text: String) -> String {
            "'sha256-\(Data(SHA256.digest(of: Array(text.utf8))).base64EncodedString())'"
        }
        let scripts = page.raw.filter { $0.tag.name == "script" && $0.tag.attributes["type"] == nil }
        #expect(scripts.map { source($0.text) } == policy["script-src"] && scripts.count == 4)
        let styles = page.raw.filter { $0.tag.name == "style" }
        #expect(styles.map { source($0.text) } == policy["style-src"] && styles.count == 1)
        #expect(!page.tags.contains { $0.attributes.keys.contains("style") || $0.attributes.keys.contains("src") })
    }

    /// What would turn text into markup, fetch or run something is not even in the scripts.
    @Test(arguments: HTMLAsset.allCases) func assetsKeepToText(asset: HTMLAsset) {
        let text = asset.text.replacingOccurrences(of: "http://www.w3.org/2000/svg", with: "")
        for word in [
            "innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "Function(", "http:", "https:",
            "url(",
            "@import", "fetch(", "XMLHttpRequest", "localStorage", "cookie", "</script", "</style", "<!--",
        ] {
            #expect(!text.contains(word), "\(asset): \(word)")
        }
    }

    @Test func hostileTextStaysText() throws {
        let text = Self.page(Self.hostileReport())
        let page = try HTMLDocument(text)
        let allowed: Set<String> = [
            "html", "head", "meta", "title", "style", "body", "header", "div", "span", "h1", "h2", "p", "dl", "dt",
            "dd",
            "ul", "li", "main", "section", "table", "thead", "tbody", "tr", "th", "td", "pre", "code", "footer",
            "script",
        ]
        #expect(Set(page.tags.map(\.name)).subtracting(allowed) == [])
        let attributes = Set(page.tags.flatMap(\.attributes.keys))
        #expect(
            attributes.subtracting([
                "lang", "charset", "http-equiv", "content", "name", "class", "role", "id", "scope", "type",
            ]) == [])
        #expect(page.raw.count == 6, "scripts and styles of others")
        #expect(!page.dataText.contains { "<>&\u{2028}\u{2029}\u{202e}".contains($0) })
        let controls = text.utf8.filter { $0 < 0x20 && $0 != 0x0a || $0 == 0x7f }
        #expect(controls.isEmpty)
        // Harmless, and still there to be read.
        let sections = try page.data()
        let metrics = try #require(sections.first { $0["title"] as? String == "Metrics" })
        let names = (metrics["rows"] as? [[Any]])?.compactMap { $0.first as? String }
        #expect(names?.contains("</script><img src=x onerror=alert(1)>") == true)
        #expect(names?.contains(#"\u{2028}\u{2029}\u{202e}x"#) == true)
    }

    /// A server of ten million series, and more of everything than any has.
    @Test func largeReportsStaySmall() throws {
        func name(_ word: String, _ number: Int) -> String {
            "\(word)_\(number)_" + String(repeating: "long_", count: 12)
        }
        let values = (0..<100).map { Array(name("value", $0).utf8) }
        var report = CardinalityReport(symbols: Texts(texts: values))
        report.totals.counts = SeriesCounts(series: 10_000_000, active: 9_000_000, new: 4_000_000, gone: 1_000_000)
        report.window = Window(minTime: 0, maxTime: 36_000_000, activeWithin: 900_000)
        let steps = (0..<96).map { $0 * 100_003 }
        report.timeline = Timeline(start: 0, step: 600_000, started: steps, ended: steps)
        for number in 0..<6000 {
            let counts = SeriesCounts(series: 500_000 / (number + 1) + 20, active: 400, new: 300_000, gone: 20)
            let labels = (0..<25).map {
                MetricLabelRow(
                    name: name("label", $0), values: 1000 + $0, seriesWithout: 20, determinedBy: [name("label", 1)])
            }
            var row = MetricRow(
                name: name("metric", number), type: MetricType(.counter, isInferred: false), counts: counts,
                indexBytes: 1_000_000, chunkBytes: 1_000_000, labels: labels)
            row.help = String(repeating: "help ", count: 200)
            if number < 100 { row.timeline = report.timeline }
            report.metrics.append(row)
        }
        report.groupedBy = ["namespace", "team"]
        for number in 0..<6000 {
            let counts = SeriesCounts(series: 1000, active: 400, new: 3, gone: 2)
            report.labels.append(
                LabelRow(
                    name: name("label", number), values: 1000, valueBytes: 1000, metrics: 5, counts: counts,
                    seriesWithout: 5, shapes: [ShapeShare(shape: .uuid, values: 1000, examples: [0])]))
            report.labelPairs.append(LabelPairRow(label: number, value: UInt32(number % 100), counts: counts))
            report.groups.append(
                GroupRow(values: [1, nil], counts: counts, topMetric: name("metric", number), topMetricSeries: 7))
            report.sources.append(
                SourceRow(PartSummary(path: name("path", number), kind: .block), notes: [name("note", number)]))
            report.leftOut.append(LeftOutPart(path: name("path", number), reason: name("reason", number)))
            report.diagnostics.append(Diagnostic(file: name("path", number), name("message", number)))
        }
        report.totals.labelPairs = 5_000_000
        for limit in [nil, 0, 1_000_000] {
            var settings = ReportSettings(sources: (0..<500).map { name("source", $0) })
            settings.limit = limit
            let text = Self.page(report, settings)
            #expect(text.utf8.count < 3_000_000, "\(text.utf8.count)")
            let sections = try HTMLDocument(text).data()
            // What is left out can be told: the page says how many rows there are.
            let metrics = try #require(sections.first { $0["title"] as? String == "Metrics" })
            #expect(metrics["total"] as? Int == 6000)
            let rows = try #require(metrics["rows"] as? [Any])
            #expect(rows.count >= 1000 && rows.count < 6000)
            let root = try #require(sections.first { $0["kind"] as? String == "treemap" }?["root"] as? [String: Any])
            let parts = try #require(root["parts"] as? [Any])
            #expect(parts.count + (root["restCount"] as? Int ?? 0) == 6000)
        }
    }

    /// The map's areas are the metrics' series, and those of the list beside it add up to the whole.
    @Test func mapHoldsAllSeries() throws {
        let report = try Analysis.run(
            AnalysisOptions(sources: [Golden.repository.appendingPathComponent("testdata/sample").path]))
        let sections = try HTMLDocument(Self.page(report)).data()
        let root = try #require(sections.first { $0["kind"] as? String == "treemap" }?["root"] as? [String: Any])
        let parts = try #require(root["parts"] as? [[String: Any]])
        #expect(parts.compactMap { $0["v"] as? Int }.reduce(0, +) == 2007)
        let list = try #require((root["lists"] as? [[String: Any]])?.first?["rows"] as? [[String: Any]])
        #expect(list.compactMap { $0["v"] as? Int }.reduce(0, +) == 2007)
        #expect(list.first?["n"] as? String == "user_id")
        let labels = try #require(parts.first?["parts"] as? [[String: Any]])
        #expect(labels.first?["n"] as? String == "user_id" && labels.first?["v"] as? Int == 1070)
    }

    @Test func bareReportsHavePages() throws {
        for report in [FixtureReport.bare(), CardinalityReport(symbols: Texts(texts: []))] {
            _ = try HTMLDocument(Self.page(report)).data()
        }
    }
}
