import LabelSets
import Lint

/// The graph as JSON; docs/lint.md lists its fields, which are added to and never renamed.
struct JSONGraph {
    private let graph: ProjectGraph
    private let texts: GraphTexts

    init(_ graph: ProjectGraph, _ texts: GraphTexts) {
        self.graph = graph
        self.texts = texts
    }

    func write(to writer: inout ByteWriter) {
        var json = JSONWriter(writer)
        json.object { json in
            json.member("schema_version", 1)
            if let data = graph.data { json.object("data") { DataObject(data).write(to: &$0) } }
            json.array("nodes") { json in
                for (number, node) in graph.nodes.enumerated() {
                    json.object { json in
                        json.member("id", number)
                        json.member("kind", node.kind.rawValue)
                        json.member("name", node.name)
                        json.member("layer", node.layer)
                        json.member("file", node.file)
                        json.member("line", texts.line(of: node))
                        json.member("series", node.series?.limit)
                        json.member("series_is_exact", node.series?.isExact ?? false)
                    }
                }
            }
            json.array("edges") { json in
                for edge in graph.edges {
                    json.object { json in
                        json.member("kind", edge.kind.rawValue)
                        json.member("from", edge.from)
                        json.member("to", edge.to)
                        json.member("selectors", edge.count)
                    }
                }
            }
        }
        writer = json.finish()
    }
}
