import Testing

@testable import TSDB

/// Heads written by Prometheus, against what its own reader found in them.
@Suite struct HeadTruthTests {
    static let heads = [
        "wal-uncompressed", "wal-snappy", "wal-zstd", "wal-histograms", "wal-ooo", "wal-repeated-refs",
        "wal-checkpoint",
        "wal-forward-only", "wal-forward-only-checkpoint", "head-snapshot", "head-snapshot-older-than-wal",
    ]

    private static func head(_ path: String, readsSamples: Bool = true) throws -> Head {
        let layout = try #require(HeadLayout.at(path))
        var options = HeadOptions(budget: .unlimited)
        options.readsSamples = readsSamples
        return try Head.read(layout, options: options)
    }

    @Test(arguments: heads)
    func agreesWithPrometheus(name: String) throws {
        let data = try SampleData(name)
        let head = try Self.head(data.directory)
        #expect(head.summary.diagnostics == [])
        #expect(head.summary.series == data.truth.overall.series)
        #expect(head.summary.maxTime == data.truth.overall.maxTime)
        #expect(head.collisions.count == 0)
        try PartSeries(head).statistics.expect(data.truth.overall)
        try expectParts(head.details, data.truth)
    }

    @Test(arguments: heads)
    func findsTheSameSeriesWithoutSamples(name: String) throws {
        let data = try SampleData(name)
        let head = try Self.head(data.directory, readsSamples: false)
        #expect(head.summary.diagnostics == [])
        #expect(head.summary.samples == nil)
        var truth = data.truth.overall
        truth.maxTime = nil
        truth.active2h = nil
        try PartSeries(head).statistics.expect(truth)
    }

    @Test func readsTheHeadBesideBlocks() throws {
        let data = try SampleData("wal-checkpoint-blocks")
        let head = try Self.head(data.directory)
        #expect(head.summary.diagnostics == [])
        try PartSeries(head).statistics.expect(try #require(data.truth.part("wal")).statistics)
        try expectParts(head.details, data.truth)
    }

    @Test(arguments: ["wal-snappy", "wal-checkpoint", "wal-forward-only-checkpoint"])
    func readsAWALDirectoryOnItsOwn(name: String) throws {
        let data = try SampleData(name)
        let head = try Self.head(data.directory + "/wal")
        #expect(head.summary.diagnostics == [])
        try PartSeries(head).statistics.expect(try #require(data.truth.part("wal")).statistics)
    }

    @Test func seesNoHeadWhereThereIsNone() throws {
        #expect(HeadLayout.at(try SampleData("empty-dir").directory) == nil)
        let block = try SampleData("block-utf8").directory
        #expect(HeadLayout.at(block) == nil)
        #expect(HeadLayout.at(try SampleData("wal-snappy").directory + "/chunks_head") == nil)
        for name in try Directory.list(block) { #expect(HeadLayout.at("\(block)/\(name)/chunks") == nil) }
        #expect(HeadLayout.at("/nonexistent") == nil)
    }

    private func expectParts(_ details: HeadDetails, _ truth: Truth) throws {
        let kinds: [(String, HeadDetails.Part.Kind)] = [
            ("wal.checkpoint", .checkpoint), ("wal.segments", .segments), ("wbl", .wbl), ("snapshot", .snapshot),
        ]
        for (name, kind) in kinds {
            guard let expected = truth.part(name) else {
                #expect(details.part(kind) == nil)
                continue
            }
            let part = try #require(details.part(kind))
            if let time = expected.statistics.maxTime { #expect(part.lastSampleTime == time, "\(name)") }
            for (field, count) in expected.extra?.counts ?? [:] {
                #expect(Self.count(field, of: part) == count, "\(name) \(field)")
            }
        }
        if let references = truth.part("wal")?.extra?.references { #expect(details.references == references) }
        #expect(details.samplesWithoutSeries == 0)
        #expect(details.unknownRecords == [:])
    }

    private static func count(_ field: String, of part: HeadDetails.Part) -> Int? {
        switch field {
        case "samples": return part.floats
        case "histogram_samples": return part.histograms
        case "float_histogram_samples": return part.floatHistograms
        case "series_entries": return part.seriesEntries
        case "records_type_1": return part.records[.series]
        case "records_type_2": return part.records[.tombstones]
        case "records_type_3": return part.records[.exemplars]
        default: return part.records.first { "records_\($0.key)" == field }?.value
        }
    }
}
