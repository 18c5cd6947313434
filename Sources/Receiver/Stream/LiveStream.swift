import Cardinality
import Glibc
import RemoteWrite
import Synchronization
package import TSDB

/// Everything a receiver knows of what it is sent.
package final class LiveStream: Sendable {
    let series: StreamSeries
    let tail = StreamTail()
    /// Three eighths of what requests leave, and what writing a snapshot takes however few series it has: series never
    /// take so much that nothing could be said of them, or that they could not be kept.
    let reportBudget: MemoryBudget
    /// For requests: bodies that are being read, what they are decompressed and decoded into.
    let requestBudget: MemoryBudget
    private static let leastMemory = 4 << 20
    package let options: ReceiverOptions
    private let intake: Intake
    private let counters: Mutex<Counters>
    /// Milliseconds since the epoch.
    package let startTime: Int64

    private struct Counters {
        var totals = StreamTotals()
        var senders = SenderTable()
        var history: [HistoryPoint] = []
        var samplesAtLastPoint = 0
        /// When the slots of rates were turned last, and how much time the full ones cover.
        var lastTurn: Int64
        var turns = 0
    }

    package init(_ options: ReceiverOptions) throws(Diagnostic) {
        self.options = options
        let forState = options.stateDirectory == nil ? 0 : SnapshotWriter.memory(symbols: 0)
        let usable = options.maxMemory - MemoryBudget.overhead - StreamTail.memory - forState
        guard usable >= Self.leastMemory else {
            throw MemoryBudget.refusal(
                needed: options.maxMemory - usable + Self.leastMemory, limit: options.maxMemory, for: "listening",
                file: "--max-memory")
        }
        let forRequests = Self.requestMemory(of: usable)
        let forReports = (usable - forRequests) / 8 * 3
        requestBudget = MemoryBudget(limit: MemoryBudget.overhead + forRequests)
        reportBudget = MemoryBudget(limit: MemoryBudget.overhead + forState + forReports)
        series = try StreamSeries(
            budget: MemoryBudget(limit: MemoryBudget.overhead + usable - forRequests - forReports),
            ownerLabels: options.groupBy)
        intake = Intake(
            stream: series, tail: tail, check: LabelCheck(options.labelLimits), decodedLimit: options.decodedLimit,
            window: options.window, budget: requestBudget)
        startTime = Self.now()
        counters = Mutex(Counters(lastTurn: startTime))
    }

    /// An eighth, or up to 64 MiB of less than half a gigabyte; half a megabyte is what a usual request takes, and
    /// 256 MiB are enough for two of the largest.
    private static func requestMemory(of usable: Int) -> Int {
        min(256 << 20, max(usable / 8, min(usable / 4, 64 << 20), 2 << 20))
    }

    /// Bytes that requests may take, and that they take now.
    var requestMemory: Int { requestBudget.limit - MemoryBudget.overhead }
    var requestMemoryInUse: Int { requestMemory - requestBudget.available }

    static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    // MARK: - Requests

    func take(_ body: RawSpan, _ version: MessageVersion, _ workspace: Intake.Workspace) -> WriteAnswer? {
        let start = Self.processorTime()
        guard var answer = intake.take(body, version, workspace) else { return nil }
        answer.nanoseconds = Self.processorTime() - start
        return answer
    }

    /// Of this thread, in nanoseconds.
    private static func processorTime() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    /// Notes a request that was answered, by whomever.
    func note(_ answer: WriteAnswer, status: Int, bodyBytes: Int, from sender: SenderTable.Key) {
        let now = Self.now()
        counters.withLock { counters in
            counters.totals.requests += 1
            counters.totals.answers[status, default: 0] += 1
            counters.totals.bodyBytes += bodyBytes
            counters.totals.samples += answer.counted
            counters.totals.repeatedSamples += answer.samples + answer.histograms - answer.counted
            counters.totals.histograms += answer.histograms
            counters.totals.exemplars += answer.exemplars
            counters.totals.countingNanoseconds += answer.nanoseconds
            counters.totals.rejectedSeries += answer.rejectedSeries
            counters.totals.oversizedSeries += answer.oversizedSeries
            counters.totals.rejectedSamples += answer.rejectedSamples
            counters.senders.note(sender, answer, status: status, at: now)
        }
    }

    func counts() -> (StreamTotals, SenderTable, [HistoryPoint]) {
        counters.withLock { ($0.totals, $0.senders, $0.history) }
    }

    /// Takes over what was counted before a restart.
    func restore(_ totals: StreamTotals) {
        counters.withLock { counters in
            counters.totals = totals
            counters.samplesAtLastPoint = totals.samples
        }
    }

    /// Keeps a tenth of the room for series free from now on. A snapshot has them in another order, in which they take
    /// somewhat more: what a full receiver kept must have room in the next one.
    func leaveRoomForLoading() {
        let room = (series.budget.limit - MemoryBudget.overhead) / 10
        _ = series.budget.reserve(min(room, max(0, series.budget.available)))
    }

    // MARK: - Time

    private static let historyPoints = 240

    /// To be called every `options.tick`: adds a point to the history, and turns slots when it is time.
    func tick() {
        let now = Self.now()
        let window = window(now)
        let active = series.withTable { $0.count(since: window.upperBound - options.activeWithin) }
        let known = series.withTable { $0.count }
        let turns = counters.withLock { counters in
            let before = counters.history.last?.time ?? startTime
            let seconds = max(0.001, Double(now - before) / 1000)
            let samples = counters.totals.samples - counters.samplesAtLastPoint
            counters.samplesAtLastPoint = counters.totals.samples
            counters.history.append(
                HistoryPoint(
                    time: now, activeSeries: active, knownSeries: known,
                    samplesPerSecond: Double(samples) / seconds))
            if counters.history.count > Self.historyPoints { counters.history.removeFirst() }
            guard now - counters.lastTurn >= options.window / Int64(StreamCounts.slotCount) else { return 0 }
            counters.lastTurn = now
            counters.turns += 1
            return counters.turns
        }
        guard turns > 0 else { return }
        series.withTable { $0.turnSlots() }
        if turns % 2 == 0 { tail.turnHalf() }
    }

    /// The last `--window`: it ends now, or with the newest sample where the stream itself ended longer ago.
    func window(_ now: Int64) -> ClosedRange<Int64> {
        let newest = series.withTable { $0.newestSample(upTo: now) } ?? now
        let end = newest >= now - options.window ? now : newest
        return (end - options.window)...end
    }

    /// Seconds that `StreamCounts.recent` covers.
    func recentSeconds(_ now: Int64) -> Double {
        counters.withLock { counters in
            let slots = Int64(min(counters.turns, StreamCounts.slotCount))
            let slot = options.window / Int64(StreamCounts.slotCount)
            return max(1, Double(now - counters.lastTurn + slots * slot) / 1000)
        }
    }
}
