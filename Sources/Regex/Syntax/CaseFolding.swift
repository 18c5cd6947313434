/// Which runes are each other's case, by Unicode's simple folding, as Go's `unicode.SimpleFold` has it.
enum CaseFolding {
    /// The other members of a rune's orbit: for `k` they are `K` and the Kelvin sign.
    static func others(_ rune: UInt32) -> [UInt32] {
        if rune < 0x80 {
            // The common case must not build the table.
            switch rune | 0x20 {
            case 0x6B: return [0x4B, 0x6B, 0x212A].filter { $0 != rune }
            case 0x73: return [0x53, 0x73, 0x17F].filter { $0 != rune }
            case 0x61...0x7A: return [rune ^ 0x20]
            default: return []
            }
        }
        return orbits[rune] ?? []
    }

    /// Every rune that has another case.
    static var foldable: Dictionary<UInt32, [UInt32]>.Keys { orbits.keys }

    private static let orbits: [UInt32: [UInt32]] = {
        var members: [UInt32: Set<UInt32>] = [:]
        for value in UInt32(0x41)...0x1E943 {
            // Dotted and dotless i fold in Turkish only.
            guard let scalar = Unicode.Scalar(value), value != 0x130, value != 0x131 else { continue }
            let properties = scalar.properties
            guard properties.changesWhenCaseMapped || properties.isCased else { continue }
            var orbit: Set<UInt32> = [value]
            for mapping in [properties.lowercaseMapping, properties.uppercaseMapping, properties.titlecaseMapping] {
                let scalars = mapping.unicodeScalars
                guard scalars.count == 1, let other = scalars.first else { continue }
                orbit.formUnion(members[other.value] ?? [other.value])
            }
            for member in orbit { orbit.formUnion(members[member] ?? []) }
            if orbit.count > 1 { for member in orbit { members[member] = orbit } }
        }
        return members.reduce(into: [:]) { table, entry in
            table[entry.key] = entry.value.filter { $0 != entry.key }.sorted()
        }
    }()
}
