/// A word of PromQL, and the bytes of the input it was read from.
struct Token: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case endOfInput
        /// A name without a colon, and one with.
        case identifier, metricIdentifier
        case number, duration, string
        case leftParenthesis, rightParenthesis, leftBrace, rightBrace, leftBracket, rightBracket
        case comma, colon, assign, equalRegex, notEqualRegex, at
        case binaryOperator(BinaryOperator)
        case aggregator(Aggregator)
        case keyword(Keyword)
    }

    /// Words with a meaning of their own, in some places. Raw values are as written, in lower case.
    enum Keyword: String, Sendable, CaseIterable {
        case offset, smoothed, anchored, by, without, on, ignoring, bool
        case groupLeft = "group_left"
        case groupRight = "group_right"
        case fill
        case fillLeft = "fill_left"
        case fillRight = "fill_right"
        case start, end, step, range
        case maxOf = "max_of"
        case minOf = "min_of"

        /// Whether it also names a function; Prometheus does not call these keywords in its messages.
        var namesFunction: Bool {
            switch self {
            case .start, .end, .step, .range, .maxOf, .minOf: true
            default: false
            }
        }
    }

    var kind: Kind
    var range: Range<Int>
}

extension Token {
    /// The token as Prometheus' messages name it: `identifier "foo"`, `<op:+>`, `"("`, `end of input`.
    func description(in bytes: [UInt8]) -> String {
        let text = bytes[range]
        switch kind {
        case .endOfInput: return "end of input"
        case .identifier: return "identifier " + Quoting.quoted(text)
        case .metricIdentifier: return "metric identifier " + Quoting.quoted(text)
        case .number: return "number " + Self.shortened(text)
        case .duration: return "duration " + Self.shortened(text)
        case .string: return "string " + Self.shortened(text)
        case .binaryOperator, .equalRegex, .notEqualRegex, .at: return "<op:\(String(decoding: text, as: UTF8.self))>"
        case .aggregator: return "<aggr:\(String(decoding: text, as: UTF8.self))>"
        case .keyword(let word) where !word.namesFunction: return "<\(String(decoding: text, as: UTF8.self))>"
        default: return Self.shortened(text)
        }
    }

    private static func shortened(_ text: ArraySlice<UInt8>) -> String {
        guard text.count > 10 else { return Quoting.quoted(text) }
        let start = String(decoding: text, as: UTF8.self).unicodeScalars.prefix(10)
        return Quoting.quoted(start.flatMap { String($0).utf8 }) + "..."
    }

    /// What a word means outside of braces and brackets, whatever its case.
    static func word(_ text: ArraySlice<UInt8>) -> Kind? {
        // Most words are names of metrics, and longer than any of these.
        guard text.count < words.count, let folded = FoldedWord(text) else { return nil }
        return words[text.count].first { $0.text == folded }?.kind
    }

    /// By their length: few words are as long as another.
    private static let words: [[(text: FoldedWord, kind: Kind)]] = {
        var kinds: [(String, Kind)] = [("inf", .number), ("nan", .number)]
        kinds += Keyword.allCases.map { ($0.rawValue, .keyword($0)) }
        kinds += Aggregator.allCases.map { ($0.rawValue, .aggregator($0)) }
        kinds += [BinaryOperator.and, .or, .unless, .atan2].map { ($0.rawValue, .binaryOperator($0)) }
        var table: [[(text: FoldedWord, kind: Kind)]] = []
        for (text, kind) in kinds {
            let bytes = Array(text.utf8)[...]
            guard let folded = FoldedWord(bytes) else { continue }
            while table.count <= bytes.count { table.append([]) }
            table[bytes.count].append((folded, kind))
        }
        return table
    }()

    /// A word of up to 16 bytes as two numbers, its letters in lower case: they compare faster than texts.
    private struct FoldedWord: Equatable {
        private var head: UInt64 = 0
        private var tail: UInt64 = 0

        init?(_ text: ArraySlice<UInt8>) {
            guard text.count <= 16 else { return nil }
            for byte in text {
                tail = tail << 8 | head >> 56
                head = head << 8 | UInt64(0x41...0x5A ~= byte ? byte + 0x20 : byte)
            }
        }
    }

    /// Words that brackets know.
    static func durationWord(_ text: ArraySlice<UInt8>) -> Kind? {
        switch word(text) {
        case .keyword(let word)? where [.step, .range, .maxOf, .minOf].contains(word): .keyword(word)
        default: nil
        }
    }
}
