import Foundation
import Testing

@testable import TSDB

/// Damaged files cost what is damaged and are named; nothing traps, hangs or takes memory without bound.
@Suite struct HeadDamageTests {
    private static let up: RecordBytes.Labels = [("__name__", "up"), ("job", "node"), ("instance", "localhost:9100")]
    private static let load: RecordBytes.Labels = [("__name__", "load"), ("job", "node")]

    /// Small, and with everything in it.
    private static let records: [[UInt8]] = [
        RecordBytes.series([(1, up), (2, load)]),
        RecordBytes.samples([.init(reference: 1, time: 1000), .init(reference: 2, time: 1000)]),
        RecordBytes.metadata([(1, 2, [("UNIT", ""), ("HELP", "Whether it is up.")])]),
        RecordBytes.samplesV2([.init(reference: 1, time: 2000, start: 5), .init(reference: 2, time: 2000, start: 6)]),
        RecordBytes.histograms(7, [.init(reference: 1, time: 3000)], .init(schema: -53)),
        RecordBytes.histogramsV2(13, [.init(reference: 1, time: 3000), .init(reference: 2, time: 3000)]),
        RecordBytes.exemplars([.init(reference: 1, time: 5)]), RecordBytes.tombstones([(1, 10, 20)]),
        RecordBytes.mmapMarkers([(1, 7)]), RecordBytes.series([(3, up + [("zone", "eu")])]),
        RecordBytes.samples([.init(reference: 3, time: 4000)]),
    ]

    private static let snapshot: [[UInt8]] = [
        RecordBytes.snapshotSeries(1, up, chunk: (500, 1500)), RecordBytes.snapshotSeries(9, load, chunk: nil),
        [2, 4, 1, 1, 20, 40], [3] + RecordBytes.exemplars([.init(reference: 1, time: 5)]).dropFirst(),
    ]

    private static let chunks = HeadChunkBytes.file([(1, 100, 900), (2, 200, 950)])

    /// Bounded: a table that took a length of the file for true would fail here.
    private static var options: HeadOptions {
        HeadOptions(budget: MemoryBudget(limit: MemoryBudget.overhead + 16 << 20))
    }

    /// What the rest of a run compares: whether damage went by unseen must not matter.
    private struct Outcome: Equatable {
        var series: Int
        var samples: Int?
        var minTime: Int64?
        var maxTime: Int64?
        var metadata: Int

        init(_ head: Head) {
            series = head.summary.series
            samples = head.summary.samples
            minTime = head.summary.minTime
            maxTime = head.summary.maxTime
            metadata = head.metadata.count
        }
    }

    private static func read(_ directory: TemporaryDirectory, readsSamples: Bool = true) throws -> Head {
        guard let layout = HeadLayout.at(directory.path) else { throw Diagnostic(file: "", "no head") }
        var options = options
        options.readsSamples = readsSamples
        let head = try Head.read(layout, options: options)
        var batch = SeriesBatch()
        for metric in head.metrics.indices {
            var position = SeriesPosition()
            while try head.read(metric: metric, from: &position, into: &batch) { batch.removeAll() }
        }
        return head
    }

    @Test(arguments: [SegmentBytes.Compression.none, .snappy, .zstd])
    func everyTruncationIsAWarning(compression: SegmentBytes.Compression) throws {
        let directory = try TemporaryDirectory()
        let segment = SegmentBytes(Self.records, compression)
        for length in 0...segment.bytes.count {
            try directory.write(Array(segment.bytes.prefix(length)), to: "wal/00000000")
            let head = try Self.read(directory)
            let isWhole = length == segment.bytes.count || segment.recordOffsets.contains(length)
            let torn = head.summary.diagnostics.filter { $0.message.contains("torn") }
            #expect(torn.count == (isWhole ? 0 : 1), "\(length)")
            #expect(head.summary.diagnostics.allSatisfy { $0.severity == .warning }, "\(length)")
            if let offset = torn.first?.offset { #expect(offset <= UInt64(length)) }
            let whole = segment.recordOffsets.dropFirst().filter { $0 <= length }.count
            #expect(
                head.summary.series
                    == (whole > 9 || isWhole && length > segment.bytes.count - 1 ? 3 : whole > 0 ? 2 : 0))
        }
    }

    @Test(arguments: [SegmentBytes.Compression.none, .snappy, .zstd])
    func everyFlippedBitIsSaidOrHarmless(compression: SegmentBytes.Compression) throws {
        let directory = try TemporaryDirectory()
        var segment = SegmentBytes(Self.records, compression)
        segment.bytes += [UInt8](repeating: 0, count: 40)
        try directory.write(segment.bytes, to: "wal/00000000")
        let sound = Outcome(try Self.read(directory))
        // Behind the framing, which is the same, compressed records differ in their first byte.
        let bits = compression == .none ? Array(0..<8) : [1, 3]
        for offset in segment.bytes.indices {
            for bit in bits {
                var bytes = segment.bytes
                bytes[offset] ^= 1 << UInt8(bit)
                try directory.write(bytes, to: "wal/00000000")
                let head = try Self.read(directory, readsSamples: bit != 7)
                if head.summary.diagnostics.isEmpty {
                    if bit != 7 { #expect(Outcome(head) == sound, "byte \(offset), bit \(bit)") }
                } else {
                    let fault = head.summary.diagnostics[0]
                    #expect(fault.file.hasSuffix("/wal/00000000"), "byte \(offset), bit \(bit)")
                    #expect(fault.offset != nil)
                }
            }
        }
    }

    /// Behind sound checksums the records themselves may hold anything.
    @Test func everyChangedRecordByte() throws {
        let directory = try TemporaryDirectory()
        for index in Self.records.indices {
            for offset in Self.records[index].indices {
                for value in [0, 1, 0x7f, 0x80, 0xff, Self.records[index][offset] ^ 0x10] as [UInt8] {
                    var records = Self.records
                    records[index][offset] = value
                    try directory.write(SegmentBytes(records).bytes, to: "wal/00000000")
                    _ = try Self.read(directory)
                }
                var records = Self.records
                records[index].removeLast(records[index].count - offset)
                try directory.write(SegmentBytes(records).bytes, to: "wal/00000000")
                _ = try Self.read(directory)
            }
        }
    }

    @Test func everyChangedByteOfASnapshot() throws {
        let directory = try TemporaryDirectory()
        try directory.write(SegmentBytes(Self.records).bytes, to: "wal/00000000")
        let name = "chunk_snapshot.000000.0000032768/00000000"
        try directory.write(SegmentBytes(Self.snapshot).bytes, to: name)
        let sound = try Self.read(directory)
        #expect(sound.summary.diagnostics == [])
        #expect(sound.details.part(.snapshot)?.tombstones == 1)
        #expect(sound.summary.minTime == 500)
        for index in Self.snapshot.indices {
            for offset in Self.snapshot[index].indices {
                for value in [0, 0x80, 0xff, Self.snapshot[index][offset] ^ 1] as [UInt8] {
                    var records = Self.snapshot
                    records[index][offset] = value
                    try directory.write(SegmentBytes(records).bytes, to: name)
                    _ = try Self.read(directory)
                    try directory.write(Array(SegmentBytes(Self.snapshot).bytes.prefix(offset)), to: name)
                    _ = try Self.read(directory)
                }
            }
        }
    }

    @Test func everyChangedByteOfHeadChunks() throws {
        let directory = try TemporaryDirectory()
        try directory.write(SegmentBytes(Self.records).bytes, to: "wal/00000000")
        try directory.write(Self.chunks, to: "chunks_head/000001")
        let sound = try Self.read(directory)
        #expect(sound.summary.diagnostics == [])
        #expect(sound.details.headChunks == 2)
        #expect(sound.summary.minTime == 100)
        let used = Self.chunks.count - 64
        for offset in 0..<used {
            for bit in 0..<8 {
                var bytes = Self.chunks
                bytes[offset] ^= 1 << UInt8(bit)
                try directory.write(bytes, to: "chunks_head/000001")
                let head = try Self.read(directory)
                // The header's last three bytes are padding.
                #expect((5..<8).contains(offset) || head.summary.diagnostics.count == 1, "byte \(offset), bit \(bit)")
            }
            try directory.write(Array(Self.chunks.prefix(offset)), to: "chunks_head/000001")
            #expect(try Self.read(directory).summary.diagnostics.allSatisfy { $0.severity == .warning })
        }
    }

    /// Random damage of what Prometheus wrote, with a seed that a failure names.
    @Test(arguments: seeds)
    func randomDamage(seed: Int) throws {
        var random = SeededRandom(UInt64(seed))
        let names = ["wal-histograms", "wal-zstd", "wal-snappy", "head-snapshot", "wal-ooo", "wal-checkpoint"]
        let directory = try TemporaryDirectory(copyOf: SampleData(names[seed % names.count]).directory)
        for file in directory.files {
            var bytes = try FileContents.read(directory.path + "/" + file, limit: 1 << 24)
            for _ in 0..<Int.random(in: 1...20, using: &random) where !bytes.isEmpty {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0...bytes.count, using: &random)) }
            try directory.write(bytes, to: file)
        }
        _ = try Self.read(directory)
    }

    /// Random damage of records behind sound checksums.
    @Test(arguments: seeds)
    func randomRecords(seed: Int) throws {
        var random = SeededRandom(UInt64(seed) ^ 0xabcd)
        let names = ["wal-histograms", "wal-zstd", "wal-repeated-refs", "head-snapshot"]
        let directory = try TemporaryDirectory(copyOf: SampleData(names[seed % names.count]).directory)
        for file in directory.files where file.contains("0000/") || file.contains("wal/") {
            var records = try Self.records(of: directory.path + "/" + file)
            for _ in 0..<Int.random(in: 1...100, using: &random) {
                let index = Int.random(in: records.indices, using: &random)
                guard !records[index].isEmpty else { continue }
                // Damage near the start meets counts, lengths and references more often.
                let reach = min(records[index].count, Bool.random(using: &random) ? 40 : .max)
                records[index][Int.random(in: 0..<reach, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            try directory.write(SegmentBytes(records, seed % 2 == 0 ? .none : .snappy).bytes, to: file)
        }
        _ = try Self.read(directory)
    }

    /// More with `CARDSCAN_FUZZ_SEEDS`.
    private static let seeds = 0..<(Int(ProcessInfo.processInfo.environment["CARDSCAN_FUZZ_SEEDS"] ?? "") ?? 40)

    private static func records(of path: String) throws -> [[UInt8]] {
        var reader = RecordReader(budget: .unlimited)
        #expect(try reader.open(path) == 0)
        var records: [[UInt8]] = []
        while case .record = try reader.next(passing: []) { records.append(Array(reader.record)) }
        return records
    }

    @Test func theRestIsStillRead() throws {
        let directory = try TemporaryDirectory()
        var segment = SegmentBytes([Self.records[0], Self.records[1]])
        segment.bytes[segment.recordOffsets[1] + 12] ^= 1
        try directory.write(segment.bytes, to: "wal/00000000")
        try directory.write(
            SegmentBytes([RecordBytes.series([(3, Self.up + [("zone", "eu")])])]).bytes, to: "wal/00000001")
        let head = try Self.read(directory)
        #expect(head.summary.series == 3)
        let fault = try #require(head.summary.diagnostics.first)
        #expect(head.summary.diagnostics.count == 1)
        #expect(fault.severity == .error)
        #expect(fault.offset == UInt64(segment.recordOffsets[1]))
        #expect(fault.message.contains("checksum"))
    }

    @Test func aTornRecordBeforeTheLastSegmentIsAnError() throws {
        let directory = try TemporaryDirectory()
        try directory.write(SegmentBytes(Self.records).bytes.dropLast(3), to: "wal/00000000")
        try directory.write(SegmentBytes([]).bytes, to: "wal/00000001")
        let head = try Self.read(directory)
        #expect(head.summary.diagnostics.map(\.severity) == [.error])
        #expect(head.summary.series == 3)
    }

    @Test func aDamagedRecordCostsThatRecord() throws {
        let directory = try TemporaryDirectory()
        var broken = RecordBytes.series([(1, Self.up), (2, Self.load)])
        broken.removeLast(4)
        let records = [broken, RecordBytes.series([(3, Self.up + [("zone", "eu")])])]
        try directory.write(SegmentBytes(records).bytes, to: "wal/00000000")
        let head = try Self.read(directory)
        #expect(head.summary.series == 2)
        #expect(head.summary.diagnostics.map(\.offset) == [0])
    }

    @Test func manyFaultsOfAFileAreSummedUp() throws {
        let directory = try TemporaryDirectory()
        try directory.write(SegmentBytes([[UInt8]](repeating: [1, 2], count: 500)).bytes, to: "wal/00000000")
        let head = try Self.read(directory)
        #expect(head.summary.diagnostics.count == 21)
        #expect(head.summary.diagnostics.last?.message == "has 480 more faults")
    }
}
