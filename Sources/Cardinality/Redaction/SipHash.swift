/// SipHash-2-4 (Aumasson and Bernstein, 2012): a keyed hash of 64 bits that cannot be computed without its key.
enum SipHash {
    static func hash(_ bytes: some RandomAccessCollection<UInt8>, key0: UInt64, key1: UInt64) -> UInt64 {
        var v0 = 0x736f_6d65_7073_6575 ^ key0
        var v1 = 0x646f_7261_6e64_6f6d ^ key1
        var v2 = 0x6c79_6765_6e65_7261 ^ key0
        var v3 = 0x7465_6462_7974_6573 ^ key1
        func rotated(_ value: UInt64, _ by: UInt64) -> UInt64 { value << by | value >> (64 - by) }
        func round() {
            v0 &+= v1
            v1 = rotated(v1, 13) ^ v0
            v0 = rotated(v0, 32)
            v2 &+= v3
            v3 = rotated(v3, 16) ^ v2
            v0 &+= v3
            v3 = rotated(v3, 21) ^ v0
            v2 &+= v1
            v1 = rotated(v1, 17) ^ v2
            v2 = rotated(v2, 32)
        }
        func absorb(_ word: UInt64) {
            v3 ^= word
            round()
            round()
            v0 ^= word
        }
        var word: UInt64 = 0
        var filled: UInt64 = 0
        for byte in bytes {
            word |= UInt64(byte) << (8 * filled)
            filled += 1
            if filled == 8 {
                absorb(word)
                (word, filled) = (0, 0)
            }
        }
        absorb(word | UInt64(truncatingIfNeeded: bytes.count) << 56)
        v2 ^= 0xff
        for _ in 0..<4 { round() }
        return v0 ^ v1 ^ v2 ^ v3
    }
}
