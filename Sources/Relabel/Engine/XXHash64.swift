/// The 64 bit hash of xxHash with the seed 0 (its specification, version 0.1.1), by which vmagent's hashmod shards.
enum XXHash64 {
    private static let primes: (UInt64, UInt64, UInt64, UInt64, UInt64) = (
        0x9e37_79b1_85eb_ca87, 0xc2b2_ae3d_27d4_eb4f, 0x1656_67b1_9e37_79f9, 0x85eb_ca77_c2b2_ae63,
        0x27d4_eb2f_1656_67c5
    )

    static func hash(_ message: [UInt8]) -> UInt64 {
        message.withUnsafeBytes { bytes in
            var offset = 0
            var hash = primes.4
            if bytes.count >= 32 {
                var lanes = [primes.0 &+ primes.1, primes.1, 0, 0 &- primes.0]
                while offset + 32 <= bytes.count {
                    for lane in 0..<4 { lanes[lane] = round(lanes[lane], word(bytes, offset + 8 * lane)) }
                    offset += 32
                }
                hash = 0
                for (lane, turn) in zip(lanes, [1, 7, 12, 18] as [UInt64]) { hash = hash &+ rotated(lane, turn) }
                for lane in lanes { hash = (hash ^ round(0, lane)) &* primes.0 &+ primes.3 }
            }
            hash = hash &+ UInt64(bytes.count)
            while offset + 8 <= bytes.count {
                hash = rotated(hash ^ round(0, word(bytes, offset)), 27) &* primes.0 &+ primes.3
                offset += 8
            }
            if offset + 4 <= bytes.count {
                let half = UInt64(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
                hash = rotated(hash ^ half &* primes.0, 23) &* primes.1 &+ primes.2
                offset += 4
            }
            for byte in bytes[offset...] { hash = rotated(hash ^ UInt64(byte) &* primes.4, 11) &* primes.0 }
            hash = (hash ^ hash >> 33) &* primes.1
            hash = (hash ^ hash >> 29) &* primes.2
            return hash ^ hash >> 32
        }
    }

    private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
        rotated(lane &+ word &* primes.1, 31) &* primes.0
    }

    private static func rotated(_ word: UInt64, _ turn: UInt64) -> UInt64 { word << turn | word >> (64 - turn) }
}
