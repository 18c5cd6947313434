package import Cardinality
import RemoteWrite
import Synchronization
package import TSDB

/// Reports of a stream, made when somebody asks and kept for a while: counting five million series takes seconds, and
/// a page that is looked at asks often.
package final class ReportKeeper: Sendable {
    /// Which series a report is about.
    package enum Scope: Hashable, Sendable {
        case window
        case sinceStart
    }

    private struct Kept {
        var report: CardinalityReport
        /// Milliseconds since the epoch, and milliseconds.
        var made: Int64
        var cost: Int64
    }

    private let stream: LiveStream
    private let kept = Mutex<[Scope: Kept]>([:])
    /// Held while a report is made: one at a time is enough.
    private let making = Mutex(())

    /// A report is as old as this at most when it is asked for, in milliseconds, and ten times what it cost.
    private static let freshness: Int64 = 5000
    /// What reports call the stream.
    static let sourceName = "stream"

    private let breakdowns: [SeriesBreakdown]

    /// `breakdowns` are counted in every report of all metrics.
    package init(_ stream: LiveStream, breakdowns: [SeriesBreakdown] = []) {
        self.stream = stream
        self.breakdowns = breakdowns
    }

    /// The report of everything, at most a few seconds old. Throws when the memory left does not suffice for it.
    package func report(_ scope: Scope) throws(Diagnostic) -> CardinalityReport {
        if let report = fresh(scope) { return report }
        let result: Result<CardinalityReport, Diagnostic> = making.withLock { _ in
            // Somebody else may have made it meanwhile.
            if let report = fresh(scope) { return .success(report) }
            do throws(Diagnostic) {
                let start = LiveStream.now()
                let report = try make(scope, metric: nil)
                let entry = Kept(report: report, made: LiveStream.now(), cost: LiveStream.now() - start)
                kept.withLock { $0[scope] = entry }
                return .success(report)
            } catch { return .failure(error) }
        }
        return try result.get()
    }

    /// One metric in depth, of the window.
    package func report(onMetric metric: String) throws(Diagnostic) -> CardinalityReport {
        let result: Result<CardinalityReport, Diagnostic> = making.withLock { _ in
            do throws(Diagnostic) { return .success(try make(.window, metric: metric)) } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Runs `body` while no report is kept and none is made, so that it has their memory.
    func givingWay(_ body: () throws(Diagnostic) -> Void) throws(Diagnostic) {
        let result: Result<Void, Diagnostic> = making.withLock { _ in
            kept.withLock { $0 = [:] }
            do throws(Diagnostic) { return .success(try body()) } catch { return .failure(error) }
        }
        try result.get()
    }

    private func fresh(_ scope: Scope) -> CardinalityReport? {
        let now = LiveStream.now()
        return kept.withLock { kept in
            guard let entry = kept[scope], now - entry.made < max(Self.freshness, 10 * entry.cost) else { return nil }
            return entry.report
        }
    }

    private func make(_ scope: Scope, metric: String?) throws(Diagnostic) -> CardinalityReport {
        let times = scope == .window ? stream.window(LiveStream.now()) : Int64.min...Int64.max
        let part: StreamPart
        do throws(Diagnostic) {
            part = try stream.series.part(
                path: Self.sourceName, times: times, metric: metric, budget: stream.reportBudget)
        } catch { throw error.isRefusal ? Self.refusal : error }
        var options = AnalysisOptions(sources: [])
        options.openParts = [part]
        options.activeWithin = stream.options.activeWithin
        options.groupBy = stream.options.groupBy
        options.metricInDepth = metric
        if metric == nil { options.breakdowns = breakdowns }
        options.pairLimit = Self.pairs
        options.threads = stream.options.threads
        var report: CardinalityReport
        do throws(Diagnostic) { report = try Analysis.run(options, budget: stream.reportBudget) } catch {
            guard error.isRefusal else { throw error }
            throw Self.refusal
        }
        if let warning = tailWarning(scope) { report.diagnostics.append(warning) }
        for sentence in stream.counts().0.leftOut.sentences(stream.options.labelLimits) {
            report.diagnostics.append(Diagnostic(.warning, file: Self.sourceName, "since the start, " + sentence))
        }
        let forgotten = stream.tail.forgotten
        if scope == .sinceStart, forgotten > 0 {
            report.diagnostics.append(
                Diagnostic(
                    .warning, file: Self.sourceName,
                    "about \(forgotten) series left the window and were forgotten to make room in --max-memory; they are in "
                        + "none of the counts"))
        }
        return report
    }

    private static let pairs = 1000

    /// The limit that `MemoryBudget` would name is a share of the one that the user gave.
    private static let refusal = Diagnostic(
        file: sourceName, "a report found no room beside the series in --max-memory; raise it")

    /// What the counts leave out.
    private func tailWarning(_ scope: Scope) -> Diagnostic? {
        guard let tail = stream.tail.estimate(sinceStart: scope == .sinceStart, metrics: 3), tail.series > 0 else {
            return nil
        }
        let error = (tail.error * 1000).rounded() / 10
        let names = tail.metrics.map { "\($0.name) (about \($0.series))" }.joined(separator: ", ")
        return Diagnostic(
            .warning, file: Self.sourceName,
            "about \(tail.series) more series (standard error \(error) %) found no room in --max-memory and are in none "
                + "of the counts; most of their samples are of \(names)")
    }
}
