import Testing

@testable import TSDB

/// Two values of one series at one time: what a relabel rule that dropped a label too many leaves in the WAL.
@Suite struct HeadCollisionTests {
    private static let stale = Double(bitPattern: SampleValue.stale)

    private func collisions(_ samples: [RecordBytes.Sample]...) throws -> Collisions {
        let series = RecordBytes.series([
            (1, [("__name__", "up"), ("job", "a")]), (2, [("__name__", "up"), ("job", "b")]),
            (3, [("__name__", "up"), ("job", "a")]),
        ])
        return try HeadDirectory([series] + samples.map { RecordBytes.samples($0) }).head().collisions
    }

    @Test func differentValuesAtOneTime() throws {
        let found = try collisions([
            .init(reference: 1, time: 10, value: 1), .init(reference: 1, time: 10, value: 2),
            .init(reference: 2, time: 10, value: 3), .init(reference: 1, time: 20, value: 4),
        ])
        #expect(found.count == 1)
        #expect(found.series == 1)
        #expect(found.examples.map(\.time) == [10])
        #expect(found.examples.map(\.first) == [.float(1)])
        #expect(found.examples.map(\.second) == [.float(2)])
    }

    @Test func namesTheSeries() throws {
        let head = try HeadDirectory([
            RecordBytes.series([(1, [("__name__", "up"), ("job", "a")])]),
            RecordBytes.samples([.init(reference: 1, time: 10, value: 1), .init(reference: 1, time: 10, value: 2)]),
        ]).head()
        let example = try #require(head.collisions.examples.first)
        let words = example.pairs.map { head.withSymbol($0) { String(decoding: $0, as: UTF8.self) } }
        #expect(words == ["__name__", "up", "job", "a"])
    }

    @Test func countsEveryPairAndEverySeriesOnce() throws {
        let found = try collisions(
            [
                .init(reference: 1, time: 10, value: 1), .init(reference: 1, time: 10, value: 2),
                .init(reference: 1, time: 10, value: 1), .init(reference: 2, time: 10, value: 1),
                .init(reference: 2, time: 10, value: 9),
            ], [.init(reference: 1, time: 20, value: 1), .init(reference: 1, time: 20, value: 2)])
        #expect(found.count == 4)
        #expect(found.series == 2)
        #expect(found.examples.count == 2)
    }

    @Test func throughAnotherReferenceOfTheSeries() throws {
        let found = try collisions(
            [.init(reference: 1, time: 10, value: 1)], [.init(reference: 3, time: 10, value: 2)])
        #expect(found.count == 1)
    }

    @Test func repetitionsAndStaleMarkersAreNone() throws {
        let found = try collisions(
            [
                .init(reference: 1, time: 10, value: 1), .init(reference: 1, time: 10, value: 1),
                .init(reference: 1, time: 20, value: 1), .init(reference: 1, time: 20, value: Self.stale),
                .init(reference: 1, time: 20, value: 2), .init(reference: 2, time: 10, value: .nan),
                .init(reference: 2, time: 10, value: .nan),
            ])
        #expect(found.count == 0)
        #expect(found.series == 0)
        #expect(found.examples.isEmpty)
    }

    @Test func amongSamplesThatCameLate() throws {
        let found = try collisions([
            .init(reference: 1, time: 10, value: 1), .init(reference: 1, time: 5, value: 1),
            .init(reference: 1, time: 5, value: 2), .init(reference: 1, time: 10, value: 1),
        ])
        #expect(found.count == 1)
        #expect(found.examples.map(\.time) == [5])
    }

    @Test(arguments: [7, 8, 12, 13] as [UInt8])
    func ofHistograms(type: UInt8) throws {
        func record(_ histogram: RecordBytes.Histogram) -> [UInt8] {
            let samples = [RecordBytes.Sample(reference: 1, time: 10)]
            return type < 10
                ? RecordBytes.histograms(type, samples, histogram) : RecordBytes.histogramsV2(type, samples, histogram)
        }
        let series = RecordBytes.series([(1, [("__name__", "h")])])
        let same = try HeadDirectory([series, record(.init()), record(.init(hint: 2))]).head().collisions
        #expect(same.count == 0)
        let different = try HeadDirectory([series, record(.init()), record(.init(sum: 2))]).head().collisions
        #expect(different.count == 1)
        #expect(different.examples.map(\.second) == [.histogram])
        let ended = try HeadDirectory([series, record(.init()), record(.init(sum: Self.stale))]).head().collisions
        #expect(ended.count == 0)
    }

    @Test func keepsAsManyExamplesAsAsked() throws {
        let labels = (0..<50).map { (UInt64($0), [("__name__", "m"), ("n", "\($0)")]) }
        let samples = (0..<50).flatMap { number in
            [1.0, 2.0].map { RecordBytes.Sample(reference: UInt64(number), time: 10, value: $0) }
        }
        var options = HeadOptions(budget: .unlimited)
        options.collisionExamples = 3
        let directory = try HeadDirectory([RecordBytes.series(labels), RecordBytes.samples(samples)])
        let found = try directory.head(options).collisions
        #expect(found.count == 50)
        #expect(found.series == 50)
        #expect(found.examples.count == 3)
    }

    @Test func outOfOrderSamplesAreNotCompared() throws {
        let directory = try HeadDirectory([
            RecordBytes.series([(1, [("__name__", "up")])]), RecordBytes.samples([.init(reference: 1, time: 100)]),
        ])
        try directory.write(
            [
                RecordBytes.samples([.init(reference: 1, time: 50, value: 1), .init(reference: 1, time: 50, value: 2)]),
                RecordBytes.mmapMarkers([(1, 8)]),
            ], to: "wbl/00000003")
        let head = try directory.head()
        #expect(directory.faults(head) == [])
        #expect(head.collisions.count == 0)
        #expect(head.summary.minTime == 50)
        #expect(head.details.part(.wbl)?.samples == 2)
    }
}
