import Testing

@testable import TSDB

/// What each kind of record does to a head.
@Suite struct HeadRecordTests {
    private static let up = [("__name__", "up"), ("job", "node")]
    private static let load = [("__name__", "load"), ("job", "node")]

    private static func labels(_ pairs: [(String, String)]) -> [String: String] {
        Dictionary(uniqueKeysWithValues: pairs)
    }

    private static let seriesRecord = RecordBytes.series([(1, up), (1 << 40, load)])

    /// Records that give reference 1 a sample at 1000 and reference 2^40 one at 3000.
    static let timed: [(RecordType, [UInt8])] = {
        let samples = [
            RecordBytes.Sample(reference: 1, time: 1000), RecordBytes.Sample(reference: 1 << 40, time: 3000, start: 7),
            RecordBytes.Sample(reference: 1, time: 1000, start: 7),
            RecordBytes.Sample(reference: 1, time: 900, start: 9),
        ]
        let custom = RecordBytes.Histogram(schema: -53)
        return [
            (.samples, RecordBytes.samples(samples)), (.samplesV2, RecordBytes.samplesV2(samples)),
            (.histogramSamples, RecordBytes.histograms(7, samples)),
            (.floatHistogramSamples, RecordBytes.histograms(8, samples)),
            (.customBucketsHistogramSamples, RecordBytes.histograms(9, samples, custom)),
            (.customBucketsFloatHistogramSamples, RecordBytes.histograms(10, samples, custom)),
            (.histogramSamplesV2, RecordBytes.histogramsV2(12, samples)),
            (.histogramSamplesV2, RecordBytes.histogramsV2(12, samples, custom)),
            (.floatHistogramSamplesV2, RecordBytes.histogramsV2(13, samples)),
            (.floatHistogramSamplesV2, RecordBytes.histogramsV2(13, samples, custom)),
        ]
    }()

    @Test(arguments: timed.indices, [SegmentBytes.Compression.none, .snappy, .zstd])
    func timesOfEveryKindOfSample(index: Int, compression: SegmentBytes.Compression) throws {
        let (type, record) = Self.timed[index]
        let directory = try HeadDirectory([Self.seriesRecord, record], compression)
        let head = try directory.head()
        #expect(directory.faults(head) == [])
        #expect(head.details.records == [.series: 1, type: 1])
        #expect(head.summary.samples == 4)
        #expect(head.summary.minTime == 900)
        #expect(head.summary.maxTime == 3000)
        let series = try PartSeries(head)
        #expect(series[Self.labels(Self.up)] == .init(labels: Self.labels(Self.up), first: 900, last: 1000))
        #expect(series[Self.labels(Self.load)] == .init(labels: Self.labels(Self.load), first: 3000, last: 3000))
        #expect(head.collisions.count == 0)
    }

    @Test(arguments: timed.indices, [SegmentBytes.Compression.none, .snappy, .zstd])
    func passesOverSamplesWhenNotWanted(index: Int, compression: SegmentBytes.Compression) throws {
        let (type, record) = Self.timed[index]
        let directory = try HeadDirectory([Self.seriesRecord, record, Self.seriesRecord], compression)
        let head = try directory.head(readsSamples: false)
        #expect(directory.faults(head) == [])
        #expect(head.details.records == [.series: 2, type: 1])
        #expect(head.summary.samples == nil)
        #expect(head.summary.maxTime == nil)
        #expect(try PartSeries(head).series.map(\.last) == [SeriesBatch.noTime, SeriesBatch.noTime])
    }

    @Test func countsWhatIsNoSample() throws {
        let directory = try HeadDirectory([
            Self.seriesRecord, RecordBytes.tombstones([(1, 10, 20), (2, .min, .max)]),
            RecordBytes.exemplars([.init(reference: 1, time: 5), .init(reference: 2, time: 6)]),
            RecordBytes.mmapMarkers([(1, 77)]), RecordBytes.samples([]), RecordBytes.samplesV2([]), [],
        ])
        let head = try directory.head()
        #expect(directory.faults(head) == [])
        let part = try #require(head.details.part(.segments))
        #expect(part.tombstones == 2)
        #expect(part.exemplars == 2)
        #expect(part.records[.mmapMarkers] == 1)
        #expect(head.summary.maxTime == nil)
        #expect(head.summary.series == 2)
    }

    @Test func keepsTheLastMetadataOfAMetric() throws {
        let directory = try HeadDirectory([
            Self.seriesRecord,
            RecordBytes.metadata([
                (1, 1, [("UNIT", "seconds"), ("HELP", "old")]),
                (1 << 40, 2, [("LATER", "unknown field"), ("HELP", "Load.")]),
                (99, 3, [("HELP", "no such series")]),
            ]),
            RecordBytes.metadata([(1, 1, [("UNIT", ""), ("HELP", "Whether it is up.")])]),
        ])
        let head = try directory.head()
        #expect(directory.faults(head) == [])
        var found: [String: MetricMetadata] = [:]
        for (symbol, metadata) in head.metadata {
            found[head.withSymbol(symbol) { String(decoding: $0, as: UTF8.self) }] = metadata
        }
        #expect(
            found == [
                "up": MetricMetadata(type: .counter, unit: "", help: "Whether it is up."),
                "load": MetricMetadata(type: .gauge, unit: "", help: "Load."),
            ])
    }

    @Test func namesTypesItDoesNotKnow() throws {
        let directory = try HeadDirectory([Self.seriesRecord, [77, 1, 2, 3], [77], [200]])
        let head = try directory.head()
        #expect(head.summary.series == 2)
        #expect(head.details.unknownRecords.map(\.value.count).sorted() == [1, 2])
        let faults = head.summary.diagnostics
        #expect(faults.count == 2)
        #expect(faults.first?.message.contains("2 records of unknown type 77") ?? false)
        #expect(faults.first?.offset == UInt64(Self.seriesRecord.count + 7))
        #expect(faults.allSatisfy { $0.severity == .warning && $0.file.hasSuffix("/wal/00000000") })
    }

    @Test func oneLabelSetUnderSeveralReferencesIsOneSeries() throws {
        let directory = try HeadDirectory([
            Self.seriesRecord, RecordBytes.samples([.init(reference: 1, time: 5)]),
            RecordBytes.series([(900, Self.up), (1, Self.up)]), RecordBytes.samples([.init(reference: 900, time: 50)]),
        ])
        let head = try directory.head()
        #expect(head.summary.series == 2)
        #expect(head.details.references == 3)
        #expect(head.details.repeatedReferences == 1)
        #expect(head.details.redefinedReferences == 0)
        let series = try PartSeries(head)[Self.labels(Self.up)]
        #expect(series?.first == 5)
        #expect(series?.last == 50)
    }

    @Test func samplesBelongToTheSeriesThatHasTheReferenceThen() throws {
        let directory = try HeadDirectory([
            RecordBytes.series([(1, Self.up)]), RecordBytes.samples([.init(reference: 1, time: 5)]),
            RecordBytes.series([(1, Self.load)]), RecordBytes.samples([.init(reference: 1, time: 50)]),
        ])
        let head = try directory.head()
        #expect(head.details.references == 1)
        #expect(head.details.redefinedReferences == 1)
        let series = try PartSeries(head)
        #expect(series[Self.labels(Self.up)]?.last == 5)
        #expect(series[Self.labels(Self.load)]?.first == 50)
    }

    @Test func samplesOfUnknownSeriesAreSaid() throws {
        let directory = try HeadDirectory([
            Self.seriesRecord, RecordBytes.samples([.init(reference: 7, time: 5), .init(reference: 1, time: 5)]),
        ])
        let head = try directory.head()
        #expect(head.details.samplesWithoutSeries == 1)
        #expect(head.summary.diagnostics.map(\.severity) == [.warning])
        #expect(head.summary.maxTime == 5)
    }

    @Test func labelSetsAreSets() throws {
        let directory = try HeadDirectory([
            RecordBytes.series([
                (1, [("__name__", "up"), ("a", "1"), ("b", "2")]),
                // An empty value is no label, order does not matter, and of a repeated name the first value holds.
                (2, [("__name__", "up"), ("a", "1"), ("b", "2"), ("c", "")]),
                (3, [("b", "2"), ("__name__", "up"), ("a", "1")]),
                (4, [("b", "2"), ("__name__", "up"), ("a", "1")]),
                (5, [("__name__", "up"), ("a", "1"), ("a", "9"), ("b", "2")]),
                (6, [("a", "1"), ("b", "2")]), (7, []), (8, [("Z", "1"), ("__name__", "up")]),
                (9, [("__name__", ""), ("a", "1"), ("b", "2")]),
            ])
        ])
        let head = try directory.head()
        #expect(directory.faults(head) == [])
        let series = try PartSeries(head).series.map(\.labels)
        #expect(
            Set(series) == [
                ["__name__": "up", "a": "1", "b": "2"], ["a": "1", "b": "2"], [:], ["Z": "1", "__name__": "up"],
            ])
        #expect(series.count == 4)
        #expect(head.metrics.map(\.series).sorted() == [2, 2])
        #expect(head.metrics.last?.name == MetricExtent.noName)
    }

    @Test func longAndManyStrings() throws {
        let long = String(repeating: "v", count: 300_000)
        let series = (0..<3000).map { number -> (UInt64, [(String, String)]) in
            (
                UInt64(number) &* 0x9e37_79b9_7f4a_7c15,
                [("__name__", "m\(number % 7)"), ("v\(number)", long + "\(number % 3)")]
            )
        }
        let directory = try HeadDirectory(series.prefix(20).map { RecordBytes.series([$0]) }, .snappy)
        #expect(try directory.head().summary.series == 20)
        let short = series.map { ($0.0, [$0.1[0], ("x", "\($0.0)")]) }
        let head = try HeadDirectory([RecordBytes.series(short)]).head()
        #expect(head.summary.series == 3000)
        #expect(head.details.references == 3000)
        #expect(try PartSeries(head).statistics.labelValues == ["__name__": 7, "x": 3000])
    }
}
