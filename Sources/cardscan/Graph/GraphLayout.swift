import Lint

/// Where the nodes of a graph are drawn: a column for each layer, readers to the right of what they read.
///
/// Within a column nodes are ordered by where their neighbours are, a few times back and forth, which keeps most edges
/// short (Sugiyama's barycentre method). Lengths are in pixels.
struct GraphLayout {
    struct Box: Equatable {
        var x = 0.0
        var y = 0.0
        var width = 0.0
        var height = 0.0

        var middle: Double { y + height / 2 }
        var right: Double { x + width }
    }

    static let rowHeight = 22.0
    static let rowGap = 6.0
    static let columnGap = 160.0
    static let margin = 24.0
    private static let sweeps = 12

    private(set) var boxes: [Box]
    private(set) var width = 0.0
    private(set) var height = 0.0

    /// `widths` are those of the nodes; `top` is left free.
    init(_ graph: ProjectGraph, widths: [Double], top: Double) {
        boxes = widths.map { Box(width: $0, height: Self.rowHeight) }
        var columns = [[Int]](repeating: [], count: (graph.nodes.map(\.layer).max() ?? -1) + 1)
        for (number, node) in graph.nodes.enumerated() { columns[node.layer].append(number) }
        var neighbours = [[Int]](repeating: [], count: graph.nodes.count)
        for edge in graph.edges where edge.from != edge.to {
            neighbours[edge.from].append(edge.to)
            neighbours[edge.to].append(edge.from)
        }
        var x = Self.margin
        for column in columns {
            for (row, number) in column.enumerated() {
                boxes[number].x = x
                boxes[number].y = top + Double(row) * (Self.rowHeight + Self.rowGap)
            }
            x += (column.map { widths[$0] }.max() ?? 0) + Self.columnGap
        }
        for sweep in 0..<Self.sweeps {
            for index in sweep % 2 == 0 ? Array(columns.indices) : columns.indices.reversed() {
                arrange(&columns[index], neighbours, top: top)
            }
        }
        width = x - Self.columnGap + Self.margin
        height = (boxes.map { $0.y + $0.height }.max() ?? top) + Self.margin
    }

    /// Puts the nodes of a column in the order of their neighbours' middles, and as near to them as there is room.
    private mutating func arrange(_ column: inout [Int], _ neighbours: [[Int]], top: Double) {
        let wanted = Dictionary(
            uniqueKeysWithValues: column.map { number in
                let all = neighbours[number].map { boxes[$0].middle }
                return (number, all.isEmpty ? boxes[number].middle : all.reduce(0, +) / Double(all.count))
            })
        column.sort { (wanted[$0] ?? 0, $0) < (wanted[$1] ?? 0, $1) }
        // From above each as near as possible; what is pushed down too far moves back up in the next column's turn.
        var next = top
        for (row, number) in column.enumerated() {
            let rest = Double(column.count - row - 1) * (Self.rowHeight + Self.rowGap)
            let lowest = max(next, extent(top, column.count) - rest - Self.rowHeight)
            let y = (wanted[number] ?? next) - Self.rowHeight / 2
            boxes[number].y = min(max(next, y), lowest)
            next = boxes[number].y + Self.rowHeight + Self.rowGap
        }
    }

    /// How far down the picture may go: to the end of what is lowest, or of a column without gaps.
    private func extent(_ top: Double, _ rows: Int) -> Double {
        let lowest = boxes.map { $0.y + $0.height }.max() ?? top
        return max(lowest, top + Double(rows) * (Self.rowHeight + Self.rowGap))
    }
}
