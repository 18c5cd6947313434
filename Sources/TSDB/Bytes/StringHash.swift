/// Hashes of strings, for tables that find the number of one.
///
/// Eight bytes at a time through a multiply and a mix: equality is checked on the bytes, so speed is what counts.
package enum StringHash {
    /// Differs from run to run, so that nobody can write label values which all collide.
    @usableFromInline static let seed = UInt64.random(in: .min ... .max)

    @inlinable
    package static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var state = seed ^ UInt64(truncatingIfNeeded: bytes.count) &* 0x9e37_79b9_7f4a_7c15
        var offset = 0
        while offset &+ 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
            state = (state ^ word) &* 0xff51_afd7_ed55_8ccd
            state ^= state &>> 32
            offset &+= 8
        }
        var tail: UInt64 = 0
        while offset < bytes.count {
            tail = tail &<< 8 | UInt64(bytes[offset])
            offset &+= 1
        }
        return mix(state ^ tail)
    }

    /// The finalizer of MurmurHash3: every bit of the word changes half of the result's.
    @inlinable @inline(__always)
    package static func mix(_ word: UInt64) -> UInt64 {
        var state = word
        state = (state ^ state &>> 33) &* 0xff51_afd7_ed55_8ccd
        state = (state ^ state &>> 33) &* 0xc4ce_b9fe_1a85_ec53
        return state ^ state &>> 33
    }
}
