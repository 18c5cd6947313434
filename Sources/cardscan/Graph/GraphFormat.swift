import LabelSets
import Lint
import Manifests
import YAML

/// How `lint --graph` writes the graph.
enum GraphFormat: String, Choice {
    case dot, svg, json

    func write(_ graph: ProjectGraph, of project: Project, to writer: inout ByteWriter) {
        let texts = GraphTexts(graph, of: project)
        switch self {
        case .dot: DotGraph(graph, texts).write(to: &writer)
        case .svg: SVGGraph(graph, texts).write(to: &writer)
        case .json: JSONGraph(graph, texts).write(to: &writer)
        }
    }
}

/// What is said of nodes and edges, not escaped for any format yet.
struct GraphTexts {
    private let graph: ProjectGraph
    private let files: [String: ManifestFile]

    init(_ graph: ProjectGraph, of project: Project) {
        self.graph = graph
        files = Dictionary(project.files.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// `rules.yaml:12`, where the node stands somewhere.
    func place(of node: ProjectGraph.Node) -> String? {
        guard let file = node.file else { return nil }
        return "\(file):\(line(of: node) ?? 1)"
    }

    func line(of node: ProjectGraph.Node) -> Int? {
        guard let file = node.file else { return nil }
        return FindingPlace(node.range, in: files[file]).start.line
    }

    /// `1,204 series`, `≤ 12 series`; `nil` where nothing is known.
    func series(of node: ProjectGraph.Node) -> String? {
        guard let count = node.series else { return nil }
        return (count.isExact ? "" : "≤ ") + Figures.grouped(count.limit) + " series"
    }
}
