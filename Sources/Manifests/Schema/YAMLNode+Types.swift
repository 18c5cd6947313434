import YAML

/// What a scalar is, as Prometheus' decoder takes it.
extension YAMLNode {
    /// Whether it stands for nothing, so that the key might as well be missing.
    var isNull: Bool {
        guard let scalar else { return false }
        if tag == nil {
            // Asked of every value: most can be told by their first byte.
            guard scalar.style == .plain else { return false }
            switch scalar.value.utf8.first {
            case nil, UInt8(ascii: "~"), UInt8(ascii: "n"), UInt8(ascii: "N"): break
            default: return false
            }
        }
        return resolved == .null
    }

    /// A whole number, cut off where there is a fraction.
    var integer: Int? {
        switch resolved {
        case .int(let value): Int(exactly: value)
        case .float(let value): Int(exactly: value.rounded(.towardZero))
        default: nil
        }
    }

    /// Its kind and, of a scalar, its text: as yaml.v3 says it.
    var shortDescription: String {
        guard let scalar else { return sequence != nil ? "!!seq" : "!!map" }
        let tag =
            switch resolved {
            case .null: "!!null"
            case .bool: "!!bool"
            case .int, .uint: "!!int"
            case .float: "!!float"
            case .timestamp: "!!timestamp"
            default: "!!str"
            }
        let value = scalar.value.unicodeScalars
        var shown = String(scalar.value)
        if value.count > 10 {
            shown = ""
            shown.unicodeScalars.append(contentsOf: value.prefix(7))
            shown += "..."
        }
        return "\(tag) `\(shown)`"
    }
}
