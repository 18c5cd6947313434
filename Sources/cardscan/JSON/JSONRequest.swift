import YAML

/// What a request of one line says: the members of an object that can be asked for.
///
/// Of what is nested, lists and objects of nothing but strings are kept.
enum JSONRequest {
    /// A member of the outermost object.
    enum Value: Equatable {
        case text(String)
        /// A list of strings.
        case texts([String])
        /// An object whose values are strings, in their order.
        case members([Member])
        case other
    }

    struct Member: Equatable {
        var name: String
        var value: String
    }

    private static let limits = YAMLLimits(depth: 100)

    /// The members of the object that the bytes are. A member that stands twice is refused.
    static func members(of bytes: [UInt8]) throws(JSONText.Fault) -> [String: Value] {
        let start = bytes.prefix { $0 == 0x20 || $0 == 0x09 || $0 == 0x0a || $0 == 0x0d }.count
        if String(validating: bytes, as: UTF8.self) != nil, bytes.dropFirst(start).first != UInt8(ascii: "{") {
            throw JSONText.Fault("expected a JSON object", at: start)
        }
        let entries = try JSONText.root(of: bytes, limits: limits).mapping?.entries ?? []
        return Dictionary(entries.map { ($0.name, value(of: $0.value)) }, uniquingKeysWith: { first, _ in first })
    }

    private static func value(of node: YAMLNode) -> Value {
        if let text = text(of: node) { return .text(text) }
        if let items = node.sequence {
            let texts = items.compactMap(text)
            return texts.count == items.count ? .texts(texts) : .other
        }
        guard let entries = node.mapping?.entries else { return .other }
        let members = entries.compactMap { entry in text(of: entry.value).map { Member(name: entry.name, value: $0) } }
        return members.count == entries.count ? .members(members) : .other
    }

    /// Nil for numbers, `true`, `false` and `null`.
    private static func text(of node: YAMLNode) -> String? {
        guard let scalar = node.scalar, scalar.style == .doubleQuoted else { return nil }
        return scalar.value
    }
}
