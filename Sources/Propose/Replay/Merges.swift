import TSDB

/// Label sets that several series come to share.
struct Merges {
    struct Group {
        var digest: LabelSetDigest
        var count: Int
        var overlaps: Bool
    }

    /// Distinct label sets in all.
    private(set) var sets = 0
    private(set) var overlapping = 0
    private(set) var succeeding = 0
    private var groups: [Group] = []

    init(of series: consuming [ReplayPass.Kept]) {
        var series = series
        series.sort { one, other in
            one.digest == other.digest ? one.first < other.first : one.digest < other.digest
        }
        var start = 0
        while start < series.count {
            var end = start + 1
            while end < series.count, series[end].digest == series[start].digest { end += 1 }
            sets += 1
            if end - start > 1 { add(series[start..<end]) }
            start = end
        }
    }

    private mutating func add(_ series: ArraySlice<ReplayPass.Kept>) {
        guard let first = series.first else { return }
        var overlaps = first.first == SeriesBatch.noTime
        var last = first.last
        for next in series.dropFirst() {
            if next.first <= last { overlaps = true }
            last = max(last, next.last)
        }
        if overlaps { overlapping += 1 } else { succeeding += 1 }
        groups.append(Group(digest: first.digest, count: series.count, overlaps: overlaps))
    }

    /// Those of most series, overlapping ones before the others.
    func largest(_ count: Int) -> [Group] {
        let sorted = groups.sorted { one, other in
            (one.overlaps ? 1 : 0, one.count, one.digest.low) > (other.overlaps ? 1 : 0, other.count, other.digest.low)
        }
        return Array(sorted.prefix(count))
    }
}
