import PromQL

/// Conditions as Alertmanager writes them in one text: `severity="page"`, `{team=~"a|b", env!=dev}`.
///
/// Names and values may be bare words or stand in double quotes, where `\"`, `\\` and `\n` are escapes.
struct AlertMatcherText {
    struct Condition: Equatable {
        let name: String
        let type: Matcher.MatchType
        let value: String
    }

    private var rest: ArraySlice<UInt8>

    /// `nil` if the text is not understood.
    static func parse(_ text: String) -> [Condition]? {
        var parser = AlertMatcherText(rest: Array(text.utf8)[...])
        return parser.parse()
    }

    private mutating func parse() -> [Condition]? {
        skipSpace()
        let isBraced = take(0x7b)
        if isBraced, rest.last == 0x7d { rest = rest.dropLast() }
        var conditions: [Condition] = []
        skipSpace()
        while !rest.isEmpty {
            guard let condition = condition() else { return nil }
            conditions.append(condition)
            skipSpace()
            guard rest.isEmpty || take(0x2c) else { return nil }
            skipSpace()
        }
        return conditions
    }

    private mutating func condition() -> Condition? {
        let operators: Set<UInt8> = [0x21, 0x3d, 0x2c, 0x20]
        guard let name = rest.first == 0x22 ? quoted() : bare(until: { operators.contains($0) }), !name.isEmpty else {
            return nil
        }
        skipSpace()
        guard let type = type() else { return nil }
        skipSpace()
        if rest.first == 0x22 {
            guard let value = quoted() else { return nil }
            return Condition(name: name, type: type, value: value)
        }
        guard let value = bare(until: { $0 == 0x2c }) else { return nil }
        let trimmed = value.utf8.reversed().drop { $0 == 0x20 }.reversed()
        return Condition(name: name, type: type, value: String(decoding: trimmed, as: UTF8.self))
    }

    private mutating func type() -> Matcher.MatchType? {
        for type in [Matcher.MatchType.regex, .notRegex, .notEqual, .equal] {
            let bytes = Array(type.rawValue.utf8)
            if rest.starts(with: bytes) {
                rest = rest.dropFirst(bytes.count)
                return type
            }
        }
        return nil
    }

    private mutating func quoted() -> String? {
        rest = rest.dropFirst()
        var value: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case 0x22: return String(decoding: value, as: UTF8.self)
            case 0x5c:
                guard let escaped = rest.popFirst() else { return nil }
                value += escaped == 0x6e ? [0x0a] : escaped == 0x22 || escaped == 0x5c ? [escaped] : [0x5c, escaped]
            default: value.append(byte)
            }
        }
        return nil
    }

    private mutating func bare(until isEnd: (UInt8) -> Bool) -> String? {
        let word = rest.prefix { !isEnd($0) && $0 != 0x22 }
        rest = rest.dropFirst(word.count)
        return String(validating: word, as: UTF8.self)
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard rest.first == byte else { return false }
        rest = rest.dropFirst()
        return true
    }

    private mutating func skipSpace() { rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0a || $0 == 0x0d } }
}
