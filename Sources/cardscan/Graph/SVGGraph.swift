import LabelSets
import Lint

/// The graph as a picture that stands for itself: no script, no font, no link.
struct SVGGraph {
    private let graph: ProjectGraph
    private let texts: GraphTexts
    private let labels: [(name: String, series: String)]
    private let layout: GraphLayout

    /// Of a monospaced font of 12 pixels.
    private static let characterWidth = 7.3
    private static let longestName = 72
    private static let top = 64.0

    init(_ graph: ProjectGraph, _ texts: GraphTexts) {
        self.graph = graph
        self.texts = texts
        let labels = graph.nodes.map { node in
            (
                name: Escaper.show(node.name, columns: Self.longestName, in: .notation),
                series: texts.series(of: node) ?? ""
            )
        }
        self.labels = labels
        layout = GraphLayout(
            graph,
            widths: labels.map { label in
                let columns = DisplayWidth.of(label.name) + (label.series.isEmpty ? 0 : label.series.count + 2)
                return Double(columns) * Self.characterWidth + 16
            }, top: Self.top)
    }

    func write(to writer: inout ByteWriter) {
        let (width, height) = (max(layout.width, 720), layout.height)
        writer.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        writer.write(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(Self.number(width))\" height=\"\(Self.number(height))\" "
                + "viewBox=\"0 0 \(Self.number(width)) \(Self.number(height))\" font-family=\"monospace\" font-size=\"12\">\n"
        )
        writer.write(Self.style)
        writer.write("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n")
        writeHead(to: &writer)
        for edge in graph.edges { write(edge, to: &writer) }
        for number in graph.nodes.indices { writeNode(number, to: &writer) }
        writer.write("</svg>\n")
    }

    private static let style = """
        <style>
        .metric rect { fill: #f4f4f0; stroke: #8a8a80; }
        .recording rect { fill: #e8f3e8; stroke: #4c8c4c; }
        .alert rect { fill: #fbe6e2; stroke: #c05040; }
        .dashboard rect { fill: #e6eefb; stroke: #4a70b8; }
        .relabelling rect { fill: #f6ecd8; stroke: #a07828; }
        .missing rect { stroke-dasharray: 4 3; }
        .missing text { fill: #b03020; }
        .series { fill: #707070; }
        path { fill: none; stroke: #9a9aa8; stroke-opacity: 0.55; }
        path.drops { stroke: #c03020; stroke-dasharray: 5 3; }
        </style>

        """

    private func writeHead(to writer: inout ByteWriter) {
        var title =
            "\(Figures.count(graph.nodes.count, "node")), \(Figures.count(graph.edges.count, "edge")): left what is read, right what reads it"
        if let data = graph.data { title += "; \(FindingSummary.words(data))" }
        writer.write("<text x=\"24\" y=\"24\">\(XMLText.escaped(title))</text>\n")
        var x = 24.0
        for kind in ProjectGraph.Node.Kind.allCases {
            let count = graph.nodes.count { $0.kind == kind }
            guard count > 0 else { continue }
            let text = "\(count) \(kind.rawValue)"
            let width = Double(text.count) * Self.characterWidth + 16
            writer.write("<g class=\"\(kind.rawValue)\"><rect x=\"\(Self.number(x))\" y=\"34\" width=\"")
            writer.write("\(Self.number(width))\" height=\"18\" rx=\"3\"/>")
            writer.write("<text x=\"\(Self.number(x + 8))\" y=\"47\">\(text)</text></g>\n")
            x += width + 8
        }
    }

    private func writeNode(_ number: Int, to writer: inout ByteWriter) {
        let (node, box, label) = (graph.nodes[number], layout.boxes[number], labels[number])
        let isMissing = node.kind == .metric && node.series == .exact(0)
        writer.write("<g class=\"\(node.kind.rawValue)\(isMissing ? " missing" : "")\">")
        let tip = ([node.name] + [texts.place(of: node)].compactMap { $0 }).joined(separator: "  ")
        writer.write("<title>\(XMLText.escaped(tip))</title>")
        writer.write(
            "<rect x=\"\(Self.number(box.x))\" y=\"\(Self.number(box.y))\" width=\"\(Self.number(box.width))\"")
        writer.write(" height=\"\(Self.number(box.height))\" rx=\"3\"/>")
        writer.write("<text x=\"\(Self.number(box.x + 8))\" y=\"\(Self.number(box.middle + 4))\">")
        writer.write(XMLText.escaped(label.name))
        if !label.series.isEmpty {
            writer.write("<tspan class=\"series\" dx=\"8\">\(XMLText.escaped(label.series))</tspan>")
        }
        writer.write("</text></g>\n")
    }

    private func write(_ edge: ProjectGraph.Edge, to writer: inout ByteWriter) {
        let (from, to) = (layout.boxes[edge.from], layout.boxes[edge.to])
        let reach = max(40, abs(to.x - from.right) / 2)
        let (startX, endX) = (Self.number(from.right), Self.number(to.x))
        writer.write("<path\(edge.kind == .drops ? " class=\"drops\"" : "") d=\"M\(startX) \(Self.number(from.middle))")
        writer.write(" C\(Self.number(from.right + reach)) \(Self.number(from.middle))")
        writer.write(" \(Self.number(to.x - reach)) \(Self.number(to.middle)) \(endX) \(Self.number(to.middle))\"/>\n")
    }

    /// With one digit behind the point.
    private static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
    }
}
