import Synchronization

/// Membership in Unicode properties, which only PCRE2's tables know here.
///
/// PCRE2 answers for itself when it matches. One rune at a time is asked about where this module has to know: to fold a
/// property's case, and in the linear matcher.
extension CharacterClass {
    func contains(_ rune: UInt32) -> Bool {
        let isMember =
            containsExactly(rune) || foldsCase && CaseFolding.others(rune).contains(where: containsExactly)
        return isMember != isNegated
    }

    private func containsExactly(_ rune: UInt32) -> Bool {
        rangesContain(rune) || properties.contains { $0.contains(rune) }
    }

    /// Runes outside of a property that are another case of one inside.
    static func foldedExtras(_ item: Property) -> [UInt32] {
        CaseFolding.foldable.filter { rune in
            !item.contains(rune) && CaseFolding.others(rune).contains(where: item.contains)
        }
    }
}

extension CharacterClass.Property {
    /// PCRE2 patterns of one property each, by spelling.
    private static let patterns = Mutex<[String: PCRE2Pattern]>([:])

    func contains(_ rune: UInt32) -> Bool {
        guard let spelling = property.spelling else { return isNegated }
        let known: PCRE2Pattern? = Self.patterns.withLock { patterns in
            if let pattern = patterns[spelling] { return pattern }
            let pattern = PCRE2Pattern(Array("\\A\\p{\(spelling)}\\z".utf8))
            patterns[spelling] = pattern
            return pattern
        }
        var groups: [Range<Int>?] = []
        let bytes = UTF8Rune.encode(rune)
        let outcome = bytes.withUnsafeBytes { known?.search($0, groups: 0, into: &groups) }
        return (outcome == .match) != isNegated
    }
}
