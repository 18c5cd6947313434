import YAML

extension YAMLNode {
    /// The tree in one line, each node with the bytes it was read from: `{key«key»: value«"value"»}`.
    func outline(in source: SourceText) -> String {
        let text = alias.map { source.text($0) } ?? source.text(range)
        let tag = tag.map { "<\($0)>" } ?? ""
        switch content {
        case .scalar(let scalar):
            return "\(tag)\(scalar.value.debugDescription)«\(text)»"
        case .sequence(let nodes):
            return "\(tag)[\(nodes.map { $0.outline(in: source) }.joined(separator: ", "))]«\(text)»"
        case .mapping(let mapping):
            let entries = mapping.entries.map {
                ($0.isMerged ? "<<" : "") + $0.key.outline(in: source) + ": " + $0.value.outline(in: source)
            }
            return "\(tag){\(entries.joined(separator: ", "))}«\(text)»"
        }
    }
}

extension YAMLStream {
    init(_ text: String, limits: YAMLLimits = YAMLLimits()) { self.init(parsing: SourceText(text), limits: limits) }

    /// The outlines of all documents.
    static func outline(_ text: String) -> [String] {
        let source = SourceText(text)
        return YAMLStream(parsing: source).documents.map { $0.root?.outline(in: source) ?? "nothing" }
    }
}
