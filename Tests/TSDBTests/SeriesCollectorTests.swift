import Testing

@testable import TSDB

/// Series collected one by one are the part that a WAL with the same series is.
@Suite struct SeriesCollectorTests {
    private static func options(_ change: (inout SourceOptions) -> Void = { _ in }) -> SourceOptions {
        var options = SourceOptions(selection: Selection(), readsActivity: true, threads: 1, budget: .unlimited)
        change(&options)
        return options
    }

    private static func collector(_ options: SourceOptions = options()) throws -> SeriesCollector {
        try SeriesCollector(.recording, path: "test", options)
    }

    private static let series: [RecordBytes.Labels] = (0..<500).map { number in
        var labels = [("__name__", "metric_\(number % 7)"), ("pod", "pod-\(number)"), ("zone", "z\(number % 3)")]
        if number % 5 == 0 { labels.remove(at: 2) }
        if number % 50 == 1 { labels.remove(at: 0) }
        // Longer than one byte of length says.
        if number % 11 == 1 { labels.append(("text", String(repeating: "é", count: number))) }
        return labels
    }

    @Test func countsAsTheSameSeriesInAWAL() throws {
        let samples = Self.series.indices.flatMap { number in
            [3, 1, 2].map { RecordBytes.Sample(reference: UInt64(number), time: Int64($0 * 1000 + number)) }
        }
        let records = [
            RecordBytes.series(Self.series.enumerated().map { (UInt64($0), $1) }), RecordBytes.samples(samples),
        ]
        let head = try HeadDirectory(records).head()

        var collector = try Self.collector()
        for (number, labels) in Self.series.enumerated() {
            guard case .row(let row, isNew: true) = try collector.add(labels) else {
                Issue.record("series \(number) is not new")
                continue
            }
            for time in [3, 1, 2] { collector.note(row, at: Int64(time * 1000 + number)) }
        }
        #expect(collector.count == Self.series.count)
        let part = try collector.finish()
        #expect(Set(try PartSeries(part).series) == Set(try PartSeries(head).series))
        #expect(part.summary.series == head.summary.series)
        #expect(part.summary.samples == head.summary.samples)
        #expect([part.summary.minTime, part.summary.maxTime] == [head.summary.minTime, head.summary.maxTime])
        func bytes(_ part: any SeriesPart) -> [String: Int] {
            Dictionary(
                uniqueKeysWithValues: part.metrics.map { metric in
                    let isNamed = metric.name != MetricExtent.noName
                    let name = isNamed ? part.withSymbol(metric.name) { String(decoding: $0, as: UTF8.self) } : ""
                    return (name, metric.indexBytes)
                })
        }
        #expect(bytes(part) == bytes(head))
    }

    @Test func orderAndEmptyValuesDoNotMatter() throws {
        var collector = try Self.collector()
        let first = try collector.add([("__name__", "a"), ("b", "1"), ("c", "2")])
        #expect(first == .row(0, isNew: true))
        #expect(try collector.add([("c", "2"), ("b", "1"), ("__name__", "a")]) == .row(0, isNew: false))
        #expect(try collector.add([("__name__", "a"), ("b", "1"), ("bb", ""), ("c", "2")]) == .row(0, isNew: false))
        #expect(try collector.add([("__name__", "a"), ("b", "1")]) == .row(1, isNew: true))
        // A set that was begun and given up leaves nothing.
        collector.beginLabels()
        try collector.addLabel(name: "given", value: "up")
        #expect(try collector.add([]) == .row(2, isNew: true))
        let part = try PartSeries(try collector.finish())
        #expect(part.series.map(\.labels).contains([:]))
        #expect(part.series.allSatisfy { $0.first == SeriesBatch.noTime })
    }

    @Test func repeatedNamesAreLeftOut() throws {
        var collector = try Self.collector()
        for _ in 0..<2 {
            #expect(try collector.add([("a", "1"), ("a", "1")]) == .repeatsName)
            #expect(try collector.add([("b", "1"), ("a", "1"), ("b", "2")]) == .repeatsName)
        }
        #expect(try collector.add([("b", "1"), ("a", "1")]) == .row(0, isNew: true))
        #expect(try collector.finish().summary.series == 1)
    }

    @Test func selectionDecides() throws {
        let matcher = LabelMatcher(name: "zone", acceptsMissing: false) { $0.elementsEqual("z1".utf8) }
        var collector = try Self.collector(
            Self.options {
                $0.selection.selectors = [[matcher]]
                $0.selection.minTime = 100
                $0.selection.maxTime = 200
            })
        var wanted = 0
        for (number, labels) in Self.series.enumerated() {
            let isWanted = labels.contains { $0 == ("zone", "z1") }
            switch try collector.add(labels) {
            case .row(let row, _):
                #expect(isWanted)
                for time in [number - 10, number, number + 10] { collector.note(row, at: Int64(time)) }
                if (90...210).contains(number) { wanted += 1 }
            case .notSelected: #expect(!isWanted)
            case .repeatsName: Issue.record("no name is repeated")
            }
        }
        let part = try collector.finish()
        #expect(part.summary.series == wanted)
        #expect(try PartSeries(part).series.allSatisfy { $0.first >= 100 && $0.last <= 200 })
    }

    @Test func memoryIsAskedForAndGivenBack() throws {
        let budget = MemoryBudget(limit: MemoryBudget.overhead + (64 << 10))
        let before = budget.available
        do {
            var collector = try Self.collector(Self.options { $0.budget = budget })
            let refusal = #expect(throws: Diagnostic.self) {
                for number in 0..<10_000 { _ = try collector.add([("__name__", "m"), ("id", "value \(number)")]) }
            }
            #expect(refusal?.isRefusal == true)
        }
        #expect(budget.available == before)
        do {
            var collector = try Self.collector(Self.options { $0.budget = MemoryBudget(limit: .max) })
            let added = try collector.add([("__name__", "m")])
            guard case .row(let row, _) = added else { return }
            try collector.describe(row, MetricMetadata(type: .gauge, unit: "s", help: "Help."))
            let part = try collector.finish()
            #expect(part.metadata.values.map(\.help) == ["Help."])
        }
    }

    @Test func formatsAreAsked() throws {
        let directory = try TemporaryDirectory()
        try directory.write(Array("magic and more".utf8), to: "file")
        let format = SourceFormat(name: "a magic file", readsStreams: true) { prefix in
            prefix.starts(with: "magic".utf8)
        } open: { path, options throws(Diagnostic) in
            var collector = try SeriesCollector(.exposition, path: path, options)
            _ = try collector.add([("__name__", "found")])
            return OpenedSource(parts: [try collector.finish()])
        }
        let options = Self.options { $0.formats = [format] }
        for path in [directory.path + "/file", "-"] {
            let source = try SourceOpener.open(path, options)
            #expect(source.parts.map(\.summary.path) == [path])
            #expect(source.parts.map(\.summary.kind) == [.exposition])
        }
        try directory.write(Array("other".utf8), to: "file")
        let failure = #expect(throws: Diagnostic.self) { try SourceOpener.open(directory.path + "/file", options) }
        #expect(failure?.message.hasSuffix("a snapshot or a magic file") == true)
        #expect(throws: Diagnostic.self) { try SourceOpener.open("-", Self.options()) }
    }
}

extension SeriesCollector {
    fileprivate mutating func add(_ labels: RecordBytes.Labels) throws(Diagnostic) -> Added {
        beginLabels()
        for (name, value) in labels { try addLabel(name: name, value: value) }
        return try endLabels()
    }
}
