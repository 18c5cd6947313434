import Foundation
import Testing

/// The oracle: what `promtool tsdb` says of real directories. Lists are compared whole, as its order among equals is
/// random.
@Suite struct PromtoolTests {
    /// A copy that promtool may open as a database, which needs a `wal`.
    private static func copy(_ path: String) throws -> TemporaryDirectory {
        let copy = try TemporaryDirectory(copyOf: path)
        try FileManager.default.createDirectory(atPath: copy.path + "/wal", withIntermediateDirectories: true)
        return copy
    }

    private static let sample = Golden.repository.appendingPathComponent("testdata/sample").path

    /// Directories with blocks of version 2 whose strings have no line ends.
    private static let directories = [
        sample, "block-long-values", "block-native-histograms", "block-tombstones", "block-upper", "blocks-churn",
        "blocks-overlapping", "wal-checkpoint-blocks",
    ]

    private static func path(_ name: String) throws -> String {
        name.hasPrefix("/") ? name : try SampleData(name).directory
    }

    /// The paragraphs of `tsdb analyze`, by their first line; each line is a number and a name.
    private struct Analysis {
        var numbers: [String: Int] = [:]
        var lists: [String: [String: Int]] = [:]

        init(_ directory: String, _ block: String) throws {
            let output = try Tool.run("promtool", "tsdb", "analyze", "--limit=1000000", directory, block)
            var title: String?
            for line in String(decoding: output, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            {
                let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
                if line.isEmpty {
                    title = nil
                } else if line.hasSuffix(":") {
                    title = String(line.dropLast())
                    lists[String(line.dropLast())] = [:]
                } else if let title, let count = Int(words[0]) {
                    lists[title]?[words.count > 1 ? String(words[1]) : "", default: 0] += count
                } else if let colon = line.lastIndex(of: ":"),
                    let number = Int(line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces))
                {
                    numbers[String(line[..<colon])] = number
                }
            }
        }
    }

    @Test(arguments: directories)
    func analyzeAgrees(name: String) throws {
        let copy = try Self.copy(Self.path(name))
        let blocks = try FileManager.default.contentsOfDirectory(atPath: copy.path).filter { $0.utf8.count == 26 }
        #expect(!blocks.isEmpty)
        for block in blocks {
            let oracle = try Analysis(copy.path, block)
            let report = try AnalyzedJSON.of("\(copy.path)/\(block)")
            #expect(oracle.numbers["Series"] == report.totals.series)
            #expect(oracle.numbers["Label names"] == report.totals.label_names)
            #expect(oracle.numbers["Postings (unique label pairs)"] == report.totals.label_pairs)
            #expect(
                oracle.numbers["Postings entries (total label pairs)"]
                    == report.label_pairs.reduce(0) { $0 + $1.series })
            func compare(_ title: String, _ ours: [(String, Int)]) throws {
                let theirs = try #require(oracle.lists[title])
                #expect(theirs == Dictionary(ours, uniquingKeysWith: +), "\(title) of \(block)")
            }
            try compare("Most common label pairs", report.label_pairs.map { ("\($0.name)=\($0.value)", $0.series) })
            try compare(
                "Label names with highest cumulative label value length",
                report.labels.map { ($0.name, $0.value_bytes) })
            try compare("Highest cardinality labels", report.labels.map { ($0.name, $0.values) })
            try compare(
                "Highest cardinality metric names", report.metrics.filter { $0.name != "" }.map { ($0.name, $0.series) }
            )
        }
    }

    @Test(arguments: directories)
    func listAgrees(name: String) throws {
        let copy = try Self.copy(Self.path(name))
        let report = try AnalyzedJSON.of(copy.path)
        let output = String(decoding: try Tool.run("promtool", "tsdb", "list", copy.path), as: UTF8.self)
        var listed = 0
        for line in output.split(separator: "\n").dropFirst() {
            let fields = line.split(separator: " ", omittingEmptySubsequences: true)
            let source = try #require(report.sources.first { $0.path.hasSuffix("/\(fields[0])") })
            #expect(source.kind == "block")
            #expect(source.samples == Int(fields[4]))
            #expect(source.series == Int(fields[6]))
            listed += 1
        }
        #expect(listed == report.totals.blocks)
    }

    /// Directories without deletions and without native histograms, which promtool 2.42 stores otherwise.
    @Test(arguments: [
        sample, "block-upper", "blocks-churn", "blocks-overlapping", "wal-checkpoint", "wal-checkpoint-blocks",
        "wal-ooo",
        "wal-repeated-refs",
    ])
    func dumpHasTheSameSeries(name: String) throws {
        let copy = try Self.copy(Self.path(name))
        let report = try AnalyzedJSON.of(copy.path)
        let dump = try Tool.run("promtool", "tsdb", "dump", copy.path)
        var series: Set<Data> = []
        for line in dump.split(separator: UInt8(ascii: "\n")) {
            // {labels} value time
            guard let time = line.lastIndex(of: UInt8(ascii: " ")) else { continue }
            guard let value = line[..<time].lastIndex(of: UInt8(ascii: " ")) else { continue }
            series.insert(Data(line[..<value]))
        }
        #expect(series.count == report.totals.series)
        var perMetric: [String: Int] = [:]
        for labels in series {
            let text = String(decoding: labels, as: UTF8.self)
            let name = text.firstMatch(of: /[{ ]__name__="([^"]*)"/).map { String($0.1) } ?? ""
            perMetric[name, default: 0] += 1
        }
        #expect(perMetric == Dictionary(uniqueKeysWithValues: report.metrics.map { ($0.name, $0.series) }))
    }
}
