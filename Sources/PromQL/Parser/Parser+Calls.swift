extension Parser {
    /// Parses the arguments of a function, whose name has been taken.
    mutating func parseCall(_ name: Token) throws(PromQLError) -> Expression {
        let (arguments, end) = try parseArguments()
        let function = try function(name)
        let call = Call(function: function, functionRange: name.range, arguments: arguments)
        return try checked(Expression(.call(call), at: name.range.lowerBound..<end))
    }

    /// Finds the function of that name in the language the expression is checked for.
    private func function(_ name: Token) throws(PromQLError) -> Function {
        let text = text(of: name)
        func quoted() -> String { Quoting.quoted(text.utf8) }
        guard let function = Function.named(text) else {
            let successor = Language.removed[text]
            if let successor, language.version < successor.since { return .holtWinters }
            let renamed = successor.map { "it is called \($0.replacement) since Prometheus \($0.since)" }
            let hint = renamed ?? Function.similar(to: text).map { "did you mean \($0)?" }
            throw PromQLError("unknown function with name \(quoted())", at: name.range, hint: hint)
        }
        try language.require(function.since, for: "the function \(text)", at: name.range)
        let wasExperimental = function.stableSince.map { language.version < $0 } ?? false
        if function.isExperimental || wasExperimental, !language.has(.experimentalFunctions) {
            throw disabled("function \(quoted()) is not enabled", .experimentalFunctions, name.range)
        }
        return function
    }

    /// Parses `(a, b)`, and says where it ends.
    private mutating func parseArguments() throws(PromQLError) -> ([Expression], end: Int) {
        try expect(.leftParenthesis)
        var arguments: [Expression] = []
        if let close = try accept(.rightParenthesis) { return (arguments, close.range.upperBound) }
        while true {
            arguments.append(try parseExpression())
            guard let comma = try accept(.comma) else { break }
            if try !peek().startsExpression {
                throw PromQLError("trailing commas not allowed in function call args", at: comma.range)
            }
        }
        return (arguments, try expect(.rightParenthesis).range.upperBound)
    }

    /// Parses an aggregation, whose operator has been taken: `sum by (a) (x)` or `sum(x) by (a)`.
    mutating func parseAggregation(_ aggregator: Aggregator, _ name: Token) throws(PromQLError) -> Expression {
        try parse(in: .aggregation) { parser throws(PromQLError) in
            var (grouping, end) = try parser.parseGrouping()
            let (arguments, close) = try parser.parseArguments()
            if end == nil { (grouping, end) = try parser.parseGrouping() }
            let range = name.range.lowerBound..<max(close, end ?? close)
            return try parser.aggregation(aggregator, grouping ?? Grouping(), arguments, at: range)
        }
    }

    private func aggregation(
        _ aggregator: Aggregator, _ grouping: Grouping, _ arguments: [Expression], at range: Range<Int>
    ) throws(PromQLError) -> Expression {
        guard let last = arguments.last else {
            throw PromQLError("no arguments for aggregate expression provided", at: range)
        }
        if aggregator == .limitk || aggregator == .limitRatio {
            try language.require(Language.since(aggregator), for: "\(aggregator.rawValue)()", at: range)
            if !language.has(.experimentalFunctions) {
                let flag = "--enable-feature=\(Language.Feature.experimentalFunctions.rawValue)"
                throw PromQLError(
                    "\(aggregator.rawValue)() is experimental and must be enabled with \(flag)", at: range)
            }
        }
        let expected = aggregator.takesParameter ? 2 : 1
        guard arguments.count == expected else {
            let count = "expected \(expected), got \(arguments.count)"
            throw PromQLError("wrong number of arguments for aggregate expression provided, \(count)", at: range)
        }
        let aggregation = Aggregation(
            aggregator: aggregator, grouping: grouping, parameter: expected == 2 ? arguments[0] : nil, expression: last)
        return try checked(Expression(.aggregation(aggregation), at: range))
    }

    /// Parses `by (a, b)` or `without (a, b)` if it follows, and says where it ends.
    private mutating func parseGrouping() throws(PromQLError) -> (Grouping?, end: Int?) {
        let word = try peek()
        guard word.kind == .keyword(.by) || word.kind == .keyword(.without) else { return (nil, nil) }
        try next()
        let (labels, end) = try parseLabels()
        let range = word.range.lowerBound..<end
        return (Grouping(isWithout: word.kind == .keyword(.without), labels: labels, range: range), end)
    }
}
