extension PatternParser {
    /// Parses `*`, `+` or `?`.
    mutating func parseRepeatOperator() throws(Fault) {
        let count: Node.Repeat =
            switch bytes[position] {
            case UInt8(ascii: "*"): Node.Repeat(minimum: 0, maximum: nil, isGreedy: true)
            case UInt8(ascii: "+"): Node.Repeat(minimum: 1, maximum: nil, isGreedy: true)
            default: Node.Repeat(minimum: 0, maximum: 1, isGreedy: true)
            }
        try applyRepeat(count, length: 1)
    }

    /// Parses `{n}`, `{n,}` or `{n,m}`; anything else that starts with a brace is literal, also `{,m}`.
    mutating func parseCountedRepeat() throws(Fault) -> Bool {
        var index = position + 1
        guard let minimum = parseCount(&index) else { return false }
        var maximum: Int? = minimum
        if byte(at: index) == UInt8(ascii: ",") {
            index += 1
            if byte(at: index) == UInt8(ascii: "}") {
                maximum = nil
            } else if let count = parseCount(&index) {
                maximum = count
            } else {
                return false
            }
        }
        guard byte(at: index) == UInt8(ascii: "}") else { return false }
        let length = index + 1 - position
        if minimum > Limits.repeatCount || maximum.map({ $0 > Limits.repeatCount || $0 < minimum }) == true {
            throw Fault(.invalidRepeatCount, at: position..<position + length)
        }
        try applyRepeat(Node.Repeat(minimum: minimum, maximum: maximum, isGreedy: true), length: length)
        return true
    }

    /// A decimal number without leading zeros; every number too large to be allowed reads alike.
    private func parseCount(_ index: inout Int) -> Int? {
        let start = index
        var value = 0
        while let digit = byte(at: index), digit.isASCIIDigit {
            value = min(value * 10 + Int(digit - 0x30), Limits.repeatCount + 1)
            index += 1
        }
        let hasLeadingZero = index - start > 1 && bytes[start] == UInt8(ascii: "0")
        return index == start || hasLeadingZero ? nil : value
    }

    private mutating func applyRepeat(_ count: Node.Repeat, length: Int) throws(Fault) {
        let start = position
        position += length
        var count = count
        count.isGreedy = !flags.swapsGreed
        if byte(at: position) == UInt8(ascii: "?") {
            count.isGreedy.toggle()
            position += 1
        }
        if let lastRepeat { throw Fault(.invalidNestedRepetition, at: lastRepeat..<position) }
        guard let target = groups[groups.count - 1].sequence.popLast() else {
            throw Fault(.missingRepeatArgument, at: start..<position)
        }
        let node = Node(.repetition(target, count))
        if node.copies > Limits.repeatCount, count.minimum >= 2 || (count.maximum ?? 0) >= 2 {
            throw Fault(.invalidRepeatCount, at: start..<position)
        }
        try push(node)
    }
}
