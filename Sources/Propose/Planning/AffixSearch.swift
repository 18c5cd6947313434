/// Finds what many values begin or end with that others do not.
struct AffixSearch {
    struct Affix: Equatable {
        let text: String
        let isPrefix: Bool
        /// Whether all that is left of each value are digits.
        let leavesDigits: Bool
        let count: Int
    }

    private struct Tally {
        var count = 0
        var isTaboo = false
        var leavesDigits = true
    }

    /// Shorter ones say nothing, longer ones are no longer read.
    private static let lengths = 3...64
    /// Of one value.
    private static let boundaryLimit = 12

    /// Affixes of at least `least` of the values and of no others, most values first, of which no two share a value.
    static func affixes(of values: [String], not others: [String], least: Int) -> [Affix] {
        var prefixes: [String: Tally] = [:]
        var suffixes: [String: Tally] = [:]
        for (texts, isTaboo) in [(others, true), (values, false)] {
            for text in texts {
                for (affix, digits) in candidates(text) {
                    count(affix, digits, isTaboo, &prefixes)
                }
                for (affix, digits) in candidates(String(text.reversed())) {
                    count(String(affix.reversed()), digits, isTaboo, &suffixes)
                }
            }
        }
        var found = usable(prefixes, isPrefix: true, least) + usable(suffixes, isPrefix: false, least)
        // What takes most values comes first; of equals the shorter one, which is the plainer.
        found.sort { one, other in
            (other.count, one.text.utf8.count, one.isPrefix ? 0 : 1, one.text)
                < (one.count, other.text.utf8.count, other.isPrefix ? 0 : 1, other.text)
        }
        var chosen: [Affix] = []
        for affix in found where !chosen.contains(where: { overlaps($0, affix, values) }) { chosen.append(affix) }
        return chosen
    }

    private static func count(_ affix: String, _ digits: Bool, _ isTaboo: Bool, _ tallies: inout [String: Tally]) {
        if isTaboo {
            tallies[affix, default: Tally()].isTaboo = true
            return
        }
        if tallies[affix]?.isTaboo == true { return }
        tallies[affix, default: Tally()].count += 1
        if !digits { tallies[affix]?.leavesDigits = false }
    }

    private static func usable(_ tallies: [String: Tally], isPrefix: Bool, _ least: Int) -> [Affix] {
        tallies.compactMap { text, tally in
            guard tally.count >= least, !tally.isTaboo else { return nil }
            return Affix(text: text, isPrefix: isPrefix, leavesDigits: tally.leavesDigits, count: tally.count)
        }
    }

    private static func overlaps(_ one: Affix, _ other: Affix, _ values: [String]) -> Bool {
        if one.isPrefix == other.isPrefix {
            return one.isPrefix
                ? one.text.hasPrefix(other.text) || other.text.hasPrefix(one.text)
                : one.text.hasSuffix(other.text) || other.text.hasSuffix(one.text)
        }
        return values.contains { $0.has(one) && $0.has(other) }
    }

    /// Beginnings of a text that end with a mark, or where digits begin, with whether digits alone are left.
    private static func candidates(_ text: String) -> [(String, Bool)] {
        var found: [(String, Bool)] = []
        let bytes = Array(text.utf8)
        for end in bytes.indices.dropFirst() {
            guard lengths.contains(end), found.count < boundaryLimit else { continue }
            let isMark = [0x2D, 0x2E, 0x2F, 0x3A, 0x5F].contains(bytes[end - 1])
            let beginsNumber = isDigit(bytes[end]) && !isDigit(bytes[end - 1])
            guard isMark || beginsNumber, let affix = String(validating: bytes[..<end], as: UTF8.self) else { continue }
            found.append((affix, bytes[end...].allSatisfy(isDigit)))
        }
        return found
    }

    private static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }
}

extension String {
    fileprivate func has(_ affix: AffixSearch.Affix) -> Bool {
        affix.isPrefix ? hasPrefix(affix.text) : hasSuffix(affix.text)
    }
}

extension AffixSearch.Affix {
    var pattern: String {
        let plain = Alternatives.escaped(text)
        return isPrefix ? plain + (leavesDigits ? "[0-9]+" : ".+") : ".+" + plain
    }

    var look: ValueLook { isPrefix ? .prefix(text, digits: leavesDigits) : .suffix(text) }
}
