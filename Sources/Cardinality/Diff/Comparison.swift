import TSDB

/// Bits that say of a series on which side of a comparison it is, and what became of it.
enum Comparison {
    static let old: UInt8 = 1
    static let new: UInt8 = 2
    static let both: UInt8 = 3
    /// On one side only, and nothing on the other was found to be its predecessor or successor.
    static let unmatched: UInt8 = 4
    /// Has a predecessor or successor whose values are others.
    static let replaced: UInt8 = 8
    /// Has a predecessor or successor under another name.
    static let renamed: UInt8 = 16
    static let mask: UInt8 = 31

    /// What one series of each verdict counts.
    static let counts: [DiffTally] = (0...mask).map { DiffTally(of: $0) }
}

/// Series by what became of them, added up.
struct DiffTally: BitwiseCopyable, Equatable {
    private var lanes = SIMD8<UInt32>()

    init() {}

    fileprivate init(of verdict: UInt8) {
        let isOld = verdict & Comparison.old != 0
        let isNew = verdict & Comparison.new != 0
        // Series of a renamed metric are on both sides, but under two names.
        let isRenamed = verdict & Comparison.renamed != 0
        let isMatched = verdict & Comparison.unmatched == 0
        let isAdded = isNew && (!isOld || isRenamed)
        let isGone = isOld && (!isNew || isRenamed)
        lanes[0] = isOld ? 1 : 0
        lanes[1] = isNew ? 1 : 0
        lanes[2] = isAdded ? 1 : 0
        lanes[3] = isGone ? 1 : 0
        lanes[4] = isAdded && isRenamed ? 1 : 0
        lanes[5] = isAdded && verdict & Comparison.replaced != 0 ? 1 : 0
        lanes[6] = isAdded && !isMatched ? 1 : 0
        lanes[7] = isGone && !isMatched ? 1 : 0
    }

    var before: Int { Int(lanes[0]) }
    var after: Int { Int(lanes[1]) }
    var added: Int { Int(lanes[2]) }
    var gone: Int { Int(lanes[3]) }
    var grown: Int { Int(lanes[6]) }

    @inline(__always)
    static func += (left: inout DiffTally, right: DiffTally) { left.lanes &+= right.lanes }

    /// What belongs to the old side alone, or to the new one.
    func part(of side: UInt8) -> DiffTally {
        var part = DiffTally()
        for lane in side == Comparison.old ? [0, 3, 7] : [1, 2, 4, 5, 6] { part.lanes[lane] = lanes[lane] }
        return part
    }

    var counts: DiffCounts {
        var counts = DiffCounts(before: before, after: after)
        counts.added = added
        counts.gone = gone
        counts.renamed = Int(lanes[4])
        counts.replaced = Int(lanes[5])
        counts.grown = grown
        counts.lost = Int(lanes[7])
        return counts
    }
}

/// Series of a label's value: on either side, before, after, and after without a predecessor. Shares the form of
/// `Tally`, so that columns and pair tables count them as they count activity.
extension Tally {
    init(before: UInt32, after: UInt32, either: UInt32, grown: UInt32) {
        self.init(series: either, active: before, new: after, gone: grown)
    }

    var before: UInt32 { active }
    var after: UInt32 { new }
    var grown: UInt32 { gone }
    /// Only in the new source, and only in the old one.
    var onlyAfter: UInt32 { series &- active }
    var onlyBefore: UInt32 { series &- new }
}
