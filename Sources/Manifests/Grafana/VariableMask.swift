import YAML

/// PromQL with Grafana's variables replaced by words and numbers of the same kind, so that it can be parsed.
///
/// Grafana replaces variables as text, wherever they stand; what they stand for decides what takes their place. Words are
/// unique, so that a name with one in it is recognised after parsing.
struct VariableMask {
    typealias Placeholder = DashboardExpression.Placeholder

    private(set) var masked: [UInt8] = []
    private(set) var placeholders: [Placeholder] = []
    private var runs: [TextMap.Run] = []
    private let bytes: [UInt8]
    private let functionWord: String
    private let numbers: Set<String>
    private var index = 0
    private var quote: UInt8?
    private var brackets = 0
    private var braces = 0

    /// - Parameters:
    ///   - functionWord: takes the place of functions and aggregators.
    ///   - numbers: variables that stand for a number where they could also be a metric's name.
    init(_ text: String, functionWord: String = "abs", numbers: Set<String> = []) {
        bytes = Array(text.utf8)
        self.numbers = numbers
        self.functionWord = functionWord
        run()
    }

    var text: String { String(decoding: masked, as: UTF8.self) }

    /// Where the result stands in the text.
    var map: TextMap {
        TextMap(
            runs: runs.isEmpty ? [.init(offset: 0, source: 0)] : runs,
            end: .init(offset: masked.count, source: bytes.count))
    }

    /// The word that stands for the variable of this number. Its end cannot be the beginning of another's.
    static func word(_ number: Int) -> String { "cardscan_variable_\(number)_" }

    private mutating func run() {
        var isPlain = false
        while index < bytes.count {
            if let variable = VariableReference(in: bytes, at: index) {
                replace(variable)
                index = variable.range.upperBound
                isPlain = false
                continue
            }
            if !isPlain { runs.append(.init(offset: masked.count, source: index)) }
            isPlain = true
            let byte = bytes[index]
            masked.append(byte)
            index += 1
            follow(byte, &isPlain)
        }
    }

    private mutating func follow(_ byte: UInt8, _ isPlain: inout Bool) {
        if let open = quote {
            if byte == 0x5c, open != 0x60, index < bytes.count {
                masked.append(bytes[index])
                index += 1
            } else if byte == open {
                quote = nil
            }
            return
        }
        switch byte {
        case 0x22, 0x27, 0x60: quote = byte
        case 0x5b: brackets += 1
        case 0x5d: brackets = max(0, brackets - 1)
        case 0x7b: braces += 1
        case 0x7d: braces = max(0, braces - 1)
        case 0x23:
            while index < bytes.count, bytes[index] != 0x0a {
                masked.append(bytes[index])
                index += 1
            }
        default: break
        }
    }

    private mutating func replace(_ variable: VariableReference) {
        let word = Self.word(placeholders.count)
        let (role, text) = replacement(of: variable, word)
        let start = masked.count
        masked += Array(text.utf8)
        guard !text.isEmpty else { return }
        runs.append(.init(offset: start, source: variable.range.lowerBound, escapeLength: variable.range.count))
        placeholders.append(Placeholder(range: start..<masked.count, variable: variable.name, role: role))
    }

    private func replacement(of variable: VariableReference, _ word: String) -> (Placeholder.Role, String) {
        if quote != nil { return (.text, word) }
        let before = masked.last
        let after = variable.range.upperBound < bytes.count ? bytes[variable.range.upperBound] : nil
        if brackets > 0 { return (.number, duration(before: before, after: after)) }
        if variable.isNumber { return (.number, "1") }
        if variable.isDuration { return (.number, "5m") }
        if previousWord == "offset" { return (.number, "5m") }
        if before?.isWord == true || after?.isWord == true { return (.name, word) }
        if braces > 0 {
            return [0x3d, 0x21].contains(nextByte(after: variable)) ? (.name, word) : (.syntax, word + "=~\".+\"")
        }
        switch nextByte(after: variable) {
        case 0x28: return (.function, functionWord)
        case let next? where next.isWord && ["by", "without"].contains(nextWord(after: variable)):
            return (.function, "sum")
        default: return numbers.contains(variable.name) ? (.number, "1") : (.name, word)
        }
    }

    /// `[$x]`, `[${x}m]` and `[1$x]`.
    private func duration(before: UInt8?, after: UInt8?) -> String {
        switch (before?.isDigit == true, after?.isWord == true && after?.isDigit == false) {
        case (true, true): "0"
        case (true, false): "m"
        case (false, true): "5"
        case (false, false): "5m"
        }
    }

    private func nextByte(after variable: VariableReference) -> UInt8? {
        bytes[variable.range.upperBound...].first { !$0.isSpace }
    }

    private func nextWord(after variable: VariableReference) -> String {
        let word = bytes[variable.range.upperBound...].drop(while: \.isSpace).prefix(8).prefix(while: \.isWord)
        return String(decoding: word, as: UTF8.self).lowercased()
    }

    private var previousWord: String {
        let word = masked.reversed().drop(while: \.isSpace).prefix(7).prefix(while: \.isWord)
        return String(decoding: word.reversed(), as: UTF8.self).lowercased()
    }
}

extension UInt8 {
    /// A letter of ASCII, a digit, or `_`.
    var isWord: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7a || isDigit || self == 0x5f }
    var isDigit: Bool { self >= 0x30 && self <= 0x39 }
    var isSpace: Bool { self == 0x20 || self >= 0x09 && self <= 0x0d }
}
