import YAML

/// What a scalar is by its looks, as far as rule files need it (yaml.v3's reading of YAML 1.2's core schema).
extension YAMLNode {
    /// Whether it is null: `~`, `null` or nothing at all, unquoted.
    var isNull: Bool {
        guard let scalar, scalar.style == .plain, tag == nil || tag == "tag:yaml.org,2002:null" else { return false }
        switch scalar.value {
        case "", "~", "null", "Null", "NULL": return true
        default: return false
        }
    }

    /// A whole number, cut off where there is a fraction.
    var integer: Int? {
        guard let scalar, scalar.style == .plain else { return nil }
        let digits = scalar.value.filter { $0 != "_" }
        if let value = Int(digits) { return value }
        if digits.hasPrefix("0x") { return Int(digits.dropFirst(2), radix: 16) }
        if digits.hasPrefix("0o") { return Int(digits.dropFirst(2), radix: 8) }
        guard digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 || "+-.eE".utf8.contains($0) }) else { return nil }
        return Double(digits).flatMap { Int(exactly: $0.rounded(.towardZero)) }
    }

    /// Its kind and, of a scalar, its text: as yaml.v3 says it.
    var shortDescription: String {
        guard let scalar else { return sequence != nil ? "!!seq" : "!!map" }
        let isText = scalar.style != .plain || integer == nil
        let value = scalar.value
        let shown =
            value.unicodeScalars.count > 10
            ? String(String.UnicodeScalarView(value.unicodeScalars.prefix(7))) + "..." : value
        return "\(isText ? "!!str" : "!!int") `\(shown)`"
    }
}
