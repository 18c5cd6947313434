import TSDB

/// A label set as 128 bits: equal sets have equal digests, and others differ for all that can happen.
///
/// A sum over the labels, so that their order does not matter. Labels are numbers of strings, which are distinct.
struct LabelSetDigest: Hashable, Comparable {
    var low: UInt64
    var high: UInt64

    @inline(__always)
    init(_ pairs: UnsafeBufferPointer<UInt32>) {
        var (low, high): (UInt64, UInt64) = (0, 0)
        var index = 0
        while index &+ 1 < pairs.count {
            let word = UInt64(pairs[index]) << 32 | UInt64(pairs[index &+ 1])
            low &+= StringHash.mix(word &+ 0x9e37_79b9_7f4a_7c15)
            high &+= StringHash.mix(word ^ 0xc2b2_ae3d_27d4_eb4f)
            index &+= 2
        }
        (self.low, self.high) = (low, high)
    }

    static func < (one: LabelSetDigest, other: LabelSetDigest) -> Bool {
        one.low == other.low ? one.high < other.high : one.low < other.low
    }
}
