import TSDB
import Testing

@testable import Cardinality

/// Series by the step in which they begin and end.
@Suite struct TimelineTests {
    private func expect(_ timeline: Timeline?, of brute: BruteForce, _ comment: String) throws {
        let timeline = try #require(timeline, "\(comment)")
        let steps = timeline.started.count
        #expect(steps == timeline.ended.count && steps <= TimelineGrid.mostSteps, "\(comment)")
        #expect(timeline.start % timeline.step == 0)
        let known = brute.series.values.compactMap { times in
            times.first.flatMap { first in times.last.map { (first, $0) } }
        }
        for (step, living) in timeline.living.enumerated() {
            let begin = timeline.start + Int64(step) * timeline.step
            let within = begin..<begin + timeline.step
            #expect(timeline.started[step] == known.count { within.contains($0.0) }, "\(comment) \(step)")
            #expect(timeline.ended[step] == known.count { within.contains($0.1) }, "\(comment) \(step)")
            #expect(living == known.count { $0.0 < within.upperBound && $0.1 >= begin }, "\(comment) \(step)")
        }
    }

    @Test(arguments: ["blocks-churn", "blocks-overlapping", "wal-checkpoint-blocks", "wal-zstd", "bucket-thanos"])
    func countsEverySeriesOnce(name: String) throws {
        let data = try SampleData(name)
        let report = try Analysis.run(AnalysisOptions(data.directory) { $0.wantsTimeline = true })
        let brute = try BruteForce(data.opened())
        try expect(report.timeline, of: brute, name)
        let counted = report.sources.reduce(0) { $0 + $1.series }
        for metric in report.metrics {
            #expect((metric.timeline != nil) == (metric.counts.series >= max(1, counted / 100)), "\(metric.name)")
            guard metric.timeline != nil else { continue }
            let own = brute.filtered { $0["__name__"] ?? "" == metric.name }
            try expect(metric.timeline, of: own, "\(name) \(metric.name)")
        }
    }

    @Test func isTheSameWhereMemoryIsShort() throws {
        let series = RandomSeries(seed: 7, count: 400)
        let directory = try TemporaryDirectory()
        try directory.writeBlock(IndexBytes(series.series, version: 2).bytes)
        let report = try Analysis.run(AnalysisOptions(directory.path) { $0.wantsTimeline = true })
        try expect(report.timeline, of: series.bruteForce(), "random")
        let single = try Analysis.run(
            AnalysisOptions(directory.path) {
                $0.wantsTimeline = true
                $0.threads = 3
            })
        #expect(single.timeline == report.timeline)
    }

    @Test func isLeftOutUnlessAskedFor() throws {
        let data = try SampleData("blocks-churn")
        let report = try Analysis.run(AnalysisOptions(data.directory))
        #expect(report.timeline == nil && report.metrics.allSatisfy { $0.timeline == nil })
        let blind = try Analysis.run(
            AnalysisOptions(data.directory) {
                $0.wantsTimeline = true
                $0.readsActivity = false
            })
        #expect(blind.timeline == nil)
    }

    /// Steps are as fine as there is room for, whatever the window is, and hold all of it.
    @Test(arguments: [0, 1, 999, 60_000, 565_000, 7_200_000, 86_400_000, 31_536_000_000, 3_000_000_000_000] as [Int64])
    func stepsHoldTheWindow(length: Int64) throws {
        for start: Int64 in [-5_000_001, 0, 1_795_341_600_123] {
            let window = Window(minTime: start, maxTime: start + length, activeWithin: 0)
            let grid = try #require(TimelineGrid(window: window, series: 1))
            #expect(grid.count >= 1 && grid.count <= TimelineGrid.mostSteps)
            #expect(grid.start <= start && grid.start + Int64(grid.count) * grid.step > window.maxTime)
            #expect(grid.index(of: .min) == 0 && grid.index(of: .max) == grid.count - 1)
            #expect(grid.index(of: start) == 0 && grid.index(of: window.maxTime) == grid.count - 1)
        }
    }

    @Test func noGridSpansAllTimes() {
        for (first, last) in [(Int64.min, Int64.max), (.min + 1, .min + 2), (0, .max)] {
            #expect(TimelineGrid(window: Window(minTime: first, maxTime: last, activeWithin: 0), series: 1) == nil)
        }
    }
}
