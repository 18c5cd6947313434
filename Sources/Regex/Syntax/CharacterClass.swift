/// A set of runes: ranges, Unicode properties, or everything but them.
struct CharacterClass: Sendable {
    struct Property: Sendable, Equatable {
        let property: UnicodeProperty
        let isNegated: Bool
    }

    /// Ranges of code points, sorted and apart from one another once `normalize` has run.
    var ranges: [ClosedRange<UInt32>] = []
    var properties: [Property] = []
    var isNegated = false
    /// Whether a rune also belongs when another case of it does.
    var foldsCase = false

    static let lastRune: UInt32 = 0x10FFFF

    mutating func add(_ more: [ClosedRange<UInt32>]) { ranges += more }

    mutating func normalize() { ranges = Self.union(ranges) }

    static func union(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var merged: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }

    static func complement(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var result: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in union(ranges) {
            if next < range.lowerBound { result.append(next...(range.lowerBound - 1)) }
            next = range.upperBound + 1
        }
        if next <= lastRune { result.append(next...lastRune) }
        return result
    }

    func rangesContain(_ rune: UInt32) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < rune { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(rune)
    }
}

/// The classes with names: `\d`, `[:alpha:]` and their kin, which are ASCII in Go.
enum NamedClass {
    /// `\d`, `\s`, `\w`; `\s` lacks the vertical tab, as in RE2.
    static func perl(_ letter: UInt8) -> [ClosedRange<UInt32>]? {
        switch letter {
        case UInt8(ascii: "d"): [0x30...0x39]
        case UInt8(ascii: "s"): [0x09...0x0A, 0x0C...0x0D, 0x20...0x20]
        case UInt8(ascii: "w"): word
        default: nil
        }
    }

    static let word: [ClosedRange<UInt32>] = [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]

    static let posix: [String: [ClosedRange<UInt32>]] = [
        "alnum": [0x30...0x39, 0x41...0x5A, 0x61...0x7A],
        "alpha": [0x41...0x5A, 0x61...0x7A],
        "ascii": [0x00...0x7F],
        "blank": [0x09...0x09, 0x20...0x20],
        "cntrl": [0x00...0x1F, 0x7F...0x7F],
        "digit": [0x30...0x39],
        "graph": [0x21...0x7E],
        "lower": [0x61...0x7A],
        "print": [0x20...0x7E],
        "punct": [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E],
        "space": [0x09...0x0D, 0x20...0x20],
        "upper": [0x41...0x5A],
        "word": word,
        "xdigit": [0x30...0x39, 0x41...0x46, 0x61...0x66],
    ]

    /// Adds what folds into ASCII: long s to `s`, the Kelvin sign to `k`. Needed before a folded class is negated.
    static func folded(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        func touches(_ rune: UInt32) -> Bool { ranges.contains { $0.contains(rune) || $0.contains(rune - 0x20) } }
        var result = ranges
        for range in ranges {
            if let upper = overlap(range, 0x41...0x5A) { result.append(upper.lowerBound + 32...upper.upperBound + 32) }
            if let lower = overlap(range, 0x61...0x7A) { result.append(lower.lowerBound - 32...lower.upperBound - 32) }
        }
        if touches(0x73) { result.append(0x17F...0x17F) }
        if touches(0x6B) { result.append(0x212A...0x212A) }
        return result
    }

    private static func overlap(_ a: ClosedRange<UInt32>, _ b: ClosedRange<UInt32>) -> ClosedRange<UInt32>? {
        a.overlaps(b) ? a.clamped(to: b) : nil
    }
}
