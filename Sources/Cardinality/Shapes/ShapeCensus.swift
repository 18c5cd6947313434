/// Shapes and sizes of one label's values.
struct ShapeCensus: Sendable {
    private static let exampleCount = 3

    private(set) var values = 0
    private(set) var bytes = 0
    private var counts = [Int](repeating: 0, count: ValueShape.allCases.count)
    private var examples: [[UInt32]] = .init(repeating: [], count: ValueShape.allCases.count)

    mutating func add(_ value: UInt32, _ text: UnsafeRawBufferPointer, shape: ValueShape) {
        values += 1
        bytes += text.count
        let index = Int(shape.rawValue)
        counts[index] += 1
        if shape != .other, examples[index].count < Self.exampleCount { examples[index].append(value) }
    }

    /// Every telling shape, the largest share first.
    var shares: [ShapeShare] {
        ValueShape.allCases
            .filter { $0 != .other && counts[Int($0.rawValue)] > 0 }
            .map { ShapeShare(shape: $0, values: counts[Int($0.rawValue)], examples: examples[Int($0.rawValue)]) }
            .sorted { ($1.values, $0.shape.rawValue) < ($0.values, $1.shape.rawValue) }
    }
}
