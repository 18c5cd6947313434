import Foundation
import TSDB
import Testing

@testable import Cardinality

/// Labels of any bytes, in a block and in a WAL: a report comes out, and it counts what there is.
@Suite struct HostileLabelTests {
    typealias Label = (name: [UInt8], value: [UInt8])

    private static func label(_ name: String, _ value: String) -> Label { (Array(name.utf8), Array(value.utf8)) }

    private static let name = label("__name__", "m")

    /// A name and what is odd about its series, each of which must count as one.
    static let oddities: [(String, [[Label]])] = [
        (
            "invalid UTF-8",
            [
                [name, (Array("a".utf8), [0xff, 0xfe])], [name, (Array("a".utf8), [0xff])],
                [name, (Array("a".utf8), [0xc3, 0x28])], [name, (Array("a".utf8), [0xed, 0xa0, 0x80])],
                [name, (Array("a".utf8), [0xf4, 0x90, 0x80, 0x80])], [name, ([0xff], [0xff])],
                [name, ([0xfe], [0xff])],
                [(Array("__name__".utf8), [0xff, 0x41])], [(Array("__name__".utf8), [0xfe, 0x41])],
            ]
        ),
        (
            "control characters",
            [
                [name, label("a", "\u{0}")], [name, label("a", "\u{1b}]0;title\u{7}\u{1b}[2J\r\n\t\u{8}")],
                [name, label("a\u{0}b", "\u{9b}31m\u{202e}\u{2066}\u{feff}")],
                [label("__name__", "\n\u{7f}\u{85}\u{2028}")],
            ]
        ),
        (
            "quotes",
            [
                [name, label("a", "\"\\\"'`{}</script><b>&amp;,;=cmd|' /C calc'!A0")], [name, label("a", "=1+1")],
                [label("__name__", "\"} or {\"")],
            ]
        ),
        (
            "one mebibyte",
            [
                [name, label("a", String(repeating: "x", count: 1 << 20))],
                [name, label("a", String(repeating: "\u{1F600}", count: 1 << 18))],
                [name, label(String(repeating: "n", count: 1 << 20), "1")],
                [label("__name__", String(repeating: "m", count: 1 << 20))],
            ]
        ),
        ("thousands of labels", [[name] + (0..<4000).map { label("label_\($0)", "\($0 % 7)") }, [name]]),
        ("empty strings", [[name, label("a", "1")], [name, label("", "x")], [label("a", "x")], []]),
        (
            "lookalikes",
            [
                // One letter or two code points; Latin and Cyrillic; with a space that takes no room.
                [name, label("caf\u{e9}", "1")], [name, label("cafe\u{301}", "1")], [name, label("a", "\u{e9}")],
                [name, label("a", "e\u{301}")], [name, label("a", "a")], [name, label("a", "\u{430}")],
                [name, label("a", "a\u{200b}")], [label("__name__", "\u{212b}")], [label("__name__", "\u{c5}")],
                [label("__name__", "A\u{30a}")],
            ]
        ),
    ]

    private static func sorted(_ labels: [Label]) -> [Label] {
        labels.sorted { $0.name.lexicographicallyPrecedes($1.name) }
    }

    private static func block(_ series: [[Label]], version: UInt8 = 2) throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        let rows = series.map { IndexBytes.Series(sorted($0), chunks: [(1000, 2000)]) }
        try directory.writeBlock(IndexBytes(rows, version: version).bytes)
        return directory
    }

    private static func head(_ series: [[Label]]) throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        let records = series.enumerated().map { number, labels in
            var record = RecordBytes([1])
            record.be64(UInt64(number + 1))
            record.uvarint(UInt64(labels.count))
            for label in sorted(labels) {
                for string in [label.name, label.value] {
                    record.uvarint(UInt64(string.count))
                    record.bytes += string
                }
            }
            return record.bytes
        }
        try directory.write(SegmentBytes(records).bytes, to: "wal/00000000")
        return directory
    }

    @Test(arguments: oddities.map(\.0))
    func everySeriesCounts(oddity: String) throws {
        let series = try #require(Self.oddities.first { $0.0 == oddity }).1
        let directories = [try Self.block(series), try Self.block(series, version: 1), try Self.head(series)]
        let pairs = Set(series.flatMap { $0.map { [$0.name, $0.value] } })
        let names = Set(pairs.map { $0[0] })
        let metrics = Set(series.map { labels in labels.first { $0.name == Array("__name__".utf8) }?.value })
        for directory in directories {
            let report = try Analysis.run(AnalysisOptions(directory.path) { $0.groupBy = ["a"] })
            #expect(report.diagnostics == [], "\(oddity)")
            #expect(report.totals.counts.series == series.count, "\(oddity)")
            #expect(report.metrics.count == metrics.count, "\(oddity)")
            #expect(report.totals.labelNames == names.count, "\(oddity)")
            #expect(report.totals.labelPairs == pairs.count, "\(oddity)")
            #expect(report.labelPairs.count == pairs.count, "\(oddity)")
            // Each pair with the label it belongs to, by its bytes.
            var carried = [Int](repeating: 0, count: report.labels.count)
            for pair in report.labelPairs { carried[pair.label] += pair.counts.series }
            #expect(carried == report.labels.map(\.counts.series), "\(oddity)")
            let snapshot = try SnapshotFile(AnalysisOptions(directory.path))
            let again = try Analysis.run(AnalysisOptions(snapshot.path, directory.path) { $0.groupBy = ["a"] })
            #expect(again.totals.counts.series == series.count, "\(oddity)")
            #expect(again.totals.labelPairs == pairs.count, "\(oddity)")
            #expect(again.groups.map(\.counts.series) == report.groups.map(\.counts.series), "\(oddity)")
            let redacted = try Analysis.run(AnalysisOptions(directory.path) { $0.redactionKey = [1, 2] })
            #expect(redacted.totals.counts.series == series.count)
        }
    }

    /// What no Prometheus writes: the numbers may be anybody's, but they must come out, from every kind of source.
    @Test(arguments: [
        [[name, label("a", "1"), label("a", "2")], [name, label("a", "1")], [name, label("a", "2")]],
        [[name, name, name], [name]],
        [[name, label("__name__", "n")], [label("__name__", "n"), label("a", "1"), name]],
        [[name, label("a", "")], [name], [label("", "")], [label("__name__", "")]],
        [[label("b", "1"), label("a", "1"), name], [name, label("b", "1"), label("a", "1")]],
        [[name, label("a", "1")], [name, label("a", "1")], [name, label("a", "1")]],
    ])
    func whatCannotBe(series: [[Label]]) throws {
        for directory in [try Self.block(series), try Self.block(series, version: 1), try Self.head(series)] {
            for selector in [nil, "{a=\"1\"}", "{__name__=\"m\",a=\"\"}"] {
                let report = try Analysis.run(
                    AnalysisOptions(directory.path) {
                        $0.groupBy = ["a"]
                        if let selector { $0.selection = try Selection(selector) }
                    })
                #expect(report.totals.counts.series <= series.count)
            }
            let snapshot = try SnapshotFile(AnalysisOptions(directory.path))
            _ = try Analysis.run(AnalysisOptions(directory.path, snapshot.path))
        }
    }

    @Test func selectorsMatchBytes() throws {
        let directory = try Self.block([
            [Self.name, Self.label("a", "\u{e9}")], [Self.name, Self.label("a", "e\u{301}")],
            [Self.name, Self.label("caf\u{e9}", "1")], [Self.name, Self.label("cafe\u{301}", "2")],
        ])
        for (selector, count) in [
            ("{a=\"\u{e9}\"}", 1), ("{a=\"e\u{301}\"}", 1), ("{\"caf\u{e9}\"=~\".+\"}", 1),
            ("{\"cafe\u{301}\"!=\"\"}", 1), ("{a!=\"\u{e9}\",__name__=\"m\"}", 3),
        ] {
            let report = try Analysis.run(AnalysisOptions(directory.path) { $0.selection = try Selection(selector) })
            #expect(report.totals.counts.series == count, "\(selector)")
        }
    }
}
