import Relabel
import TSDB

/// Replays rules on the series of one metric with the project's own engine, and tells what becomes of every one.
struct MetricReplay {
    let series: MetricSeries
    /// Milliseconds between scrapes: series that follow each other closer than that may be told apart by nothing.
    let scrapeInterval: Int64

    /// What one list of rules leaves of the metric.
    struct Outcome {
        /// Whether the row stands for its label set: the one that lives last. Dropped rows do not.
        var isKept: [Bool]
        var isDropped: [Bool]
        var isChanged: [Bool]
        /// Rows that share their label set with another one at the same time, counted but for one of each set.
        var mergedWithinTarget = 0
        var mergedAcrossTargets = 0
        /// Rows that come after another one of their label set.
        var succeeding = 0
        /// Rows of which that cannot be told: no times, or less than a scrape interval apart, as where one begins at the
        /// time that the other ends.
        var unclear = 0
        /// Rows of the first label sets that merge, and whether they overlap.
        var examples: [(rows: [Int], isWithinTarget: Bool, overlaps: Bool)] = []

        var merged: Int { mergedWithinTarget + mergedAcrossTargets }
    }

    private struct Kept {
        var digest: LabelSetDigest
        var first: Int64
        var row: Int
    }

    private static let exampleCount = 3

    /// Nothing replayed yet.
    var untouched: Outcome {
        let none = [Bool](repeating: false, count: series.rows)
        return Outcome(isKept: none.map { !$0 }, isDropped: none, isChanged: none)
    }

    func run(_ rules: [RelabelRule]) throws(Relabelling.Refusal) -> Outcome {
        let relabelling = try Relabelling(rules)
        var engine = SeriesRelabelling(relabelling, series.symbols)
        var output = RelabelledRows(repeatsUnchanged: true)
        var pairs: [UInt32] = []
        var outcome = untouched
        var kept: [Kept] = []
        kept.reserveCapacity(series.rows)
        for row in 0..<series.rows {
            series.read(row, into: &pairs)
            guard series.isReached[row] else {
                let digest = pairs.withUnsafeBufferPointer { LabelSetDigest($0) }
                kept.append(Kept(digest: digest, first: series.first[row], row: row))
                continue
            }
            output.removeAll()
            engine.add(pairs.span, into: &output)
            switch output.verdict(of: 0) {
            case .dropped:
                outcome.isDropped[row] = true
                outcome.isKept[row] = false
            case .changed:
                outcome.isChanged[row] = true
                fallthrough
            case .unchanged:
                let digest = LabelSetDigest(output.pairs(of: 0))
                kept.append(Kept(digest: digest, first: series.first[row], row: row))
            }
        }
        if outcome.isChanged.contains(true) { merge(&kept, into: &outcome) }
        return outcome
    }

    // MARK: Merges

    private func merge(_ kept: inout [Kept], into outcome: inout Outcome) {
        kept.sort { one, other in
            if one.digest != other.digest { return one.digest < other.digest }
            return (one.first, one.row) < (other.first, other.row)
        }
        var start = 0
        while start < kept.count {
            var end = start + 1
            while end < kept.count, kept[end].digest == kept[start].digest { end += 1 }
            if end - start > 1 { judge(kept[start..<end].map(\.row), &outcome) }
            start = end
        }
    }

    /// Rows that get one label set, by the time of their first sample.
    private func judge(_ rows: [Int], _ outcome: inout Outcome) {
        guard var latest = rows.first else { return }
        var overlaps = false
        var isWithinTarget = false
        // A target's own series merge in one scrape, which matters more than that another one's do, too.
        var lastOfTarget = [series.targetKey(of: latest): series.last[latest]]
        for row in rows.dropFirst() {
            let isKnown = series.first[row] != SeriesBatch.noTime && series.first[latest] != SeriesBatch.noTime
            switch Succession(
                after: (series.first[latest], series.last[latest]), first: series.first[row], interval: scrapeInterval)
            {
            case .unclear: outcome.unclear += 1
            case .succeeding: outcome.succeeding += 1
            case .overlapping:
                overlaps = true
                if let last = lastOfTarget[series.targetKey(of: row)], series.first[row] <= last {
                    isWithinTarget = true
                    outcome.mergedWithinTarget += 1
                } else {
                    outcome.mergedAcrossTargets += 1
                }
            }
            let key = series.targetKey(of: row)
            lastOfTarget[key] = max(lastOfTarget[key] ?? .min, series.last[row])
            if !isKnown || series.last[row] >= series.last[latest] {
                outcome.isKept[latest] = false
                latest = row
            } else {
                outcome.isKept[row] = false
            }
        }
        if overlaps, outcome.examples.filter(\.overlaps).count < Self.exampleCount {
            outcome.examples.insert((Array(rows.prefix(3)), isWithinTarget, true), at: 0)
        } else if outcome.examples.count < Self.exampleCount {
            outcome.examples.append((Array(rows.prefix(3)), isWithinTarget, overlaps))
        }
        if outcome.examples.count > Self.exampleCount { outcome.examples.removeLast() }
    }

    // MARK: What it comes to

    /// What `after` spares that `before` did not. Rows that are kept after it were kept before it.
    func savings(from before: Outcome, to after: Outcome, activeFrom: Int64?) -> Savings {
        var savings = Savings()
        var active = 0
        var targets: [UInt64: (row: Int, count: Int)] = [:]
        for row in 0..<series.rows where before.isKept[row] && !after.isKept[row] {
            savings.series += 1
            if let activeFrom, series.last[row] >= activeFrom { active += 1 }
            targets[series.targetKey(of: row), default: (row, 0)].count += 1
        }
        if activeFrom != nil { savings.active = active }
        for (row, count) in targets.values { savings.targets[series.target(of: row), default: 0] += count }
        savings.succeeding = after.succeeding - before.succeeding
        savings.mergedWithinTarget = after.mergedWithinTarget - before.mergedWithinTarget
        savings.mergedAcrossTargets = after.mergedAcrossTargets - before.mergedAcrossTargets
        return savings
    }

    func examples(of outcome: Outcome, after rules: [RelabelRule]) -> [MergeExample] {
        guard !outcome.examples.isEmpty, let relabelling = try? Relabelling(rules) else { return [] }
        return outcome.examples.map { example in
            let before = example.rows.map(labels)
            var after: [Label] = []
            if let first = before.first, case .kept(let labels) = relabelling.apply(first) { after = labels }
            return MergeExample(
                before: before, after: after, isWithinTarget: example.isWithinTarget, overlaps: example.overlaps)
        }
    }

    private func labels(of row: Int) -> [Label] {
        var pairs: [UInt32] = []
        series.read(row, into: &pairs)
        return stride(from: 0, to: pairs.count - 1, by: 2).map { index in
            Label(name: series.bytes(pairs[index]), value: series.bytes(pairs[index + 1]))
        }.sorted { $0.name.lexicographicallyPrecedes($1.name) }
    }
}
