/// What one YAML text may cost. Files come from repositories and clusters that others write to.
package struct YAMLLimits: Sendable {
    /// Bytes of the text. The tree takes about 10 times as much memory, 60 times where all values are a byte long.
    package var bytes: Int
    /// Nodes, where what an alias stands for counts again: a reader walks through it again.
    package var nodes: Int
    /// Collections within collections.
    package var depth: Int

    package init(bytes: Int = 32 << 20, nodes: Int = 2_000_000, depth: Int = 200) {
        self.bytes = bytes
        self.nodes = nodes
        self.depth = depth
    }

    /// Aliases may unfold a text to this many times its own nodes, with `unfoldingAllowance` more for small texts.
    static let unfoldingFactor = 100
    static let unfoldingAllowance = 10_000
    /// Errors that do not end the reading, such as duplicate keys, are listed up to this number.
    static let errors = 100
}
