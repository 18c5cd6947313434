import Foundation
import Lint
import Manifests
import Testing
import YAML

#if canImport(FoundationXML)
    import FoundationXML
#endif

@testable import cardscan

/// The graph of any rules is drawn whole, and names in it stay text.
struct GraphTests {
    private static func project(_ rules: [(name: String, expr: String)]) -> Project {
        var text = "groups:\n  - name: g\n    rules:\n"
        for rule in rules {
            let quoted = rule.expr.replacing("'", with: "''")
            text += "      - record: '\(rule.name)'\n        expr: '\(quoted)'\n"
        }
        return Project(files: [ManifestReader().read(path: "rules.yml", source: SourceText(text))])
    }

    private static func output(_ project: Project, _ format: GraphFormat) -> String {
        var writer = ByteWriter()
        format.write(ProjectGraph(of: project, over: nil), of: project, to: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test func readersStandToTheRight() {
        let project = Self.project([("c", "sum(b)"), ("b", "sum(a) + other"), ("d", "c + a")])
        let graph = ProjectGraph(of: project, over: nil)
        let layers = Dictionary(uniqueKeysWithValues: graph.nodes.map { ($0.name, $0.layer) })
        #expect(layers == ["a": 0, "other": 0, "b": 1, "c": 2, "d": 3])
        for edge in graph.edges { #expect(graph.nodes[edge.from].layer < graph.nodes[edge.to].layer) }
    }

    @Test func circlesAreDrawn() {
        let project = Self.project([("a", "b"), ("b", "c"), ("c", "a + x"), ("d", "d")])
        let graph = ProjectGraph(of: project, over: nil)
        #expect(graph.nodes.count == 5)
        #expect(graph.edges.count == 5)
        #expect(Self.output(project, .svg).contains("</svg>"))
    }

    @Test(arguments: 0..<20) func nodesOfAColumnDoNotOverlap(seed: Int) {
        var random = SeededRandom(UInt64(seed))
        let rules = (0..<Int.random(in: 1...60, using: &random)).map { number in
            let inputs = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                "r\(Int.random(in: 0...80, using: &random))"
            }
            return (name: "r\(number)", expr: inputs.joined(separator: " + "))
        }
        let graph = ProjectGraph(of: Self.project(rules), over: nil)
        let layout = GraphLayout(graph, widths: graph.nodes.map { _ in 80 }, top: 10)
        let columns = Dictionary(grouping: graph.nodes.indices) { graph.nodes[$0].layer }
        for column in columns.values {
            let boxes = column.map { layout.boxes[$0] }.sorted { $0.y < $1.y }
            #expect(Set(boxes.map(\.x)).count == 1)
            for (above, below) in zip(boxes, boxes.dropFirst()) { #expect(above.y + above.height <= below.y) }
            #expect(boxes.allSatisfy { $0.y >= 10 && $0.y + $0.height <= layout.height && $0.right <= layout.width })
        }
    }

    @Test(arguments: GraphFormat.allCases) func hostileNamesStayText(format: GraphFormat) throws {
        let name = "x\"]; <b>&amp;</title><script>\u{1b}[31m\u{202e}\\\" -> n0"
        let file = """
            groups:
              - name: g
                rules:
                  - alert: \(YAMLQuoted(name).text)
                    expr: up == 0
            """
        let project = Project(files: [ManifestReader().read(path: "a\"b<c>.yml", source: SourceText(file))])
        let text = Self.output(project, format)
        #expect(!text.utf8.contains { $0 < 0x20 && $0 != 0x0a })
        switch format {
        case .svg:
            let parser = XMLParser(data: Data(text.utf8))
            #expect(parser.parse(), "\(String(describing: parser.parserError))")
            #expect(!text.contains("<script>") && !text.contains("\u{202e}"))
        case .json: _ = try JSONSerialization.jsonObject(with: Data(text.utf8))
        case .dot:
            // Two nodes and an edge, each a line.
            let lines = text.split(separator: "\n").filter { $0.hasPrefix("  n") && $0.hasSuffix(";") }
            #expect(lines.count == 4)
            #expect(!text.contains("\u{202e}"))
        }
    }
}

/// A double-quoted scalar of YAML.
private struct YAMLQuoted {
    let text: String

    init(_ value: String) {
        var text = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"", "\\": text += "\\\(scalar)"
            case _ where scalar.value < 0x20: text += "\\x" + String(scalar.value + 0x100, radix: 16).dropFirst()
            default: text.unicodeScalars.append(scalar)
            }
        }
        self.text = text + "\""
    }
}
