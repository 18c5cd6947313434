/// Series and their activity, added up. Four counters of 32 bits: tables hold millions of these.
struct Tally: BitwiseCopyable, Equatable {
    var series: UInt32 = 0
    var active: UInt32 = 0
    var new: UInt32 = 0
    var gone: UInt32 = 0

    static func += (left: inout Tally, right: Tally) {
        left.series &+= right.series
        left.active &+= right.active
        left.new &+= right.new
        left.gone &+= right.gone
    }

    /// As the report shows it; without known times only the series count stands.
    func counts(knowingActivity: Bool) -> SeriesCounts {
        guard knowingActivity else { return SeriesCounts(series: Int(series)) }
        return SeriesCounts(series: Int(series), active: Int(active), new: Int(new), gone: Int(gone))
    }
}

/// Adds up verdicts of `ActivityClock` over a run of rows, three counters in one word.
struct RunTally {
    /// Rows a run may have before a counter could reach its neighbour.
    static let limit = 1 << 20

    private var packed: UInt64 = 0
    private(set) var rows = 0

    @inline(__always)
    mutating func add(_ verdict: UInt8) {
        let bits = UInt64(verdict)
        packed &+= (bits & 1) | (bits & 2) &<< 20 | (bits & 4) &<< 40
        rows &+= 1
    }

    @inline(__always)
    mutating func take() -> Tally {
        let tally = Tally(
            series: UInt32(truncatingIfNeeded: rows), active: UInt32(truncatingIfNeeded: packed & 0x1f_ffff),
            new: UInt32(truncatingIfNeeded: packed &>> 21 & 0x1f_ffff),
            gone: UInt32(truncatingIfNeeded: packed &>> 42 & 0x1f_ffff))
        packed = 0
        rows = 0
        return tally
    }
}
