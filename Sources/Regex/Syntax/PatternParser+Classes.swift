extension PatternParser {
    /// Parses a bracketed class. A `]` that comes first and a `-` anywhere are themselves.
    mutating func parseClass() throws(Fault) -> CharacterClass {
        let start = position
        var set = CharacterClass()
        set.foldsCase = flags.foldsCase
        position += 1
        if byte(at: position) == UInt8(ascii: "^") {
            set.isNegated = true
            position += 1
        }
        let first = position
        while position == first || byte(at: position) != UInt8(ascii: "]") {
            if try parsePosixClass(into: &set) { continue }
            if try parseClassEscape(into: &set) { continue }
            let rangeStart = position
            let low = try parseClassRune(classStart: start)
            var high = low
            if byte(at: position) == UInt8(ascii: "-"), let next = byte(at: position + 1), next != UInt8(ascii: "]") {
                position += 1
                high = try parseClassRune(classStart: start)
                if high < low { throw Fault(.invalidClassRange, at: rangeStart..<position) }
            }
            set.add([low...high])
        }
        position += 1
        set.normalize()
        return set
    }

    private mutating func parseClassRune(classStart: Int) throws(Fault) -> UInt32 {
        guard position < bytes.count else { throw Fault(.missingBracket, at: classStart..<bytes.count) }
        return bytes[position] == UInt8(ascii: "\\") ? try parseEscape() : try nextRune()
    }

    /// Parses `[:name:]` or `[:^name:]` within brackets; leaves `position` alone if there is none.
    private mutating func parsePosixClass(into set: inout CharacterClass) throws(Fault) -> Bool {
        guard bytes.count - position > 2, bytes[position] == UInt8(ascii: "["),
            bytes[position + 1] == UInt8(ascii: ":")
        else { return false }
        var end = position + 2
        while end + 1 < bytes.count, bytes[end] != UInt8(ascii: ":") || bytes[end + 1] != UInt8(ascii: "]") { end += 1 }
        guard end + 1 < bytes.count else { return false }
        let isNegated = bytes[position + 2] == UInt8(ascii: "^")
        let name = String(decoding: bytes[min(position + (isNegated ? 3 : 2), end)..<end], as: UTF8.self)
        guard let ranges = NamedClass.posix[name] else {
            throw Fault(.invalidClassRange, at: position..<end + 2)
        }
        add(ranges, negated: isNegated, to: &set)
        position = end + 2
        return true
    }

    /// Parses `\d`, `\pL`, `\p{Greek}` and their kin, in or out of brackets; leaves `position` alone if there is none.
    mutating func parseClassEscape(into set: inout CharacterClass) throws(Fault) -> Bool {
        guard byte(at: position) == UInt8(ascii: "\\"), let letter = byte(at: position + 1) else { return false }
        if letter | 0x20 == UInt8(ascii: "p") { return try parseProperty(into: &set) }
        guard letter.isASCIIAlphanumeric, let ranges = NamedClass.perl(letter | 0x20) else { return false }
        add(ranges, negated: letter & 0x20 == 0, to: &set)
        position += 2
        return true
    }

    private func add(_ ranges: [ClosedRange<UInt32>], negated: Bool, to set: inout CharacterClass) {
        guard negated else { return set.add(ranges) }
        set.add(CharacterClass.complement(flags.foldsCase ? NamedClass.folded(ranges) : ranges))
    }

    private mutating func parseProperty(into set: inout CharacterClass) throws(Fault) -> Bool {
        let start = position
        var isNegated = bytes[position + 1] == UInt8(ascii: "P")
        var index = position + 2
        guard index < bytes.count else { throw Fault(.invalidClassRange, at: start..<index) }
        position = index
        var name: ArraySlice<UInt8>
        if try nextRune() == 0x7B {
            guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "}")) else {
                try checkUTF8(start..<bytes.count)
                throw Fault(.invalidClassRange, at: start..<bytes.count)
            }
            index += 1
            try checkUTF8(index..<end)
            name = bytes[index..<end]
            position = end + 1
        } else {
            name = bytes[index..<position]
        }
        if name.first == UInt8(ascii: "^") {
            isNegated.toggle()
            name = name.dropFirst()
        }
        switch UnicodeProperty.key(name) {
        case "any":
            add([0...CharacterClass.lastRune], negated: isNegated, to: &set)
        case "ascii":
            add([0...0x7F], negated: isNegated, to: &set)
        case "assigned":
            guard let unassigned = UnicodeProperty(name: Array("Cn".utf8)) else { return false }
            set.properties.append(.init(property: unassigned, isNegated: !isNegated))
        default:
            guard let property = UnicodeProperty(name: Array(name)) else {
                throw Fault(.invalidClassRange, at: start..<position)
            }
            set.properties.append(.init(property: property, isNegated: isNegated))
        }
        return true
    }
}
