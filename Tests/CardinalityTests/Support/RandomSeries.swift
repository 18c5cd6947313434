@testable import Cardinality
@testable import TSDB

/// Series made up with a seed: some labels fixed by others, some absent, some alike everywhere, a few series without a
/// name, with chunks that leave gaps.
struct RandomSeries {
    private(set) var series: [IndexBytes.Series] = []
    private(set) var samples: [(labels: BruteForce.Labels, chunks: [(first: Int64, last: Int64)])] = []

    /// Of `count` series made up, those that are distinct.
    init(seed: UInt64, count: Int, metrics: Int = 6) {
        var random = SeededRandom(seed)
        var known: Set<BruteForce.Labels> = []
        for _ in 0..<count {
            let metric = Int.random(in: 0..<metrics, using: &random)
            var labels: BruteForce.Labels = ["__name__": metric == 0 ? "" : "metric_\(metric)"]
            if metric == 0 { labels["__name__"] = nil }
            let pod = Int.random(in: 0..<max(4, count / 8), using: &random)
            labels["cluster"] = "one"
            labels["pod"] = "pod-\(pod)"
            if metric % 2 == 0 { labels["node"] = "node-\(pod / 3)" }
            if metric != 3 || pod % 2 == 0 { labels["zone"] = "zone-\(pod % 3)" }
            if metric > 1 { labels["path"] = "/\(Int.random(in: 0..<5, using: &random))" }
            if metric == 4 { labels["ID"] = "\(Int.random(in: 0..<count * 4, using: &random))" }
            if metric == 5 { labels["uid"] = "pod-\(pod)" }
            if Int.random(in: 0..<9, using: &random) == 0 { labels["extra"] = "\(pod % 2)" }
            guard known.insert(labels).inserted else { continue }
            var chunks: [(first: Int64, last: Int64)] = []
            var time = Int64.random(in: 0..<4_000_000, using: &random)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let last = time + Int64.random(in: 0..<900_000, using: &random)
                chunks.append((time, last))
                time = last + Int64.random(in: 1..<2_000_000, using: &random)
            }
            samples.append((labels, chunks))
        }
        samples.sort { Self.pairs($0.labels).lexicographicallyPrecedes(Self.pairs($1.labels)) { $0 < $1 } }
        series = samples.map { IndexBytes.Series(Self.pairs($0.labels), chunks: $0.chunks) }
    }

    private static func pairs(_ labels: BruteForce.Labels) -> [(String, String)] {
        labels.map { ($0.key, $0.value) }.sorted { $0 < $1 }
    }

    /// The series as they must be counted: those with a chunk in the range, which cuts their times.
    func bruteForce(_ range: ClosedRange<Int64> = .min ... .max) -> BruteForce {
        var brute = BruteForce()
        for (labels, chunks) in samples {
            let reached = chunks.filter { $0.first <= range.upperBound && $0.last >= range.lowerBound }
            guard let first = reached.map(\.first).min(), let last = reached.map(\.last).max() else { continue }
            brute.add(labels, first: max(first, range.lowerBound), last: min(last, range.upperBound))
        }
        return brute
    }
}
