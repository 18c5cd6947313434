/// A piece of a YAML document, and which bytes of the file it was read from.
package struct YAMLNode: Sendable {
    package enum Content: Sendable {
        case scalar(YAMLScalar)
        case sequence([YAMLNode])
        case mapping(YAMLMapping)
    }

    package let content: Content
    /// Bytes of the file. Where an alias (`*name`) stands for it, those of the alias' target.
    package let range: Range<Int>
    /// Few nodes have any, and a tree has many nodes.
    private var properties: Properties?

    package init(_ content: Content, range: Range<Int>, tag: String? = nil, alias: Range<Int>? = nil) {
        self.content = content
        self.range = range
        properties = tag == nil && alias == nil ? nil : Properties(tag: tag, alias: alias)
    }

    /// The bytes of the alias that stands for it, if it was reached through one.
    package var alias: Range<Int>? {
        get { properties?.alias }
        set { properties = Properties(tag: tag, alias: newValue) }
    }
    /// The tag as written, `!!str` resolved to its full form; `nil` if there is none.
    package var tag: String? { properties?.tag }

    private final class Properties: Sendable {
        let tag: String?
        let alias: Range<Int>?

        init(tag: String?, alias: Range<Int>?) {
            self.tag = tag
            self.alias = alias
        }
    }

    /// Whether it is a scalar of that text.
    package func isScalar(_ text: String) -> Bool {
        if case .scalar(let scalar) = content { scalar.value == text } else { false }
    }

    package var scalar: YAMLScalar? { if case .scalar(let scalar) = content { scalar } else { nil } }
    package var sequence: [YAMLNode]? { if case .sequence(let nodes) = content { nodes } else { nil } }
    package var mapping: YAMLMapping? { if case .mapping(let mapping) = content { mapping } else { nil } }
}

/// A scalar: what it says, and how it is written.
package struct YAMLScalar: Sendable {
    package enum Style: Sendable {
        case plain, singleQuoted, doubleQuoted, literal, folded
    }

    /// With quotes, escapes and indentation resolved.
    package let value: String
    package let style: Style

    package init(value: String, style: Style) {
        self.value = value
        self.style = style
    }
}

/// The entries of a mapping in the order of the file, those of merge keys (`<<: *base`) last.
package struct YAMLMapping: Sendable {
    package let entries: [YAMLEntry]

    package init(_ entries: [YAMLEntry]) { self.entries = entries }

    /// The value of a key. A mapping's own keys outrank merged ones.
    package subscript(_ key: String) -> YAMLNode? { entry(key)?.value }

    package func entry(_ key: String) -> YAMLEntry? {
        // An entry is large: only the one that is meant is copied.
        for index in entries.indices where entries[index].key.isScalar(key) { return entries[index] }
        return nil
    }
}

/// A key and its value.
package struct YAMLEntry: Sendable {
    package let key: YAMLNode
    package let value: YAMLNode
    /// Whether it comes from a merge key.
    package let isMerged: Bool

    package init(key: YAMLNode, value: YAMLNode, isMerged: Bool = false) {
        self.key = key
        self.value = value
        self.isMerged = isMerged
    }

    /// The key's text; empty where the key is no scalar.
    package var name: String { key.scalar?.value ?? "" }
}
