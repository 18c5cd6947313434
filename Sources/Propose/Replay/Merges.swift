import TSDB

/// Label sets that several series come to share.
struct Merges {
    struct Group {
        var digest: LabelSetDigest
        var count: Int
        var succession: Succession
        var meeting: RelabelReplay.Meeting?
    }

    /// Distinct label sets in all.
    private(set) var sets = 0
    private(set) var overlapping = 0
    private(set) var unclear = 0
    private(set) var succeeding = 0
    private var groups: [Group] = []

    /// `interval` is that of scrapes, in milliseconds.
    init(of series: consuming [ReplayPass.Kept], interval: Int64) {
        var series = series
        series.sort { one, other in
            one.digest == other.digest ? one.first < other.first : one.digest < other.digest
        }
        var start = 0
        while start < series.count {
            var end = start + 1
            while end < series.count, series[end].digest == series[start].digest { end += 1 }
            sets += 1
            if end - start > 1 { add(series[start..<end], interval) }
            start = end
        }
    }

    private mutating func add(_ series: ArraySlice<ReplayPass.Kept>, _ interval: Int64) {
        guard var latest = series.first else { return }
        var worst = Succession.succeeding
        for next in series.dropFirst() {
            worst = max(worst, Succession(after: (latest.first, latest.last), first: next.first, interval: interval))
            if next.last >= latest.last { latest = next }
        }
        switch worst {
        case .overlapping: overlapping += 1
        case .unclear: unclear += 1
        case .succeeding: succeeding += 1
        }
        groups.append(
            Group(
                digest: latest.digest, count: series.count, succession: worst,
                meeting: worst == .overlapping ? Self.meeting(of: series) : nil))
    }

    /// The first time at which most of the series, sorted by their first samples, live.
    private static func meeting(of series: ArraySlice<ReplayPass.Kept>) -> RelabelReplay.Meeting? {
        let known = series.filter { $0.first != SeriesBatch.noTime }
        let ends = known.map(\.end).sorted()
        var best: RelabelReplay.Meeting?
        var gone = 0
        for (index, next) in known.enumerated() {
            while gone < ends.count, ends[gone] <= next.first { gone += 1 }
            let living = index + 1 - gone
            if living > best?.count ?? 1 { best = RelabelReplay.Meeting(time: next.first, count: living) }
        }
        return best
    }

    /// Bytes that the label sets take which several series share.
    var memory: Int { groups.capacity * MemoryLayout<Group>.stride }

    /// Those of most series, overlapping ones before the others.
    func largest(_ count: Int) -> [Group] {
        let sorted = groups.sorted { one, other in
            (one.succession, one.count, one.digest.low) > (other.succession, other.count, other.digest.low)
        }
        return Array(sorted.prefix(count))
    }
}
