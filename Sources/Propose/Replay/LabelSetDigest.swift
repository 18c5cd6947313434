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
            low &+= Self.mix(word &+ 0x9e37_79b9_7f4a_7c15)
            high &+= Self.mix(word ^ 0xc2b2_ae3d_27d4_eb4f)
            index &+= 2
        }
        (self.low, self.high) = (low, high)
    }

    /// The finalizer of MurmurHash3.
    @inline(__always)
    private static func mix(_ word: UInt64) -> UInt64 {
        var state = word
        state = (state ^ state &>> 33) &* 0xff51_afd7_ed55_8ccd
        state = (state ^ state &>> 33) &* 0xc4ce_b9fe_1a85_ec53
        return state ^ state &>> 33
    }

    static func < (one: LabelSetDigest, other: LabelSetDigest) -> Bool {
        one.low == other.low ? one.high < other.high : one.low < other.low
    }
}
