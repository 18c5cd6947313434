/// What Prometheus takes a scalar for: the type that Go's yaml.v3 decodes it to.
///
/// yaml.v3 mixes the two versions of YAML. `true`, `True` and `TRUE` are booleans, `yes` and `on` are texts (except where
/// a boolean is decoded, see ``YAMLScalar/boolean(tag:)``). `0o17`, `017`, `0b11` and `0x1F` are numbers, `_` may
/// separate digits, `1:30` is a text. Where a text is decoded, a number is taken as it is written.
package enum YAMLValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case int(Int64)
    /// An integer that only fits without a sign.
    case uint(UInt64)
    case float(Double)
    case string(String)
    /// As written: `2001-12-14`, `2001-12-14T21:59:43.10-05:00`.
    case timestamp(String)
    /// What a tag (`!!int`) says and the text does not bear out. yaml.v3 refuses it.
    case mismatch(tag: String)
}

extension YAMLNode {
    /// The value of a scalar by its text and tag; nil for collections.
    package var resolved: YAMLValue? { scalar?.resolved(tag: tag) }
}

extension YAMLScalar {
    /// The value of a scalar without a tag.
    package var resolved: YAMLValue { resolved(tag: nil) }

    /// - Parameter tag: In its full form; `!` makes any scalar a text, application tags (`!secret`) too.
    package func resolved(tag: String?) -> YAMLValue {
        let prefix = "tag:yaml.org,2002:"
        guard let tag, tag.hasPrefix(prefix) else {
            return tag == nil && style == .plain ? plain() : .string(value)
        }
        let natural = plain(allowsTimestamp: tag.hasSuffix("timestamp"))
        switch (tag.dropFirst(prefix.count), natural) {
        case ("null", .null), ("bool", .bool), ("int", .int), ("int", .uint), ("float", .float),
            ("timestamp", .timestamp):
            return natural
        case ("float", .int(let int)): return .float(Double(int))
        case ("null", _), ("bool", _), ("int", _), ("float", _), ("timestamp", _): return .mismatch(tag: tag)
        default: return .string(value)
        }
    }

    /// What a boolean field is set to; nil where Go fails to decode. Here `yes`, `on` and their kind count.
    package func boolean(tag: String? = nil) -> Bool? {
        switch resolved(tag: tag) {
        case .bool(let bool): bool
        case .string(let text):
            switch text {
            case "y", "Y", "yes", "Yes", "YES", "on", "On", "ON": true
            case "n", "N", "no", "No", "NO", "off", "Off", "OFF": false
            default: nil
            }
        default: nil
        }
    }

    private func plain(allowsTimestamp: Bool = true) -> YAMLValue {
        switch value {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        case ".nan", ".NaN", ".NAN": return .float(.nan)
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .float(.infinity)
        case "-.inf", "-.Inf", "-.INF": return .float(-.infinity)
        default: break
        }
        switch value.utf8.first {
        case 0x2e?:
            return PlainNumber.goFloat(value).map { .float($0) } ?? .string(value)
        case 0x2b?, 0x2d?, (0x30...0x39)?:
            if allowsTimestamp, PlainTimestamp.matches(value) { return .timestamp(value) }
            return PlainNumber.resolve(value) ?? .string(value)
        default:
            return .string(value)
        }
    }
}
