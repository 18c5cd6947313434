package import LabelSets
import Manifests
import PromQL

/// Rules, dashboards and relabelling of a project as one graph: what is read by what.
package struct ProjectGraph: Sendable {
    package struct Node: Sendable, Equatable {
        package enum Kind: String, Sendable, CaseIterable {
            /// Scraped, as far as the files tell.
            case metric
            /// What recording rules of one name write.
            case recording
            case alert, dashboard
            /// The relabelling of a scrape job.
            case relabelling
        }

        package let kind: Kind
        package let name: String
        /// Where the first of them stands; `nil` for metrics.
        package let file: String?
        package let range: Range<Int>
        /// Series that it has or, at the end of the data, results in; `nil` without data, and where that is not known.
        package internal(set) var series: SeriesCount?
        /// How far it is from what is scraped: more than everything it reads.
        package internal(set) var layer = 0
    }

    package struct Edge: Sendable, Equatable {
        package enum Kind: String, Sendable {
            case reads, drops
        }

        package let kind: Kind
        /// Positions in `nodes`: what is read, or what drops, and what reads, or is dropped.
        package let from: Int
        package let to: Int
        /// Selectors that read so.
        package internal(set) var count = 1
    }

    /// By layer, kind and name.
    package private(set) var nodes: [Node] = []
    package private(set) var edges: [Edge] = []
    package let data: SeriesData?

    package init(of project: Project, over data: SeriesData?) {
        self.data = data
        let grounding = data.map { Grounding($0, project) }
        var builder = GraphBuilder(project, grounding)
        builder.addRules()
        builder.addDashboards()
        builder.addRelabelling()
        let layers = Self.layers(builder.nodes.count, builder.edges)
        let order = builder.nodes.indices.sorted { one, other in
            let (left, right) = (builder.nodes[one], builder.nodes[other])
            return (layers[one], left.kind.rawValue, left.name) < (layers[other], right.kind.rawValue, right.name)
        }
        var places = [Int](repeating: 0, count: order.count)
        for (place, index) in order.enumerated() {
            places[index] = place
            nodes.append(builder.nodes[index])
            nodes[place].layer = layers[index]
        }
        edges = builder.edges.map { edge in
            Edge(kind: edge.kind, from: places[edge.from], to: places[edge.to], count: edge.count)
        }
        edges.sort { ($0.from, $0.to, $0.kind.rawValue) < ($1.from, $1.to, $1.kind.rawValue) }
    }

    /// One more than the highest layer that a node reads; what reads itself, directly or not, is cut somewhere.
    private static func layers(_ count: Int, _ edges: [Edge]) -> [Int] {
        var inputs = [[Int]](repeating: [], count: count)
        for edge in edges where edge.from != edge.to { inputs[edge.to].append(edge.from) }
        var layers = [Int?](repeating: nil, count: count)
        var isOpen = [Bool](repeating: false, count: count)
        for start in 0..<count {
            var stack = [start]
            while let node = stack.last {
                if layers[node] != nil {
                    stack.removeLast()
                    continue
                }
                let missing = isOpen[node] ? [] : inputs[node].filter { layers[$0] == nil && !isOpen[$0] }
                isOpen[node] = true
                guard missing.isEmpty else {
                    stack += missing
                    continue
                }
                layers[node] = (inputs[node].compactMap { layers[$0] }.max() ?? -1) + 1
                stack.removeLast()
            }
        }
        return layers.map { $0 ?? 0 }
    }
}
