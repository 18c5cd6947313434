import Lint

/// The graph in the language of Graphviz: https://graphviz.org/doc/info/lang.html
struct DotGraph {
    private let graph: ProjectGraph
    private let texts: GraphTexts

    init(_ graph: ProjectGraph, _ texts: GraphTexts) {
        self.graph = graph
        self.texts = texts
    }

    func write(to writer: inout ByteWriter) {
        writer.write("digraph cardscan {\n  rankdir=LR;\n  node [shape=box, fontname=\"monospace\", fontsize=10];\n")
        for (number, node) in graph.nodes.enumerated() {
            let lines = [node.name, texts.series(of: node)].compactMap { $0 }.map(Self.escaped)
            var attributes = ["label=\"\(lines.joined(separator: "\\n"))\"", "class=\"\(node.kind.rawValue)\""]
            switch node.kind {
            case .metric: attributes.append("shape=ellipse")
            case .recording: break
            case .alert: attributes.append("style=filled, fillcolor=\"#fbe3e0\"")
            case .dashboard: attributes.append("style=filled, fillcolor=\"#e5eefb\"")
            case .relabelling: attributes.append("shape=cds")
            }
            if let place = texts.place(of: node) { attributes.append("tooltip=\"\(Self.escaped(place))\"") }
            writer.write("  n\(number) [\(attributes.joined(separator: ", "))];\n")
        }
        for edge in graph.edges {
            let style = edge.kind == .drops ? " [style=dashed, color=red, label=drops]" : ""
            writer.write("  n\(edge.from) -> n\(edge.to)\(style);\n")
        }
        writer.write("}\n")
    }

    /// For a string between double quotes: nothing in it is an escape of Graphviz or ends the string.
    private static func escaped(_ text: String) -> String {
        Escaper.show(text, in: .notation).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }
}
