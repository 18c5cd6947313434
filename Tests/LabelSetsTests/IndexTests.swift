import Cardinality
import Foundation
import LabelSets
import PromQL
import TSDB
import Testing

/// What an index reads of sources. The numbers are those that `testdata/sample/README.md` quotes of promtool.
@Suite struct IndexTests {
    private static let lastBlock = Sample.directory + "/01M81WQRH5YYE1PFXC3BW0CGD5"

    @Test("only metrics that expressions can select are read") func selection() throws {
        let index = try Sample.index([
            "rate(http_requests_total[5m]) / on () group_left up", "{__name__=~'node_load.*'}",
        ])
        #expect(index.metricNames == ["http_requests_total", "node_load1", "node_load15", "node_load5", "up"])
        #expect(index.hasMetric("up") && !index.hasMetric("ALERTS"))
    }

    @Test("a selector without a name reads everything") func everything() throws {
        #expect(try Sample.index(["{job='node'}"]).seriesCount == 2007)
    }

    @Test("a block's labels and values are counted") func block() throws {
        let index = try Sample.index(["http_requests_total"], of: [Self.lastBlock])
        #expect(index.seriesCount == 867)
        let result = try Sample.evaluation("http_requests_total", index, at: index.times?.last).result
        #expect(result.label("user_id")?.values == 713)
        let name = try #require(result.label("__name__"))
        #expect(name.values == 1 && name.series == result.count.limit && name.examples == ["http_requests_total"])
        #expect(result.label("nowhere") == nil)
    }

    @Test("several sources are one, each series once") func union() throws {
        let alone = try Sample.index(["{__name__!=''}"])
        let twice = try Sample.index(["{__name__!=''}"], of: [Self.lastBlock, Sample.directory, Self.lastBlock])
        #expect(twice.seriesCount == alone.seriesCount)
        #expect(twice.times == alone.times)
    }

    @Test("a snapshot tells the same as what it was made of") func snapshot() throws {
        let directory = try TemporaryDirectory()
        let collected = Collected()
        let options = AnalysisOptions(sources: [Sample.directory])
        _ = try SnapshotExport.run(options, to: { collected.append($0) }, restart: { false })
        try directory.write(collected.bytes, to: "series.snap")
        let one = try Sample.index(["{__name__!=''}"])
        let other = try Sample.index(["{__name__!=''}"], of: [directory.path + "/series.snap"])
        for text in WrittenExpressions.all {
            let (left, right) = (try Sample.evaluation(text, one).result, try Sample.evaluation(text, other).result)
            #expect(left.count == right.count, "\(text)")
            #expect(left.labels(examples: 0) == right.labels(examples: 0), "\(text)")
        }
    }

    @Test("external labels are labels of every series") func external() throws {
        let data = try SampleData("bucket-thanos")
        let index = try Sample.index(["{__name__!=''}"], of: [data.directory])
        let result = try Sample.evaluation("count by (replica) ({__name__!=''})", index, at: index.times?.last).result
        #expect(result.count.limit > 1)
        #expect(result.label("replica")?.values == result.count.limit)
    }

    @Test("a block that cannot be read costs that block") func damage() throws {
        let directory = try TemporaryDirectory(copyOf: Sample.directory)
        let file = directory.path + "/01M81WDCXQSF2N57YGYT0NM7HE/index"
        try directory.write([1, 2, 3], to: "01M81WDCXQSF2N57YGYT0NM7HE/index")
        let index = try Sample.index(["{__name__!=''}"], of: [directory.path])
        #expect(index.diagnostics.contains { $0.file == file && $0.severity == .error })
        #expect(index.seriesCount > 1500)
    }

    @Test("memory that does not suffice is refused") func memory() throws {
        let expression = try Expression(parsing: "{__name__!=''}")
        let needed = MemoryBudget(limit: 1 << 30)
        let index = try SeriesIndex(sources: [Self.lastBlock], selectedBy: [expression], budget: needed)
        #expect(index.seriesCount == 1569)
        let used = (1 << 30) - needed.available - MemoryBudget.overhead
        #expect(used > 1569 * 8)
        let scarce = MemoryBudget(limit: MemoryBudget.overhead + used / 2)
        let error = #expect(throws: Diagnostic.self) {
            try SeriesIndex(sources: [Self.lastBlock], selectedBy: [expression], budget: scarce)
        }
        #expect(error?.isRefusal == true)
        // How much all of them need is only known when they are read.
        #expect(error?.message.contains("holding series to evaluate expressions needs at least") == true)
        #expect(scarce.available == used / 2)
    }

    @Test("each matcher of a selector is told apart") func matchers() throws {
        let index = try Sample.index(["http_requests_total"], of: [Self.lastBlock])
        let text = "http_requests_total{instance='shop-0:8080', user_id=~'.+', nowhere!='x', method='NONE'}"
        let effect = index.effect(of: try Selector(parsing: text))
        #expect(effect.metrics == ["http_requests_total"] && effect.series == 867 && effect.selected == 0)
        #expect(effect.matchers.map(\.matcher.name) == ["instance", "user_id", "nowhere", "method"])
        let instance = index.values(of: "instance", on: try Selector(parsing: text))
        #expect(instance.map(\.value) == ["shop-0:8080", "shop-1:8080"])
        #expect(effect.matchers.map(\.accepted) == [instance[0].series, 867, 867, 0])
        #expect(effect.matchers.map(\.labelled) == [867, 867, 0, 867])
        #expect(effect.matchers[1].values == 713)
        let one = index.effect(of: try Selector(parsing: "http_requests_total{instance='shop-0:8080', user_id=~'.+'}"))
        #expect(one.selected == instance[0].series)
        #expect(index.effect(of: try Selector(parsing: "up")).metrics.isEmpty)
    }

    @Test("a source that does not exist is an error") func missing() throws {
        #expect(throws: Diagnostic.self) { try Sample.index(["up"], of: ["/nonexistent"]) }
    }
}

/// Bytes that come in pieces, on one thread.
private final class Collected: @unchecked Sendable {
    private(set) var bytes: [UInt8] = []
    func append(_ more: UnsafeRawBufferPointer) { bytes.append(contentsOf: more) }
}
