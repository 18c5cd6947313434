extension TextMap {
    /// Where each byte of a scalar's value stands in the file.
    package init(of node: YAMLNode, in source: SourceText) {
        self.init(at: node.range.lowerBound, count: node.scalar?.value.utf8.count ?? 0)
    }
}
