/// Up to 65,536 series of one metric, decoded column by column.
final class SnapshotGroup: Sendable {
    let rows: Int
    /// Label names, and for each the value of every row plus one; 0 where it is absent. One element when all are alike.
    private let names: [UInt32]
    private let columns: [[UInt32]]
    private let lifetimes: [UInt32]
    private let budget: MemoryBudget
    private let reserved: Int

    /// Bytes a column takes beside its numbers.
    private static let columnOverhead = 64

    init(
        _ place: SnapshotDirectory.Group, content: [UInt8], symbolCount: Int, lifetimeCount: Int, _ file: MappedFile,
        _ budget: MemoryBudget
    ) throws(Diagnostic) {
        rows = place.rows
        self.budget = budget
        var decoder = Decoder(content.span.bytes, at: place.offset)
        let labels = decoder.count()
        // A number takes a byte at least, so the frame bounds what can be decoded from it.
        reserved =
            min(place.rows * (labels + 1), decoder.remaining) * MemoryLayout<UInt32>.stride
            + labels * Self.columnOverhead
        try budget.require(reserved, for: "a group of the snapshot's series", file: file.path)
        var names: [UInt32] = []
        var columns: [[UInt32]] = []
        var isSound = true
        for _ in 0..<labels where isSound {
            let name = decoder.uvarint()
            let column = Self.column(&decoder, rows: place.rows, below: symbolCount + 1)
            isSound = decoder.isValid && name < UInt64(symbolCount)
            names.append(UInt32(truncatingIfNeeded: name))
            columns.append(column)
        }
        lifetimes = Self.column(&decoder, rows: place.rows, below: lifetimeCount)
        guard isSound, decoder.isValid else {
            throw Diagnostic(
                file: file.path, offset: place.frame,
                "group at \(place.offset) of the frame is no series; the snapshot is damaged, make it again")
        }
        self.names = names
        self.columns = columns
    }

    deinit { budget.release(reserved) }

    /// A column's numbers, all less than `bound`; empty, and the decoder invalid, when they are not.
    private static func column(_ decoder: inout Decoder, rows: Int, below bound: Int) -> [UInt32] {
        switch SnapshotFormat.ColumnKind(rawValue: decoder.uint8()) {
        case .constant:
            let number = decoder.uvarint()
            guard number < UInt64(bound) else { break }
            return [UInt32(truncatingIfNeeded: number)]
        case .indexed:
            let dictionary = numbers(&decoder, decoder.count(), below: bound)
            let indexes = numbers(&decoder, rows, below: dictionary.count)
            guard decoder.isValid else { return [] }
            return indexes.map { dictionary[Int($0)] }
        case nil:
            break
        }
        decoder.fail()
        return []
    }

    private static func numbers(_ decoder: inout Decoder, _ count: Int, below bound: Int) -> [UInt32] {
        var numbers: [UInt32] = []
        numbers.reserveCapacity(min(count, SnapshotFormat.rowsPerGroup))
        var current: Int64 = 0
        for _ in 0..<count {
            current = current &+ decoder.varint()
            guard decoder.isValid, current >= 0, current < bound else {
                decoder.fail()
                return []
            }
            numbers.append(UInt32(truncatingIfNeeded: current))
        }
        return numbers
    }

    func lifetime(_ row: Int) -> Int { Int(lifetimes[lifetimes.count == 1 ? 0 : row]) }

    /// The labels of a row as interleaved (name, value) references.
    func pairs(_ row: Int, into pairs: inout [UInt32]) {
        pairs.removeAll(keepingCapacity: true)
        for (index, name) in names.enumerated() {
            let value = columns[index][columns[index].count == 1 ? 0 : row]
            guard value != 0 else { continue }
            pairs.append(name)
            pairs.append(value - 1)
        }
    }

    /// Appends a row; `before` is the row of the same group that stands before it in the batch, nil for none.
    func append(_ row: Int, after before: Int?, _ lifetime: SnapshotLifetime, to batch: inout SeriesBatch) {
        var shared = 0
        var isSame = before != nil
        for index in names.indices {
            let column = columns[index]
            let value = column[column.count == 1 ? 0 : row]
            if isSame, let before {
                if column.count == 1 || column[before] == value {
                    if value != 0 { shared += 1 }
                    continue
                }
                isSame = false
            }
            if value != 0 { batch.append(name: names[index], value: value - 1) }
        }
        batch.endRow(sharing: shared, first: lifetime.first, last: lifetime.last)
    }
}
