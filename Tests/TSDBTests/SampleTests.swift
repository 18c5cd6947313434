import Foundation
import Testing

@testable import TSDB

/// Samples that are handed out are those Prometheus has, all of them and no others.
@Suite struct SampleTests {
    private static let sample = URL(filePath: #filePath).appending(path: "../../../testdata/sample").standardized.path

    /// promtool dumps a directory only if it has a WAL, and reads zstd not at all. Not among them is `wal-repeated-refs`:
    /// what a series had before it was forgotten and came back, Prometheus does not replay.
    private static let directories = [
        "wal-snappy", "wal-uncompressed", "wal-ooo", "wal-checkpoint", "head-snapshot", "head-snapshot-older-than-wal",
        "blocks-overlapping", "block-tombstones",
    ]

    private static func copy(of directory: String) throws -> TemporaryDirectory {
        let copy = try TemporaryDirectory(copyOf: directory)
        try FileManager.default.createDirectory(atPath: copy.path + "/wal", withIntermediateDirectories: true)
        return copy
    }

    @Test func samplesOfARealPrometheus() throws {
        let copy = try Self.copy(of: Self.sample)
        let dumped = try DumpedSamples(promtool: copy.path)
        let read = try DumpedSamples(reading: [Self.sample])
        #expect(read.count == 142_580)
        #expect(read == dumped)
    }

    @Test(arguments: directories)
    func samplesOfMadeData(name: String) throws {
        let directory = try SampleData(name).directory
        let copy = try Self.copy(of: directory)
        let dumped = try DumpedSamples(promtool: copy.path)
        let read = try DumpedSamples(reading: [directory])
        #expect(read.count > 0)
        // Where overlapping blocks disagree, Prometheus takes the one or the other.
        let isAmbiguous = name == "blocks-overlapping"
        #expect(read.values.mapValues(\.count) == dumped.values.mapValues(\.count))
        for (series, samples) in dumped.values {
            let own = read.values[series] ?? [:]
            #expect(isAmbiguous ? Set(own.keys) == Set(samples.keys) : own == samples, "\(series)")
        }
    }

    @Test func onlyMetricsAndSeriesAskedFor() throws {
        let whole = try DumpedSamples(reading: [Self.sample])
        var request = SampleRequest(metrics: ["up", "scrape_duration_seconds", "no_such_metric"], budget: .unlimited)
        let read = try DumpedSamples(reading: [Self.sample], request)
        let wanted = whole.values.filter {
            $0.key.hasPrefix("__name__\u{1}up\u{2}") || $0.key.hasPrefix("__name__\u{1}scrape_duration_seconds\u{2}")
        }
        #expect(!wanted.isEmpty && read.values == wanted)
        request.selection.selectors = [
            [LabelMatcher(name: "job", acceptsMissing: false) { $0.elementsEqual("node".utf8) }]
        ]
        request.selection.minTime = 1_795_359_700_000
        request.selection.maxTime = 1_795_359_900_000
        let narrowed = try DumpedSamples(reading: [Self.sample], request)
        let expected = wanted.filter { $0.key.contains("job\u{1}node") }.mapValues { samples in
            samples.filter { (1_795_359_700_000...1_795_359_900_000).contains($0.key) }
        }
        #expect(expected.count == 2 && narrowed.values == expected)
    }

    /// The same few in every run, whole ones, and the metric says that there are more.
    @Test func aSampleOfTheSeries() throws {
        var request = SampleRequest(metrics: ["http_requests_total", "up"], budget: .unlimited)
        request.seriesPerMetric = 10
        var first = try SampleReading(opening: [Self.sample], request)
        #expect(first.hasSamples)
        #expect(first.metrics.map(\.name) == ["http_requests_total", "up"])
        #expect(first.metrics.map(\.chosen) == [10, 4])
        #expect(first.metrics[0].series >= 867)
        let read = try DumpedSamples(&first)
        #expect(try DumpedSamples(reading: [Self.sample], request) == read)
        request.seriesPerMetric = nil
        let whole = try DumpedSamples(reading: [Self.sample], request)
        #expect(read.values.count == 14)
        for (series, samples) in read.values { #expect(whole.values[series] == samples) }
    }

    @Test func thanosLabelsAreThoseOfTheSeries() throws {
        let source = try SampleData("bucket-thanos").directory
        let series = try DumpedSamples(reading: [source])
        #expect(!series.values.isEmpty)
        #expect(series.values.keys.allSatisfy { $0.contains("replica\u{1}") })
    }

    @Test func histogramsArePassedOver() throws {
        var reading = try SampleReading(
            opening: [SampleData("block-native-histograms").directory], SampleRequest(budget: .unlimited))
        var histograms = 0
        var floats = 0
        try reading.forEachSeries { series in
            histograms += series.histograms > 0 ? 1 : 0
            floats += series.samples.isEmpty ? 0 : 1
        }
        #expect(histograms > 0 && floats > 0)
        #expect(reading.diagnostics.isEmpty)
    }

    @Test func sourcesWithoutSamplesAreNamed() throws {
        let directory = try TemporaryDirectory(copyOf: SampleData("blocks-overlapping").directory)
        for name in directory.files where name.contains("/chunks/") { try directory.remove(name) }
        let reading = try SampleReading(opening: [directory.path], SampleRequest(budget: .unlimited))
        #expect(!reading.hasSamples)
        #expect(reading.diagnostics.count == 2)
        let file = directory.path + "/" + directory.files[0]
        let ofFile = try SampleReading(opening: [file], SampleRequest(budget: .unlimited))
        #expect(!ofFile.hasSamples && ofFile.diagnostics.map(\.file) == [file])
        #expect(throws: Diagnostic.self) {
            try SampleReading(opening: [directory.path + "/none"], SampleRequest(budget: .unlimited))
        }
        #expect(reading.diagnostics.allSatisfy { $0.severity == .warning && $0.message.contains("no samples") })
    }

    @Test func aHeadThatDoesNotFitIsRefused() throws {
        let request = SampleRequest(budget: MemoryBudget(limit: MemoryBudget.overhead + 3 << 20))
        #expect {
            _ = try DumpedSamples(reading: [SampleData("wal-snappy").directory], request)
        } throws: {
            ($0 as? Diagnostic)?.isRefusal == true
        }
    }

    @Test func theBudgetIsGivenBack() throws {
        let budget = MemoryBudget(limit: 1 << 30)
        let before = budget.available
        _ = try DumpedSamples(reading: [Self.sample], SampleRequest(budget: budget))
        #expect(budget.available == before)
    }

    @Test func staleMarkersAreTold() throws {
        var reading = try SampleReading(
            opening: [Self.sample], SampleRequest(metrics: ["http_requests_total"], budget: .unlimited))
        var ended = 0
        try reading.forEachSeries { series in ended += series.samples.contains(where: \.isStale) ? 1 : 0 }
        #expect(ended > 0)
    }

    // MARK: - Chunks

    private static func decode(_ bytes: [UInt8]) -> (samples: [Sample], isDamaged: Bool) {
        var chunk = XORChunk(bytes.span.bytes)
        var samples: [Sample] = []
        while let sample = chunk.next() { samples.append(sample) }
        return (samples, chunk.isDamaged)
    }

    @Test(arguments: 0..<50)
    func everyValueAndTimeComesBack(seed: Int) {
        var random = SeededRandom(UInt64(seed))
        let special: [Double] = [
            0, -0.0, .nan, .infinity, -.infinity, 1, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
            Double(bitPattern: SampleValue.stale),
        ]
        var samples = [Sample(time: Int64.random(in: -1 << 40...1 << 40, using: &random), value: 1)]
        for _ in 0..<Int.random(in: 0...130, using: &random) {
            var sample = samples[samples.count - 1]
            let reach = Int64(1) << Int64.random(in: 0...40, using: &random)
            sample.time += Bool.random(using: &random) ? 15_000 : Int64.random(in: 0...reach, using: &random)
            switch Int.random(in: 0...4, using: &random) {
            case 0: sample.value = special.randomElement(using: &random) ?? 0
            case 1: sample.value += 1
            case 2: sample.value = Double(bitPattern: .random(in: .min ... .max, using: &random))
            default: break
            }
            samples.append(sample)
        }
        let decoded = Self.decode(XORChunkBytes.chunk(samples))
        #expect(decoded.samples == samples)
        #expect(!decoded.isDamaged)
    }

    @Test func aCutChunkIsDamaged() {
        let samples = (0..<20).map { Sample(time: Int64($0) * 15_000, value: Double($0) * 1.1) }
        let bytes = XORChunkBytes.chunk(samples)
        for length in 0..<bytes.count {
            let decoded = Self.decode(Array(bytes.prefix(length)))
            #expect(decoded.isDamaged)
            #expect(Array(samples.prefix(decoded.samples.count)) == decoded.samples)
        }
    }

    /// More with `CARDSCAN_FUZZ_SEEDS`.
    private static let seeds = 0..<(Int(ProcessInfo.processInfo.environment["CARDSCAN_FUZZ_SEEDS"] ?? "") ?? 40)

    /// No chunk, whatever its bits, gives more samples than they can hold, or traps.
    @Test(arguments: seeds)
    func randomChunks(seed: Int) {
        var random = SeededRandom(UInt64(seed))
        for _ in 0..<200 {
            let bytes = (0..<Int.random(in: 0...300, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            #expect(Self.decode(bytes).samples.count <= bytes.count * 4)
        }
    }

    /// Random damage of everything Prometheus wrote.
    @Test(arguments: seeds)
    func randomDamage(seed: Int) throws {
        var random = SeededRandom(UInt64(seed) ^ 0x5a5a)
        let names = ["block-tombstones", "blocks-overlapping", "head-snapshot", "wal-ooo", "wal-checkpoint-blocks"]
        let directory = try TemporaryDirectory(copyOf: SampleData(names[seed % names.count]).directory)
        for file in directory.files where !file.hasSuffix("meta.json") {
            var bytes = try FileContents.read(directory.path + "/" + file, limit: 1 << 24)
            // Chunks alone are damaged behind a sound index in every second run.
            guard seed % 2 == 0 || file.contains("chunks") || file.contains("tombstones") else { continue }
            for _ in 0..<Int.random(in: 1...20, using: &random) where !bytes.isEmpty {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if Int.random(in: 0...3, using: &random) == 0 {
                bytes.removeLast(Int.random(in: 0...bytes.count, using: &random))
            }
            try directory.write(bytes, to: file)
        }
        _ = try? DumpedSamples(
            reading: [directory.path],
            SampleRequest(budget: MemoryBudget(limit: MemoryBudget.overhead + 64 << 20)))
    }

    /// Behind sound checksums a chunk may hold anything too.
    @Test(arguments: seeds)
    func randomChunkContents(seed: Int) throws {
        var random = SeededRandom(UInt64(seed) ^ 0x77)
        let directory = try TemporaryDirectory(copyOf: SampleData("blocks-overlapping").directory)
        for file in directory.files where file.contains("/chunks/") {
            var bytes = try FileContents.read(directory.path + "/" + file, limit: 1 << 24)
            var offset = 8
            while offset < bytes.count {
                var decoder = Decoder(bytes.span.bytes, at: offset)
                let length = decoder.count()
                let start = decoder.offset
                guard decoder.isValid, start + length + 5 <= bytes.count else { break }
                for _ in 0..<Int.random(in: 0...3, using: &random) {
                    let place = start + Int.random(in: 0...length, using: &random)
                    bytes[place] = UInt8.random(in: 0...255, using: &random)
                }
                let end = start + 1 + length
                bytes.replaceSubrange(end..<(end + 4), with: IndexBytes.checksum(bytes[start..<end]))
                offset = end + 4
            }
            try directory.write(bytes, to: file)
        }
        var reading = try SampleReading(opening: [directory.path], SampleRequest(budget: .unlimited))
        try reading.forEachSeries { _ in }
        #expect(!reading.diagnostics.isEmpty)
    }
}
