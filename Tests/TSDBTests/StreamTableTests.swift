import Testing

@testable import TSDB

/// A stream's table against plain dictionaries.
@Suite struct StreamTableTests {
    /// A label set as a request has it: strings somewhere in bytes.
    private struct Request {
        var labels: [LabelBytes] = []
        var bytes: [UInt8] = []

        init(_ pairs: [(String, String)]) {
            for (name, value) in pairs { labels.append(LabelBytes(name: add(name), value: add(value))) }
            bytes += [UInt8](repeating: 0xff, count: StreamTable.padding)
        }

        private mutating func add(_ text: String) -> ByteRange {
            let start = bytes.count
            bytes += Array(text.utf8)
            return ByteRange(start: start, count: bytes.count - start)
        }
    }

    private static func labels(_ number: Int) -> [(String, String)] {
        var pairs = [("__name__", "metric_\(number % 5)"), ("pod", "pod-\(number)"), ("zone", "z\(number % 3)")]
        if number % 4 == 0 { pairs.remove(at: 2) }
        if number % 20 == 7 { pairs.remove(at: 0) }
        return pairs
    }

    private func stream(_ limit: Int = .max) throws -> StreamSeries {
        try StreamSeries(budget: MemoryBudget(limit: limit), ownerLabels: ["zone"])
    }

    /// The row, and whether it was found without being added.
    private static func row(_ pairs: [(String, String)], _ table: inout StreamTable) -> (row: UInt32?, found: Bool) {
        let request = Request(pairs)
        let labels = request.labels.span
        let bytes = request.bytes.span.bytes
        let hash = table.hash(labels, in: bytes)
        if let row = table.find(labels, in: bytes, hash: hash) { return (row, true) }
        return (try? table.add(labels, in: bytes, hash: hash), false)
    }

    @Test func seriesAreFoundAgain() throws {
        let stream = try stream()
        let count = 3000
        stream.withTable { table in
            for number in 0..<count { #expect(Self.row(Self.labels(number), &table) == (UInt32(number), false)) }
            for number in 0..<count { #expect(Self.row(Self.labels(number), &table) == (UInt32(number), true)) }
            for number in 0..<count {
                #expect(Self.row(Self.labels(number).reversed(), &table).row == UInt32(number))
                #expect(Self.row(Self.labels(number) + [("empty", "")], &table).row == UInt32(number))
            }
            #expect(table.count == count)
            // Neighbours in one string are another set than these.
            #expect(Self.row([("__name__", "m"), ("ab", "c")], &table).row == UInt32(count))
            #expect(Self.row([("__name__", "m"), ("a", "bc")], &table).row == UInt32(count + 1))
        }
    }

    /// Whoever keeps to an order is followed without the index; whoever does not is not taken for another.
    @Test func whatComesNextIsFoundByTheOrderOfBefore() throws {
        let stream = try stream()
        let count = 500
        var random = SeededRandom(7)
        let orders = [Array(0..<count), Array(0..<count).reversed(), Array(0..<count).shuffled(using: &random)]
        stream.withTable { table in
            for number in 0..<count { _ = Self.row(Self.labels(number), &table) }
            for order in orders {
                var known = 0
                for turn in 0..<2 {
                    for number in order {
                        let request = Request(Self.labels(number))
                        let next = table.findNext(request.labels.span, in: request.bytes.span.bytes)
                        if let next {
                            #expect(next == UInt32(number))
                            if turn == 1 { known += 1 }
                        }
                        table.follow(UInt32(number))
                    }
                }
                // The first of the second turn comes after the last of the first, which was not seen before.
                #expect(known == count - 1)
            }
            let strange = Request(Self.labels(count + 1))
            #expect(table.findNext(strange.labels.span, in: strange.bytes.span.bytes) == nil)
            let shorter = Request([("__name__", "metric_0")])
            #expect(table.findNext(shorter.labels.span, in: shorter.bytes.span.bytes) == nil)
        }
    }

    @Test func whatWasForgottenIsNotFollowed() throws {
        let stream = try stream()
        stream.withTable { table in
            for number in 0..<100 {
                guard let row = Self.row(Self.labels(number), &table).row else { continue }
                let sample = [StreamSample(time: number < 50 ? 1000 : 500_000, valueBits: 0)]
                _ = table.note(row, sample.span)
                table.follow(row)
            }
            let hasRoom = table.makeRoom(forgettingBefore: 100_000, at: 600_000) { _ in }
            #expect(hasRoom)
            for number in 50..<100 {
                let request = Request(Self.labels(number))
                let next = table.findNext(request.labels.span, in: request.bytes.span.bytes)
                #expect(next == (number == 50 ? nil : UInt32(number - 50)))
                table.follow(UInt32(number - 50))
            }
            let gone = Request(Self.labels(3))
            #expect(table.findNext(gone.labels.span, in: gone.bytes.span.bytes) == nil)
        }
    }

    @Test func samplesCountOnce() throws {
        let stream = try stream()
        stream.withTable { table in
            guard let row = Self.row([("__name__", "m"), ("zone", "z")], &table).row else { return }
            func note(_ times: [Int64]) -> Int {
                let samples = times.map { StreamSample(time: $0, valueBits: 0) }
                return table.note(row, samples.span)
            }
            #expect(note([1000, 2000]) == 2)
            #expect(note([1000, 2000]) == 0)
            #expect(note([2000, 3000]) == 1)
            #expect(note([500]) == 0)
            #expect(table.busiestMetrics(5).map(\.counts.samples) == [3])
            #expect(table.busiestOwners(5).map(\.values) == [["z"]])
            #expect(table.newestSample(upTo: 10_000) == 3000)
            #expect(table.newestSample(upTo: 2999) == nil)
            #expect([table.count(since: 3000), table.count(since: 3001)] == [1, 0])
            for _ in 0..<StreamCounts.slotCount {
                #expect(table.recentSamples == 3)
                table.turnSlots()
            }
            #expect(table.recentSamples == 3)
            table.turnSlots()
            #expect(table.recentSamples == 0)
        }
    }

    @Test func partsStayAsTheyWere() throws {
        let stream = try stream()
        func fill(_ numbers: Range<Int>, at time: Int64) {
            stream.withTable { table in
                for number in numbers {
                    guard let row = Self.row(Self.labels(number), &table).row else { continue }
                    let samples = [StreamSample(time: time + Int64(number), valueBits: 0)]
                    _ = table.note(row, samples.span)
                }
            }
        }
        fill(0..<1000, at: 10_000)
        let part = try stream.part(path: "stream", times: .min ... .max)
        let before = try PartSeries(part).series
        fill(0..<50_000, at: 100_000)
        #expect(try PartSeries(part).series == before)
        #expect(Set(before.map(\.labels)).count == 1000)
        #expect(before.allSatisfy { $0.first == $0.last && $0.first < 11_000 })

        let window = try PartSeries(try stream.part(path: "stream", times: 100_500...200_000)).series
        #expect(window.count == 49_500)
        #expect(window.allSatisfy { $0.first >= 100_500 })
        let metric = try stream.part(path: "stream", times: .min ... .max, metric: "metric_3")
        #expect(metric.metrics.count == 1)
        #expect(metric.summary.series == (0..<50_000).count { $0 % 5 == 3 && $0 % 20 != 7 })
        #expect(try stream.part(path: "stream", times: .min ... .max, metric: "nowhere").summary.series == 0)
    }

    @Test func aPartLoadsIntoAnotherStream() throws {
        let stream = try stream()
        stream.withTable { table in
            for number in 0..<2000 {
                guard let row = Self.row(Self.labels(number), &table).row else { continue }
                let samples = [Int64(number), 5000].map { StreamSample(time: $0, valueBits: 0) }
                _ = table.note(row, samples.span)
            }
            table.describe("metric_1", MetricMetadata(type: .counter, unit: "", help: "Help."))
        }
        let part = try stream.part(path: "stream", times: .min ... .max)
        let again = try self.stream()
        try again.load(part)
        let loaded = try again.part(path: "stream", times: .min ... .max)
        #expect(Set(try PartSeries(loaded).series) == Set(try PartSeries(part).series))
        #expect(loaded.metadata.values.map(\.help) == ["Help."])
    }

    /// Series that ended make room; the others are as they were.
    @Test func oldSeriesAreForgotten() throws {
        let stream = try stream()
        func note(_ number: Int, at time: Int64, _ table: inout StreamTable) -> UInt32? {
            guard let row = Self.row(Self.labels(number), &table).row else { return nil }
            let samples = [StreamSample(time: time, valueBits: 0)]
            _ = table.note(row, samples.span)
            return row
        }
        stream.withTable { table in
            for number in 0..<6000 { _ = note(number, at: number % 3 == 1 ? 1000 : 9000, &table) }
            table.describe("metric_1", MetricMetadata(type: .counter, unit: "", help: "Help."))
        }
        func makeRoom(_ now: Int64, gone: (UInt64) -> Void = { _ in }) -> Bool {
            stream.withTable { $0.makeRoom(forgettingBefore: 5000, at: now, gone: gone) }
        }
        let before = try PartSeries(try stream.part(path: "stream", times: 5000...Int64.max)).series
        do {
            let reader = try stream.part(path: "stream", times: .min ... .max)
            #expect(!makeRoom(100_000))
            #expect(try PartSeries(reader).series.count == 6000)
        }
        var hashes: Set<UInt64> = []
        #expect(makeRoom(200_000) { hashes.insert($0) })
        #expect(hashes.count == 2000)
        #expect(!makeRoom(201_000))
        #expect(!makeRoom(400_000))
        let after = try stream.part(path: "stream", times: .min ... .max)
        #expect(Set(try PartSeries(after).series) == Set(before))
        #expect(after.metadata.values.map(\.help) == ["Help."])
        stream.withTable { table in
            #expect(table.count == 4000)
            #expect(table.busiestMetrics(100).reduce(0) { $0 + Int($1.counts.series) } == 4000)
            #expect(table.busiestOwners(100).reduce(0) { $0 + Int($1.counts.series) } == 4000)
            for number in 0..<6000 {
                let (row, found) = Self.row(Self.labels(number), &table)
                #expect(row != nil && found == (number % 3 != 1))
            }
            #expect(table.count == 6000)
            #expect(table.busiestOwners(100).reduce(0) { $0 + Int($1.counts.series) } == 6000)
        }
    }

    /// What does not fit leaves no trace, and what was there is still found.
    @Test func fullTablesAreSound() throws {
        for limit in stride(from: 200 << 10, through: 700 << 10, by: 100 << 10) {
            let stream = try stream(MemoryBudget.overhead + limit)
            let added = stream.withTable { table in
                let added = (0..<20_000).filter { Self.row(Self.labels($0), &table).row != nil }
                for number in added { #expect(Self.row(Self.labels(number), &table).row != nil) }
                return added
            }
            #expect(added.count > 100 && added.count < 20_000)
            let part = try? stream.part(path: "stream", times: .min ... .max)
            #expect(part == nil || part?.summary.series == 0)
            #expect(stream.withTable { $0.count } == added.count)
        }
    }
}
