/// PromQL that `printf` makes of a format, with the verbs of Go's package fmt replaced by words that stand for any text.
///
/// Within quotes a verb writes a part of a label's value, and `%q` without quotes a whole one. Anywhere else it could
/// write any part of an expression: then nothing is known.
package struct FormatMask {
    private(set) var placeholders: [DashboardExpression.Placeholder] = []
    private var masked: [UInt8] = []

    package var text: String { String(decoding: masked, as: UTF8.self) }

    /// `nil` if it cannot be told what is queried.
    package init?(_ format: String) {
        var rest = Array(format.utf8)[...]
        var quote: UInt8?
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let verb = Self.verb(&rest) else { return nil }
                if verb == UInt8(ascii: "%") {
                    masked.append(verb)
                } else if verb == UInt8(ascii: "q") {
                    // Quotes of its own would end the ones it stands in.
                    guard quote == nil else { return nil }
                    masked.append(UInt8(ascii: "\""))
                    addPlaceholder()
                    masked.append(UInt8(ascii: "\""))
                } else {
                    guard quote != nil else { return nil }
                    addPlaceholder()
                }
                continue
            case UInt8(ascii: "\\") where quote != nil && quote != UInt8(ascii: "`"):
                guard let escaped = rest.popFirst(), escaped != UInt8(ascii: "%") else { return nil }
                masked += [byte, escaped]
                continue
            case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
                if quote == nil { quote = byte } else if quote == byte { quote = nil }
            case UInt8(ascii: "#") where quote == nil:
                // A comment lasts as long as the line, which a verb may end.
                return nil
            default: break
            }
            masked.append(byte)
        }
    }

    private mutating func addPlaceholder() {
        let start = masked.count
        masked += Array(VariableMask.word(placeholders.count).utf8)
        placeholders.append(
            DashboardExpression.Placeholder(range: start..<masked.count, variable: "%", role: .text))
    }

    /// The letter of a verb behind its `%`: flags, an argument's number, width and precision come before it. `nil` where
    /// the width comes from an argument, or the verb is not finished.
    private static func verb(_ rest: inout ArraySlice<UInt8>) -> UInt8? {
        let modifiers = Array("+-# 0123456789.[]".utf8)
        while let byte = rest.popFirst() {
            if modifiers.contains(byte) { continue }
            let isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a
            return isLetter || byte == UInt8(ascii: "%") ? byte : nil
        }
        return nil
    }
}
