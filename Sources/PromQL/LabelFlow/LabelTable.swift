/// Labels by their names: a list while they are few, as nearly always, since hashing takes longer than comparing.
struct LabelTable: Sendable {
    typealias Entry = (label: String, state: LabelState)

    private var entries: [Entry] = []
    /// Positions in `entries`, once these are many.
    private var positions: [String: Int] = [:]

    private static let listLimit = 24

    init() {}

    var count: Int { entries.count }

    subscript(label: String) -> LabelState? {
        get { position(of: label).map { entries[$0].state } }
        set {
            guard let newValue else { return }
            if let position = position(of: label) {
                entries[position].state = newValue
                return
            }
            entries.append((label, newValue))
            if entries.count > Self.listLimit { index() }
        }
    }

    private func position(of label: String) -> Int? {
        positions.isEmpty ? entries.firstIndex { $0.label == label } : positions[label]
    }

    private mutating func index() {
        for position in positions.count..<entries.count { positions[entries[position].label] = position }
    }
}

extension LabelTable: Sequence {
    func makeIterator() -> IndexingIterator<[Entry]> { entries.makeIterator() }
}

extension LabelTable: Equatable {
    static func == (one: LabelTable, other: LabelTable) -> Bool {
        one.count == other.count && one.entries.allSatisfy { other[$0.label] == $0.state }
    }
}
