import Regex

/// Which label names are allowed: `metric_name_validation_scheme` of a Prometheus configuration.
package enum NameScheme: String, Sendable, CaseIterable {
    /// `[a-zA-Z_][a-zA-Z0-9_]*`
    case legacy
    /// Any text that is not empty; the default since Prometheus 3.
    case utf8

    package func accepts(_ name: some Collection<UInt8>) -> Bool {
        guard let first = name.first else { return false }
        switch self {
        case .legacy: return !(0x30...0x39 ~= first) && name.allSatisfy(Self.isWord)
        case .utf8: return Array(name).withUnsafeBytes(UTF8Rune.isValid)
        }
    }

    /// Whether a name that may hold references to groups is one that expanding can make valid.
    ///
    /// Under UTF-8 the text itself is checked, since `$` may stand in a name.
    func acceptsTemplate(_ text: [UInt8]) -> Bool {
        guard self == .legacy else { return accepts(text) }
        guard let first = text.first, !(0x30...0x39 ~= first) else { return false }
        var index = 0
        while index < text.count {
            if text[index] == 0x24 {
                index += 1
                if index < text.count, text[index] == 0x7B {
                    let end = text[(index + 1)...].firstIndex { !Self.isWord($0) } ?? text.count
                    guard end > index + 1, end < text.count, text[end] == 0x7D else { return false }
                    index = end + 1
                    continue
                }
                guard index < text.count else { return false }
            }
            guard Self.isWord(text[index]) else { return false }
            index += 1
        }
        return true
    }

    static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
        default: false
        }
    }
}
