import Synchronization
import TSDB
import Threading

/// Finds metrics that took another one's place: one that is gone, and one that is new with the same label sets.
///
/// Candidates are told by sketches of their label sets, as they are and without labels that tell instances apart, and by
/// their names; each is then compared series by series before it counts.
struct MetricRenames: Sendable {
    /// Of the metrics on one side only, so many are looked at: those with most series.
    private static let mostMetrics = 1000
    /// Labels that change with every deploy.
    static let volatile =
        Succession.places + [
            "pod", "pod_name", "uid", "id", "container_id", "image", "image_id", "version", "endpoint",
        ]

    let context: CountingContext
    let places: Set<UInt32>
    let volatile: Set<UInt32>
    let threads: Int

    struct Joined {
        var work: [DiffWork]
        /// Metrics that were not looked at because memory did not suffice.
        var skipped = 0
    }

    /// The works with those that are one metric under two names joined.
    func joined(_ work: [MetricWork]) throws(PartFailure) -> Joined {
        let sides = work.map { metric in
            metric.shares.reduce(into: UInt8(0)) { $0 |= context.scopes[$1.part].side }
        }
        func candidates(_ side: UInt8) -> [Int] {
            let some = work.indices.filter { sides[$0] == side && work[$0].name != MetricExtent.noName }
            return Array(some.sorted { work[$0].series > work[$1].series }.prefix(Self.mostMetrics))
        }
        let gone = candidates(Comparison.old)
        let new = candidates(Comparison.new)
        guard !gone.isEmpty, !new.isEmpty else { return Joined(work: work.map { DiffWork(metric: $0) }) }
        let sketches = try sketches(of: gone + new, work)
        let pairs = try verified(MetricPairing(gone, new, sketches).best(), work)
        let taken = Set(pairs.map(\.old))
        let predecessors = Dictionary(pairs.map { ($0.new, $0.old) }, uniquingKeysWith: { first, _ in first })
        return Joined(
            work: work.indices.filter { !taken.contains($0) }.map { index in
                DiffWork(metric: work[index], predecessor: predecessors[index].map { work[$0] })
            }, skipped: gone.count + new.count - sketches.count)
    }

    private func verified(
        _ pairs: [(old: Int, new: Int)], _ work: [MetricWork]
    ) throws(PartFailure) -> [(old: Int, new: Int)] {
        let sizes = pairs.map { work[$0.old].series + work[$0.new].series }
        let found = Mutex<[Int]>([])
        try run(sizes) { counter, index throws(PartFailure) in
            let pair = pairs[index]
            let isRename = try counter.isRename(DiffWork(metric: work[pair.new], predecessor: work[pair.old]))
            if isRename == true { found.withLock { $0.append(index) } }
        }
        return found.withLock { $0.sorted() }.map { pairs[$0] }
    }

    private func sketches(of metrics: [Int], _ work: [MetricWork]) throws(PartFailure) -> [Int: MetricSketch] {
        let found = Mutex<[Int: MetricSketch]>([:])
        let queue = MetricQueue(sizes: metrics.map { work[$0].series }, stage: "looking for renames", progress: nil)
        Threads.run(min(threads, metrics.count)) { _ in
            var reader = MetricReader(context)
            queue.drain { index throws(PartFailure) in
                let metric = work[metrics[index]]
                guard var table = try reader.table(of: metric, .all) else { return true }
                let columns = table.finishedColumns().filter { volatile.contains($0.name) }
                let sketch = MetricSketch(table, volatile: columns, words: words(of: metric.name))
                found.withLock { $0[metrics[index]] = sketch }
                return true
            }
        }
        _ = try queue.deferred()
        return found.withLock { $0 }
    }

    private func words(of name: UInt32) -> [String] {
        context.symbols.withSymbol(name) { bytes in
            bytes.split { $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ":") }
                .map { String(decoding: $0, as: UTF8.self) }
        }
    }

    private func run(
        _ sizes: [Int], _ body: @escaping @Sendable (inout DiffCounter, Int) throws(PartFailure) -> Void
    ) throws(PartFailure) {
        let queue = MetricQueue(sizes: sizes, stage: "looking for renames", progress: nil)
        Threads.run(max(1, min(threads, sizes.count))) { _ in
            var counter = DiffCounter(context, places: places)
            queue.drain { index throws(PartFailure) in
                try body(&counter, index)
                return true
            }
        }
        _ = try queue.deferred()
    }
}

/// The smallest hashes of a metric's label sets: what two metrics have in common can be told from them.
struct MetricSketch: Sendable {
    private static let size = 32

    let series: Int
    let words: [String]
    /// Of whole label sets, and of those without labels that tell instances apart.
    let whole: [UInt64]
    let stable: [UInt64]

    init(_ table: borrowing MetricTable, volatile columns: [Column], words: [String]) {
        series = table.rows
        self.words = words
        var whole = Smallest()
        var stable = Smallest()
        for row in 0..<table.rows {
            var hash = table.hashes[row]
            whole.add(LabelHash.mix(hash))
            for column in columns { hash &-= LabelHash.hash(name: column.name, value: column.value(row: row)) }
            stable.add(LabelHash.mix(hash))
        }
        self.whole = whole.hashes
        self.stable = stable.hashes
    }

    /// The share of distinct label sets that both have, estimated from the smallest of the two together.
    static func overlap(_ a: [UInt64], _ b: [UInt64]) -> Double {
        var (left, right, both, all) = (0, 0, 0, 0)
        while all < size, left < a.count || right < b.count {
            let isBoth = left < a.count && right < b.count && a[left] == b[right]
            let isLeft = right == b.count || left < a.count && a[left] < b[right]
            if isBoth { both += 1 }
            if isBoth || isLeft { left += 1 }
            if isBoth || !isLeft { right += 1 }
            all += 1
        }
        return all > 0 ? Double(both) / Double(all) : 0
    }

    private struct Smallest {
        private(set) var hashes: [UInt64] = []

        mutating func add(_ hash: UInt64) {
            if hashes.count == size, let last = hashes.last, hash >= last { return }
            var (low, high) = (0, hashes.count)
            while low < high {
                let middle = (low + high) / 2
                if hashes[middle] < hash { low = middle + 1 } else { high = middle }
            }
            if low < hashes.count, hashes[low] == hash { return }
            hashes.insert(hash, at: low)
            if hashes.count > size { hashes.removeLast() }
        }
    }
}
