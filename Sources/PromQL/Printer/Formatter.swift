/// Lays out expressions for people: what does not fit on a line is split, and comments are kept.
///
/// The layout is that of Prometheus' own formatter: nodes of more than 100 bytes are split, operands and arguments go
/// two spaces deeper, and operators stand on lines of their own. It differs in that a node with a comment in it is
/// split too, so that the comment can stay where it is, and in that the operands of `a or b or c` go equally deep.
package struct Formatter {
    /// Formats an expression, which has to be one Prometheus would run.
    package static func format(_ text: String, as language: Language = .standard) throws(PromQLError) -> String {
        var text = try layout(text, language)
        // A comment that had to move out of a node splits it no more: most often the second layout is the last.
        for _ in 0..<5 {
            let next = try layout(text, language)
            if next == text { break }
            text = next
        }
        return text
    }

    private static func layout(_ text: String, _ language: Language) throws(PromQLError) -> String {
        var parser = Parser(text, language: language)
        let expression = try parser.parseWhole()
        try TypeChecker().check(expression)
        var formatter = Formatter(parser)
        formatter.write(expression, level: 0)
        formatter.writeComments(before: .max, level: 0)
        return formatter.lines.joined(separator: "\n")
    }

    private static let width = 100

    private let bytes: [UInt8]
    private var comments: ArraySlice<Range<Int>>
    private var lines: [String] = []
    /// Whether a comment ends the last line, so that nothing may follow on it.
    private var lastLineIsClosed = false

    private init(_ parser: Parser) {
        bytes = parser.bytes
        comments = parser.comments[...]
    }

    // MARK: Nodes

    private mutating func write(_ expression: Expression, level: Int) {
        writeComments(before: expression.range.lowerBound, level: level)
        guard needsSplit(expression) else { return writeLeaf(expression, level: level) }
        switch expression.kind {
        case .number, .string, .vector, .range:
            writeLeaf(expression, level: level)
        case .parentheses(let inner):
            writeBlock("(", [inner], in: expression, level: level)
        case .call(let call):
            writeBlock("\(call.function.name)(", call.arguments, in: expression, level: level)
        case .aggregation(let aggregation):
            var printer = Printer(isFaithful: true)
            printer.writeHead(of: aggregation)
            let arguments = [aggregation.parameter, aggregation.expression].compactMap(\.self)
            writeBlock(printer.text + "(", arguments, in: expression, level: level)
        case .binary(let operation):
            writeChain(of: operation, in: expression, level: level)
        case .unary(let operation):
            let first = lines.count
            write(operation.operand, level: level)
            prefix(operation.isNegation ? "-" : "+", from: first, level: level)
        case .subquery(let subquery):
            write(subquery.expression, level: level)
            var printer = Printer(isFaithful: true)
            printer.writeSuffix(of: subquery)
            append(printer.text, level: level)
            writeComments(before: expression.range.upperBound, level: level)
        }
    }

    /// Writes the operations of one precedence that follow one another.
    private mutating func writeChain(of last: BinaryOperation, in expression: Expression, level: Int) {
        let operations = expression.operatorChain.operations.map(\.0).prefix {
            $0.symbol.precedence == last.symbol.precedence
        }
        if let first = operations.last { write(first.left, level: level + 1) }
        for operation in operations.reversed() {
            writeComments(before: operation.symbolRange.lowerBound, level: level)
            var printer = Printer(isFaithful: true)
            printer.writeSymbol(of: operation)
            writeLine(printer.text, level: level)
            write(operation.right, level: level + 1)
        }
    }

    /// Writes `opening`, the expressions on lines of their own, and a closing parenthesis.
    private mutating func writeBlock(_ opening: String, _ inner: [Expression], in outer: Expression, level: Int) {
        writeLine(opening, level: level)
        for (index, expression) in inner.enumerated() {
            write(expression, level: level + 1)
            if index < inner.count - 1 { append(",", level: level + 1) }
        }
        writeComments(before: outer.range.upperBound, level: level + 1)
        writeLine(")", level: level)
    }

    /// Writes a node on one line, below the comments in it.
    private mutating func writeLeaf(_ expression: Expression, level: Int) {
        writeComments(before: expression.range.upperBound, level: level, onLinesOfTheirOwn: true)
        writeLine(text(of: expression), level: level)
    }

    private func text(of expression: Expression) -> String {
        var printer = Printer(isFaithful: true)
        printer.write(expression)
        return printer.text
    }

    private func needsSplit(_ expression: Expression) -> Bool {
        comments.contains { expression.range.contains($0.lowerBound) } || text(of: expression).utf8.count > Self.width
    }

    // MARK: Lines

    private mutating func writeLine(_ text: String, level: Int) {
        lines.append(String(repeating: "  ", count: level) + text)
        lastLineIsClosed = false
    }

    /// Puts text at the end of the last line, or on the next if a comment is in the way.
    private mutating func append(_ text: String, level: Int) {
        if lastLineIsClosed { return writeLine(text, level: level) }
        lines[lines.count - 1] += text
    }

    /// Puts a sign before the first line that is no comment, of those written since `first`.
    private mutating func prefix(_ sign: String, from first: Int, level: Int) {
        guard let index = lines[first...].firstIndex(where: { !$0.trimmingPrefix { $0 == " " }.hasPrefix("#") }) else {
            return
        }
        let depth = lines[index].prefix { $0 == " " }
        lines[index] = depth + sign + lines[index].dropFirst(depth.count)
    }

    // MARK: Comments

    /// Writes the comments that stand before a byte of the input: behind the line they were behind, or above the next.
    private mutating func writeComments(before end: Int, level: Int, onLinesOfTheirOwn: Bool = false) {
        while let comment = comments.first, comment.lowerBound < end {
            comments = comments.dropFirst()
            let text = String(decoding: bytes[comment], as: UTF8.self)
            if !onLinesOfTheirOwn, !lines.isEmpty, !lastLineIsClosed, followsCode(comment) {
                lines[lines.count - 1] += " " + text
            } else {
                writeLine(text, level: level)
            }
            lastLineIsClosed = true
        }
    }

    /// Whether something other than space stands before a comment on its line.
    private func followsCode(_ comment: Range<Int>) -> Bool {
        let line = bytes[..<comment.lowerBound].reversed().prefix {
            $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r")
        }
        return line.contains { !$0.isSpace }
    }
}
