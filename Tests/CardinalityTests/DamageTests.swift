import Foundation
import TSDB
import Testing

@testable import Cardinality

/// Damaged files end in a report or a diagnostic that names file and place; what is unhurt is still counted.
@Suite struct DamageTests {
    private static let block = "01HZX0000000000000000000AA"
    private static let neighbour = "01HZX0000000000000000000AB"

    /// A few hundred bytes with everything in them.
    private static let series = [
        IndexBytes.Series([("Upper", "1"), ("__name__", "up"), ("job", "a")], chunks: [(1000, 2000), (2500, 2600)]),
        IndexBytes.Series([("__name__", "down"), ("job", "a")], chunks: [(-5, 500_000)]),
        IndexBytes.Series([("__name__", "up"), ("job", "a")], chunks: [(1000, 2000)]),
        IndexBytes.Series([("__name__", "up"), ("job", "b")], chunks: []),
        IndexBytes.Series([("job", "b"), ("path", "/über")]),
    ]

    /// A directory of two blocks: one to damage, one to be counted whatever becomes of the first.
    private static func directory(_ index: IndexBytes) throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        try directory.writeBlock(index.bytes, named: block)
        try directory.writeBlock(
            IndexBytes([IndexBytes.Series([("__name__", "sound"), ("n", "1")])]).bytes, named: neighbour)
        return directory
    }

    /// Analyses, and expects what must hold whatever is damaged. Nil when nothing was noticed.
    private func fault(
        _ directory: TemporaryDirectory, _ file: String, sound: PlainReport, _ comment: @autoclosure () -> String
    ) -> Diagnostic? {
        let outcome = Outcome(directory.path)
        guard let report = outcome.report else {
            Issue.record("\(comment()): the whole analysis failed: \(outcome.errors)")
            return nil
        }
        #expect(report.metrics["sound"]?.counts.series == 1, "\(comment())")
        guard let error = outcome.errors.first else {
            report.expect(equals: sound, comment())
            return nil
        }
        #expect(error.file.hasSuffix("/\(Self.block)/\(file)"), "\(comment()): \(error)")
        #expect(!error.message.isEmpty && !error.isRefusal, "\(comment()): \(error)")
        return error
    }

    /// Where every series has a name they are found by the postings of names, else entry by entry.
    @Test(arguments: [(1, false), (2, false), (2, true)] as [(UInt8, Bool)])
    func everyByteOfAnIndex(version: UInt8, areNamed: Bool) throws {
        let index = IndexBytes(areNamed ? Array(Self.series.dropLast()) : Self.series, version: version)
        let directory = try Self.directory(index)
        let name = "\(Self.block)/index"
        let sound = try #require(Outcome(directory.path).report)
        #expect(sound.totals.series == (areNamed ? 5 : 6))
        for length in 0..<index.bytes.count {
            try directory.write(Array(index.bytes.prefix(length)), to: name)
            let fault = try #require(
                self.fault(directory, "index", sound: sound, "\(length) bytes"), "\(length) bytes")
            #expect(fault.offset != nil)
        }
        var random = SeededRandom(UInt64(version))
        var unseen: [Int] = []
        for offset in index.bytes.indices {
            for flip in [0xff, 1 << UInt8.random(in: 0..<8, using: &random)] as [UInt8] {
                var bytes = index.bytes
                bytes[offset] ^= flip
                try directory.write(bytes, to: name)
                if let fault = fault(directory, "index", sound: sound, "byte \(offset) ^ \(flip)") {
                    #expect(fault.offset != nil, "byte \(offset): \(fault)")
                } else {
                    unseen.append(offset)
                }
            }
        }
        // What may change unseen, because it is not read: padding and the postings of single label pairs. Version 3
        // is version 2 under another number.
        let read = index.map.checked(index.bytes, allSeries: true)
        #expect(unseen.allSatisfy { !read.contains($0) || $0 == 4 && version == 2 }, "\(unseen)")
    }

    /// The smallest indexes that Prometheus wrote, every so many bytes.
    @Test(arguments: ["block-index-v1-public", "block-zero-series", "block-native-histograms"])
    func bytesOfRealIndexes(name: String) throws {
        let data = try SampleData(name)
        let original = try #require(data.blocks.last)
        let bytes = try FileContents.read(original + "/index", limit: 1 << 20)
        let directory = try Self.directory(IndexBytes(Self.series))
        let file = "\(Self.block)/index"
        try directory.write(bytes, to: file)
        let sound = try #require(Outcome(directory.path).report)
        var random = SeededRandom(7)
        var seen = 0
        for offset in stride(from: Int.random(in: 0..<97, using: &random), to: bytes.count, by: 97) {
            var damaged = bytes
            damaged[offset] ^= UInt8.random(in: 1...255, using: &random)
            try directory.write(damaged, to: file)
            if fault(directory, "index", sound: sound, "byte \(offset)") != nil { seen += 1 }
            try directory.write(Array(bytes.prefix(offset)), to: file)
            #expect(fault(directory, "index", sound: sound, "\(offset) bytes") != nil)
        }
        #expect(seen > bytes.count / 97 / 4)
    }

    @Test func everyByteOfAMeta() throws {
        let directory = try Self.directory(IndexBytes(Self.series))
        let name = "\(Self.block)/meta.json"
        let text = """
            {"ulid":"\(Self.block)","minTime":-7,"maxTime":600000,"stats":{"numSamples":12,"numSeries":5,"numChunks":4},\
            "compaction":{"level":1,"sources":["\(Self.block)"]},"version":1,"thanos":{"labels":{"r":"0"},\
            "downsample":{"resolution":0},"source":"sidecar"}}
            """
        let meta = Array(text.utf8)
        try directory.write(meta, to: name)
        #expect(Outcome(directory.path).report?.totals.series == 6)
        for length in 0..<meta.count {
            try directory.write(Array(meta.prefix(length)), to: name)
            #expect(Outcome(directory.path).errors.first?.file.hasSuffix("/meta.json") == true, "\(length)")
        }
        // It has no checksum: a changed letter is another name, a changed digit another number.
        var seen = 0
        for offset in meta.indices {
            for flip in [0xff, 1, 4, 0x10] as [UInt8] {
                var bytes = meta
                bytes[offset] ^= flip
                try directory.write(bytes, to: name)
                let outcome = Outcome(directory.path)
                let series = try #require(outcome.report).totals.series
                #expect(series == (outcome.errors.isEmpty ? 6 : 1) || series == 1, "byte \(offset) ^ \(flip)")
                if !outcome.errors.isEmpty { seen += 1 }
            }
        }
        #expect(seen > meta.count)
    }

    @Test(arguments: [
        "\"minTime\": 0, \"maxTime\": -9223372036854775808", "\"minTime\": 9223372036854775807, \"maxTime\": 0",
        "\"minTime\": -9223372036854775808, \"maxTime\": 9223372036854775807", "\"minTime\": 1e300, \"maxTime\": 0",
        "\"minTime\": 0, \"maxTime\": 1, \"stats\": {\"numSamples\": 9223372036854775807}",
        "\"minTime\": 0, \"maxTime\": 1, \"stats\": {\"numSamples\": -9223372036854775808}",
        "\"minTime\": 0, \"maxTime\": 1, \"thanos\": {\"downsample\": {\"resolution\": -9223372036854775808}}",
        "\"minTime\": 0, \"maxTime\": 1, \"compaction\": {\"level\": 9223372036854775807}",
    ])
    func anyNumbersInAMeta(fields: String) throws {
        let directory = try Self.directory(IndexBytes(Self.series))
        for name in [Self.block, Self.neighbour] {
            let meta = "{\"ulid\": \"\(name)\", \"version\": 1, \(fields)}"
            try directory.write(Array(meta.utf8), to: "\(name)/meta.json")
        }
        for range in [(Int64.min, Int64.max), (Int64.min, 0), (0, Int64.max)] {
            let outcome = Outcome(directory.path) { ($0.selection.minTime, $0.selection.maxTime) = range }
            #expect(outcome.report != nil)
        }
    }

    @Test func anyTimesInAnIndex() throws {
        let directory = try TemporaryDirectory()
        let extremes: [Int64] = [.min, .min + 1, -1, 0, 1, .max - 1, .max]
        let series = extremes.flatMap { first in extremes.map { (first, $0) } }.enumerated().map { number, times in
            IndexBytes.Series([("__name__", "m"), ("n", "\(100 + number)")], chunks: [(times.0, times.1), times])
        }
        try directory.writeBlock(IndexBytes(series).bytes, named: Self.block)
        for within in [0, 1, Int64.max] {
            let outcome = Outcome(directory.path) { $0.activeWithin = within }
            #expect(outcome.report?.totals.series == 49)
            #expect(Outcome(directory.path) { ($0.selection.minTime, $0.activeWithin) = (0, within) }.report != nil)
        }
        let snapshot = try SnapshotFile(AnalysisOptions(directory.path))
        #expect(Outcome(snapshot.path).report?.totals.series == 49)
        #expect(Outcome(snapshot.path) { $0.selection.maxTime = 5 }.report != nil)
    }

    @Test func everyByteOfTombstones() throws {
        let data = try SampleData("block-tombstones")
        let all = try FileContents.read(try #require(data.blocks.first) + "/tombstones", limit: 1 << 20)
        let directory = try Self.directory(IndexBytes(Self.series))
        let name = "\(Self.block)/tombstones"
        try directory.write(all, to: name)
        #expect(Outcome(directory.path).errors.isEmpty)
        for offset in all.indices where all.count < 1000 || offset < 200 || offset > all.count - 200 {
            for flip in [0xff, 1 << UInt8(offset % 8)] as [UInt8] {
                var bytes = all
                bytes[offset] ^= flip
                try directory.write(bytes, to: name)
                let outcome = Outcome(directory.path)
                #expect(outcome.errors.map { $0.file.hasSuffix("/tombstones") } == [true], "byte \(offset)")
                #expect(outcome.errors.first?.offset != nil)
                #expect(outcome.report?.totals.series == 6)
            }
            try directory.write(Array(all.prefix(offset)), to: name)
            #expect(Outcome(directory.path).errors.count == 1, "\(offset) bytes")
        }
    }

    @Test func everyByteOfASnapshot() throws {
        let source = try Self.directory(IndexBytes(Self.series))
        let sound = try SnapshotFile(AnalysisOptions(source.path))
        let all = sound.bytes
        for length in 0..<all.count {
            try sound.directory.write(Array(all.prefix(length)), to: "series.cardscan")
            guard case .failure(let fault) = Outcome(sound.path) else {
                Issue.record("\(length) bytes pass for a snapshot")
                continue
            }
            #expect(fault.file == sound.path && !fault.isRefusal)
        }
        var random = SeededRandom(3)
        for offset in all.indices {
            for flip in [0xff, 1 << UInt8.random(in: 0..<8, using: &random)] as [UInt8] {
                var bytes = all
                bytes[offset] ^= flip
                try sound.directory.write(bytes, to: "series.cardscan")
                // A part that turns out to be damaged when it is counted is left out, and said to be.
                let fault = Outcome(sound.path).errors.first
                #expect(fault?.file == sound.path && fault?.isRefusal == false, "byte \(offset) ^ \(flip)")
                if offset >= 8 { #expect(fault?.offset != nil, "byte \(offset): \(String(describing: fault))") }
            }
        }
    }
}

extension IndexMap {
    /// Offsets of bytes under a checksum that an analysis of everything verifies, checksums included.
    func checked(_ bytes: [UInt8], allSeries: Bool) -> Set<Int> {
        var offsets = Set(0..<5)
        func section(_ start: Int, prefix: Int, length: Int) {
            offsets.formUnion(start..<(start + prefix + length + 4))
        }
        func length(_ start: Int) -> Int { bytes[start..<(start + 4)].reduce(0) { $0 << 8 | Int($1) } }
        section(symbols, prefix: 4, length: length(symbols))
        for start in series { section(start, prefix: 1, length: Int(bytes[start])) }
        // The list of all series is the first.
        if let all = postings.first { section(all, prefix: 4, length: length(all)) }
        section(self.offsets, prefix: 4, length: length(self.offsets))
        section(contents, prefix: 0, length: 48)
        return offsets
    }
}
