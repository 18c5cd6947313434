/// What tells a label set from others, in whichever part it stands: two sums of hashes of its labels.
///
/// `rank` is the same in every run and orders the series of a metric as if at random, so that those of the lowest ranks
/// are a fair sample. `check` starts from a seed nobody knows: label values come from whoever can be scraped.
struct SeriesIdentity: Hashable, Comparable, Sendable {
    var rank: UInt64 = 0
    var check: UInt64 = 0

    static func < (a: SeriesIdentity, b: SeriesIdentity) -> Bool { (a.rank, a.check) < (b.rank, b.check) }

    static func &+ (a: SeriesIdentity, b: SeriesIdentity) -> SeriesIdentity {
        SeriesIdentity(rank: a.rank &+ b.rank, check: a.check &+ b.check)
    }
}

/// Hashes of strings and labels, for identities.
struct IdentityHash {
    let seed: UInt64

    func string(_ bytes: UnsafeRawBufferPointer) -> SeriesIdentity {
        var rank: UInt64 = 0x5ee1_c0de
        var check = seed
        var offset = 0
        while offset < bytes.count {
            var word: UInt64 = 0
            if offset + 8 <= bytes.count {
                word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            } else {
                for index in offset..<bytes.count { word |= UInt64(bytes[index]) << UInt64(8 * (index - offset)) }
            }
            rank = PaddedBytes.mix(rank ^ word)
            check = PaddedBytes.mix(check ^ word)
            offset += 8
        }
        let count = UInt64(bytes.count)
        return SeriesIdentity(rank: PaddedBytes.mix(rank ^ count), check: PaddedBytes.mix(check ^ count))
    }

    /// What a label adds to the identity of its series.
    func label(_ name: SeriesIdentity, _ value: SeriesIdentity) -> SeriesIdentity {
        SeriesIdentity(
            rank: PaddedBytes.mix(name.rank &* 3 ^ value.rank), check: PaddedBytes.mix(name.check &* 3 ^ value.check))
    }

    func label(_ name: String, _ value: String) -> SeriesIdentity {
        var (name, value) = (name, value)
        return label(name.withUTF8 { string(.init($0)) }, value.withUTF8 { string(.init($0)) })
    }
}

/// The hashes of the strings of one part by their references.
struct StringHashes {
    private var strings: [UInt32: SeriesIdentity] = [:]
    /// More are not remembered, so that a part with millions of values does not fill the memory.
    private static let limit = 200_000

    /// The hash of a string, which `make` hashes if it is new.
    mutating func hash(of reference: UInt32, _ make: () -> SeriesIdentity) -> SeriesIdentity {
        if let known = strings[reference] { return known }
        let identity = make()
        if strings.count >= Self.limit { strings.removeAll(keepingCapacity: true) }
        strings[reference] = identity
        return identity
    }
}
