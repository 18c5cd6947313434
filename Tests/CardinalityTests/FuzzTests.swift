import Foundation
import TSDB
import Testing

@testable import Cardinality

/// Seeded damage to requests and expositions, and to files behind sound checksums: a few hundred runs with every test, as many as CARDSCAN_FUZZ_RUNS says by hand.
///
/// `make fuzz` does the same with libFuzzer, which looks where the code goes; it starts from `corpus`.
@Suite struct FuzzTests {
    private static let runs = ProcessInfo.processInfo.environment["CARDSCAN_FUZZ_RUNS"].flatMap { Int($0) } ?? 150

    /// Sound files of every format and version.
    private static func corpus() throws -> [(FuzzHarness.Format, [UInt8])] {
        func read(_ path: String) throws -> [UInt8] { try FileContents.read(path, limit: 1 << 20) }
        let series = [
            IndexBytes.Series([("__name__", "up"), ("a", "1"), ("job", "x")], chunks: [(1000, 2000), (2500, 2600)]),
            IndexBytes.Series([("__name__", "up"), ("a", "2"), ("job", "x")], chunks: [(1000, 2000)]),
            IndexBytes.Series([("__name__", "down"), ("instance", "i"), ("job", "a")], chunks: []),
        ]
        var corpus: [(FuzzHarness.Format, [UInt8])] = [
            (.index, IndexBytes(series).bytes), (.index, IndexBytes(series, version: 1).bytes),
            (.index, IndexBytes(series + [IndexBytes.Series([("job", "n")])]).bytes),
            (.index, try read(try #require(SampleData("block-index-v1-public").blocks.first) + "/index")),
            (.index, try read(try #require(SampleData("block-native-histograms").blocks.first) + "/index")),
        ]
        let records = [
            RecordBytes.series([(1, [("__name__", "up"), ("job", "a")]), (2, [("__name__", "up"), ("job", "b")])]),
            RecordBytes.samples([.init(reference: 1, time: 1000), .init(reference: 2, time: 1000)]),
            RecordBytes.metadata([(1, 2, [("UNIT", ""), ("HELP", "Whether it is up.")])]),
            RecordBytes.samplesV2([
                .init(reference: 1, time: 2000, start: 5), .init(reference: 2, time: 2000, start: 6),
            ]),
            RecordBytes.histograms(7, [.init(reference: 1, time: 3000)], .init(schema: -53)),
            RecordBytes.exemplars([.init(reference: 1, time: 5)]), RecordBytes.tombstones([(1, 10, 20)]),
            RecordBytes.mmapMarkers([(1, 7)]),
        ]
        for compression in [SegmentBytes.Compression.none, .snappy, .zstd] {
            corpus.append((.wal, SegmentBytes(records, compression).bytes))
        }
        for name in ["wal-histograms", "block-index-v1-public", "bucket-thanos"] {
            let snapshot = try SnapshotFile(AnalysisOptions(SampleData(name).directory))
            corpus.append((.snapshot, try SnapshotImage(of: snapshot.path).bytes))
        }
        corpus += requests() + expositions()
        return corpus
    }

    private static func requests() -> [(FuzzHarness.Format, [UInt8])] {
        let series = (0..<3).map {
            WriteBodies.Series([("__name__", "up"), ("job", "x"), ("id", "\($0)")], 1000, 2000)
        }
        let double: [UInt8] = [0, 0, 0, 0, 0, 0, 0xf0, 0x3f]
        let spans = WriteBodies.field(8, [0x08, 0x02, 0x10, 0x02]) + WriteBodies.field(11, [0x08, 0x01, 0x10, 0x01])
        let exponential: [UInt8] =
            [0x08, 0x05, 0x19] + double + [0x20, 0x06, 0x29] + double + [0x30, 0x01] + spans
            + WriteBodies.field(9, [4, 1]) + WriteBodies.field(12, [2]) + [0x78, 0x05]
        let custom: [UInt8] =
            [0x11] + double + [0x20, 0x69] + WriteBodies.field(11, [0x10, 0x01]) + WriteBodies.field(13, double)
            + WriteBodies.field(16, double) + [0x78, 0x05]
        let label = WriteBodies.field(1, Array("__name__".utf8)) + WriteBodies.field(2, Array("h".utf8))
        let exemplar = WriteBodies.field(1, label) + [0x11] + double + [0x18, 0x07]
        let metadata = [0x08, 0x01] + WriteBodies.field(2, Array("up".utf8)) + WriteBodies.field(4, Array("Help".utf8))
        let v1 =
            WriteBodies.v1(series)
            + WriteBodies.field(
                1,
                WriteBodies.field(1, label) + WriteBodies.field(3, exemplar) + WriteBodies.field(4, exponential)
                    + WriteBodies.field(4, custom)) + WriteBodies.field(3, metadata)
        let v2 =
            WriteBodies.v2(series)
            + WriteBodies.field(
                5,
                WriteBodies.field(1, [1, 2]) + WriteBodies.field(3, exponential) + WriteBodies.field(3, custom)
                    + WriteBodies.field(4, WriteBodies.field(1, [3, 4]) + [0x11] + double)
                    + WriteBodies.field(5, [0x08, 0x01, 0x18, 0x02]))
        return [
            (.requestV1, v1), (.requestV2, v2), (.requestV1, WriteBodies.snappy(v1)),
            (.requestV2, WriteBodies.snappy(v2)),
        ]
    }

    private static func expositions() -> [(FuzzHarness.Format, [UInt8])] {
        let samples = """
            # HELP up Whether it \\ is\\n up.
            # TYPE up gauge
            up{job="x",id="1"} 1 1700000000000
            up { job = "a\\"b\\\\c\\n" , id="2", } NaN
            {"m.é",job="y"} -Inf

            """
        let openMetrics = """
            # TYPE h histogram
            # UNIT h_seconds seconds
            h_bucket{le="1.0"} 2 1.5 # {trace_id="abc"} 0.5 1.0
            h_bucket{le="+Inf"} 3
            h_created 1e9
            # EOF

            """
        return [(.exposition, Array(samples.utf8)), (.exposition, Array(openMetrics.utf8))]
    }

    @Test func damageBehindChecksums() throws {
        let corpus = try Self.corpus()
        let directory = try TemporaryDirectory()
        let harness = FuzzHarness(directory: directory.path)
        var random = SeededRandom(UInt64(Self.runs))
        for (format, sound) in corpus {
            for seed in 0..<8 { harness.run(format, sound, seed: UInt8(seed) << 5 | UInt8(seed)) }
            for _ in 0..<Self.runs {
                harness.run(format, Self.mutated(sound, &random), seed: UInt8.random(in: 0...255, using: &random))
            }
        }
        // For libFuzzer to start from.
        guard let path = ProcessInfo.processInfo.environment["CARDSCAN_FUZZ_CORPUS"] else { return }
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (number, (format, bytes)) in corpus.enumerated() {
            for seed in [0, 0x30, 0x70, 0x8f] as [UInt8] {
                FuzzHarness.write([format.rawValue, seed] + bytes, to: "\(path)/\(number)-\(seed)")
            }
        }
    }

    private static func mutated(_ sound: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = sound
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let offset = Int.random(in: bytes.indices, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[offset] = [0, 1, 0x7f, 0x80, 0xff].randomElement(using: &random) ?? 0
            case 1: bytes[offset] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 2: bytes[offset] = UInt8.random(in: 0...255, using: &random)
            case 3:
                // A number of eight or ten bytes, as long as it can be.
                for position in offset..<min(offset + 9, bytes.count) { bytes[position] = 0xff }
            case 4:
                let other = Int.random(in: bytes.indices, using: &random)
                let length = min(8, bytes.count - max(offset, other))
                bytes.replaceSubrange(offset..<(offset + length), with: Array(bytes[other..<(other + length)]))
            default: bytes[offset] = bytes[offset] &+ (Bool.random(using: &random) ? 1 : 255)
            }
        }
        return bytes
    }
}
