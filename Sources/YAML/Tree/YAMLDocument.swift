/// One document of a stream, and what can be said about the stream as a whole.
package struct YAMLDocument: Sendable {
    /// `nil` for a document without content.
    package let root: YAMLNode?
    /// From its first byte, `---` included, to its last.
    package let range: Range<Int>

    package init(root: YAMLNode?, range: Range<Int>) {
        self.root = root
        self.range = range
    }
}

/// What is wrong with a YAML text, and where.
package struct YAMLError: Error, Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// libyaml cannot read it.
        case syntax
        case invalidUTF8
        case duplicateKey
        case unknownAlias
        /// Too deep, too many nodes, or aliases that would unfold to too much.
        case limit
    }

    package let kind: Kind
    package let message: String
    package let range: Range<Int>

    package init(_ kind: Kind, _ message: String, at range: Range<Int>) {
        self.kind = kind
        self.message = message
        self.range = range
    }
}
