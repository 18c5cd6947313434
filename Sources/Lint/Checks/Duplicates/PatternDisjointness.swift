import PromQL

/// Proves that two regular expressions match no common value, for patterns of the simplest kind.
///
/// Such are `2..` and `3..`, `api-.*` and `web-.*`: texts, dots and classes of single characters, perhaps with a `.*`
/// or `.+` at either end. Anything else counts as unproved.
enum PatternDisjointness {
    /// Whether some positive pattern of one list excludes some positive pattern of the other.
    static func prove(_ one: [Matcher], _ other: [Matcher]) -> Bool {
        let ours = one.compactMap(shapes(of:))
        let theirs = other.compactMap(shapes(of:))
        return ours.contains { mine in
            theirs.contains { yours in mine.allSatisfy { arm in yours.allSatisfy { areDisjoint(arm, $0) } } }
        }
    }

    /// One arm of an alternation: sets of bytes, one after the other.
    private struct Shape {
        var head: [Set<UInt8>?] = []
        /// Whether anything may follow the head.
        var isOpen = false
    }

    private static func shapes(of matcher: Matcher) -> [Shape]? {
        switch matcher.type {
        case .equal: return [Shape(head: matcher.bytes.map { [$0] })]
        case .regex:
            guard let arms = PatternArms(matcher.value)?.arms else { return nil }
            let shapes = arms.compactMap { shape(of: Array($0.text.utf8)) }
            return shapes.count == arms.count ? shapes : nil
        case .notEqual, .notRegex: return nil
        }
    }

    private static func shape(of bytes: [UInt8]) -> Shape? {
        var shape = Shape()
        var offset = 0
        while offset < bytes.count {
            var next: Set<UInt8>?
            switch bytes[offset] {
            case UInt8(ascii: "."): next = nil
            case UInt8(ascii: "\\"):
                guard offset + 1 < bytes.count, !isAlphanumeric(bytes[offset + 1]) else { return nil }
                offset += 1
                next = [bytes[offset]]
            case UInt8(ascii: "["):
                guard let (set, end) = simpleClass(bytes, from: offset) else { return nil }
                next = set
                offset = end
            case let byte where isAlphanumeric(byte) || "_-:/ ".utf8.contains(byte): next = [byte]
            default: return nil
            }
            offset += 1
            if offset < bytes.count, "*+?{".utf8.contains(bytes[offset]) {
                // What follows a repetition has no fixed place: the shape ends open here.
                if bytes[offset] == UInt8(ascii: "+") { shape.head.append(next) }
                shape.isOpen = true
                return shape
            }
            shape.head.append(next)
        }
        return shape
    }

    /// `[45]` and `[0-3]`, without negation and escapes.
    private static func simpleClass(_ bytes: [UInt8], from start: Int) -> (Set<UInt8>, Int)? {
        var set: Set<UInt8> = []
        var offset = start + 1
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "]") {
            guard isAlphanumeric(bytes[offset]) else { return nil }
            if offset + 2 < bytes.count, bytes[offset + 1] == UInt8(ascii: "-"), isAlphanumeric(bytes[offset + 2]) {
                guard bytes[offset] <= bytes[offset + 2] else { return nil }
                set.formUnion(bytes[offset]...bytes[offset + 2])
                offset += 3
            } else {
                set.insert(bytes[offset])
                offset += 1
            }
        }
        return offset < bytes.count && !set.isEmpty ? (set, offset) : nil
    }

    /// Compares place by place up to the first dot, behind which a place may be any byte of a character.
    private static func areDisjoint(_ one: Shape, _ other: Shape) -> Bool {
        for (mine, yours) in zip(one.head, other.head) {
            guard let mine, let yours else { return false }
            if mine.isDisjoint(with: yours) { return true }
        }
        if !one.isOpen, !one.head.contains(nil), other.head.count > one.head.count { return true }
        if !other.isOpen, !other.head.contains(nil), one.head.count > other.head.count { return true }
        return false
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
