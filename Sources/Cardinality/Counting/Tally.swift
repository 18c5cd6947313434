/// Series and their activity, added up: four counters of 32 bits in one vector, as tables hold millions of these.
struct Tally: BitwiseCopyable, Equatable {
    private var lanes = SIMD4<UInt32>()

    init() {}

    private init(_ lanes: SIMD4<UInt32>) { self.lanes = lanes }

    init(series: UInt32, active: UInt32, new: UInt32, gone: UInt32) {
        lanes = SIMD4(series, active, new, gone)
    }

    var series: UInt32 { lanes[0] }
    var active: UInt32 { lanes[1] }
    var new: UInt32 { lanes[2] }
    var gone: UInt32 { lanes[3] }

    @inline(__always)
    static func += (left: inout Tally, right: Tally) { left.lanes &+= right.lanes }

    /// What one series counts, by its verdict of `ActivityClock`: a bit for each counter but the first.
    static let ofVerdict: [Tally] = (0..<8).map { verdict in
        Tally(SIMD4(1, verdict & 1, verdict >> 1 & 1, verdict >> 2 & 1))
    }

    /// As the report shows it; without known times only the series count stands.
    func counts(knowingActivity: Bool) -> SeriesCounts {
        guard knowingActivity else { return SeriesCounts(series: Int(series)) }
        return SeriesCounts(series: Int(series), active: Int(active), new: Int(new), gone: Int(gone))
    }
}
