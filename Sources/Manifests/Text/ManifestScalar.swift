package import YAML

/// A scalar of a manifest: what it says, and how to find each of its bytes in the file.
package struct ManifestScalar: Sendable {
    package let value: String
    package let node: YAMLNode
    package let text: ManifestText

    /// `nil` if the node is no scalar.
    package init?(_ node: YAMLNode, in text: ManifestText) {
        guard let scalar = node.scalar else { return nil }
        value = scalar.value
        self.node = node
        self.text = text
    }

    /// The bytes of the file it was read from, quotes included.
    package var fileRange: Range<Int> { text.fileRange(of: node.range) }

    /// Whether a part of it is only known to Helm.
    package var hasHole: Bool { text.hasHole(in: node.range) }

    /// The bytes of the file that hold these bytes of the value.
    package func fileRange(of range: Range<Int>) -> Range<Int> {
        text.fileRange(of: TextMap(of: node, in: text.source).source(of: range))
    }
}

/// A key of a mapping and its scalar value, such as a label of a rule.
package struct ManifestEntry: Sendable {
    package let key: ManifestScalar
    package let value: ManifestScalar

    package init(key: ManifestScalar, value: ManifestScalar) {
        self.key = key
        self.value = value
    }
}

extension ManifestScalar {
    /// The empty string that null is read as where a string is wanted.
    init(null node: YAMLNode, in text: ManifestText) {
        value = ""
        self.node = node
        self.text = text
    }
}
