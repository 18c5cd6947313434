extension Parser {
    /// Parses what may follow a binary operator: `bool on (a) group_left (b) fill (0)`.
    mutating func parseMatching() throws(PromQLError) -> (returnsBool: Bool, VectorMatching) {
        let returnsBool = try accept(.keyword(.bool)) != nil
        var matching = VectorMatching()
        let word = try peek()
        if word.kind == .keyword(.on) || word.kind == .keyword(.ignoring) {
            try next()
            matching.isOn = word.kind == .keyword(.on)
            let (labels, end) = try parseLabels()
            matching.labels = labels
            matching.range = word.range.lowerBound..<end
            switch try peek().kind {
            case .keyword(.groupLeft): matching.group = .left
            case .keyword(.groupRight): matching.group = .right
            default: break
            }
            if matching.group != nil {
                try next()
                if try peek().kind == .leftParenthesis { matching.include = try parseLabels().labels }
            }
        }
        try parseFill(&matching)
        return (returnsBool, matching)
    }

    /// Parses `fill (1)`, or `fill_left (1)` and `fill_right (1)` in any order.
    private mutating func parseFill(_ matching: inout VectorMatching) throws(PromQLError) {
        if try accept(.keyword(.fill)) != nil {
            matching.fillLeft = try parseFillValue()
            matching.fillRight = matching.fillLeft
            return
        }
        if try accept(.keyword(.fillLeft)) != nil {
            matching.fillLeft = try parseFillValue()
            if try accept(.keyword(.fillRight)) != nil { matching.fillRight = try parseFillValue() }
        } else if try accept(.keyword(.fillRight)) != nil {
            matching.fillRight = try parseFillValue()
            if try accept(.keyword(.fillLeft)) != nil { matching.fillLeft = try parseFillValue() }
        }
    }

    private mutating func parseFillValue() throws(PromQLError) -> Double {
        try expect(.leftParenthesis)
        let isNegative = try accept(.binaryOperator(.subtract)) != nil
        if !isNegative { _ = try accept(.binaryOperator(.add)) }
        let token = try next()
        guard token.kind == .number || token.kind == .duration else { throw unexpected(token) }
        let value = try number(token).value
        try expect(.rightParenthesis)
        return isNegative ? -value : value
    }

    /// Parses `(a, b)`, and says where it ends. Keywords are plain labels there.
    mutating func parseLabels() throws(PromQLError) -> (labels: [Grouping.Label], end: Int) {
        try parse(in: .grouping) { parser throws(PromQLError) in
            try parser.expect(.leftParenthesis)
            parser.expecting("label")
            var labels: [Grouping.Label] = []
            labels.reserveCapacity(2)
            while try parser.peek().kind != .rightParenthesis {
                labels.append(try parser.parseLabel())
                parser.expecting("\",\" or \")\"")
                if try parser.accept(.comma) == nil { break }
                parser.expecting("label")
            }
            let close = try parser.expect(.rightParenthesis)
            return (labels, close.range.upperBound)
        }
    }

    private mutating func parseLabel() throws(PromQLError) -> Grouping.Label {
        let token = try next()
        guard token.kind == .string || token.namesLabel else { throw unexpected(token) }
        guard token.kind == .string else { return Grouping.Label(name: text(of: token), range: token.range) }
        try language.require(Language.quotedNames, for: "a quoted label", at: token.range)
        let bytes = StringEscape.unquoted(bytes[token.range])
        guard !bytes.isEmpty, let name = String(validating: bytes, as: UTF8.self) else {
            throw PromQLError("invalid label name for grouping: \(Quoting.quoted(bytes))", at: token.range)
        }
        return Grouping.Label(name: name, range: token.range)
    }
}

extension Token {
    /// Whether it can be a label in parentheses, where the lexer still sees keywords.
    fileprivate var namesLabel: Bool {
        switch kind {
        case .identifier, .metricIdentifier, .aggregator, .keyword(.fill): true
        case .binaryOperator(let word): word.isSetOperator || word == .atan2
        // Prometheus' grammar leaves this one out.
        case .keyword(let word): word != .without
        default: false
        }
    }
}
