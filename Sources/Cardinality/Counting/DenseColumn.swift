/// A column whose values are numbered 1, 2, 3, ... in order of appearance, 0 for the absent one.
///
/// What is counted for each value then lives in small arrays, and two columns can be compared row by row.
struct DenseColumn {
    /// Global symbol of the label's name.
    let name: UInt32
    /// Each row's number, nil when all rows have the same value. Owned by the table the column is of.
    let cells: UnsafeMutablePointer<UInt32>?
    /// Value of each number; `LabelHash.absent` at 0.
    let values: [UInt32]
    /// Series of each number.
    let tallies: [Tally]

    /// Distinct values, the absent one not counted.
    var distinctValues: Int { values.count - 1 }
    var isAbsentSomewhere: Bool { tallies[0].series > 0 }
    /// Distinct values, the absent one counted where it occurs.
    var distinctWithAbsent: Int { distinctValues + (isAbsentSomewhere ? 1 : 0) }
    var isConstant: Bool { distinctWithAbsent == 1 }

    /// Series that carry the label.
    var carried: Tally {
        var sum = Tally()
        for tally in tallies.dropFirst() { sum += tally }
        return sum
    }

    /// Numbers the values of `column` in place. `stamps` is scratch: a number for each global symbol, with `epoch` telling
    /// which were given in this column.
    init(
        _ column: Column, rows: Int, verdicts: borrowing Buffer<UInt8>, whole: Tally, stamps: borrowing Buffer<UInt64>,
        epoch: UInt32
    ) {
        name = column.name
        cells = column.cells
        guard let cells else {
            let isAbsent = column.current == LabelHash.absent
            values = isAbsent ? [LabelHash.absent] : [LabelHash.absent, column.current]
            tallies = isAbsent ? [whole] : [Tally(), whole]
            return
        }
        var numbered = Numbering(stamps: stamps, epoch: epoch)
        Tally.ofVerdict.withUnsafeBufferPointer { ofVerdict in
            var current = LabelHash.absent
            var number = 0
            var run = Tally()
            for row in 0..<rows {
                let value = cells[row]
                if value != current {
                    numbered.add(run, to: number)
                    run = Tally()
                    current = value
                    number = numbered.number(of: value, stamps)
                }
                cells[row] = UInt32(truncatingIfNeeded: number)
                run += ofVerdict[Int(verdicts[row] & 7)]
            }
            numbered.add(run, to: number)
        }
        (values, tallies) = numbered.result()
    }

    /// Values in order of appearance, with what was counted of each.
    private struct Numbering: ~Copyable {
        private let mark: UInt64
        private var values: UnsafeMutablePointer<UInt32>
        private var tallies: UnsafeMutablePointer<Tally>
        private var count = 1
        private var capacity = 256

        init(stamps: borrowing Buffer<UInt64>, epoch: UInt32) {
            mark = UInt64(epoch) << 32
            values = .allocate(capacity: capacity)
            tallies = .allocate(capacity: capacity)
            values[0] = LabelHash.absent
            tallies[0] = Tally()
        }

        deinit {
            values.deallocate()
            tallies.deallocate()
        }

        @inline(__always)
        func add(_ tally: Tally, to number: Int) { tallies[number] += tally }

        @inline(__always)
        mutating func number(of value: UInt32, _ stamps: borrowing Buffer<UInt64>) -> Int {
            if value == LabelHash.absent { return 0 }
            let stamp = stamps[Int(value)]
            if stamp & 0xffff_ffff_0000_0000 == mark { return Int(stamp & 0xffff_ffff) }
            if count == capacity { grow() }
            stamps[Int(value)] = mark | UInt64(count)
            values[count] = value
            tallies[count] = Tally()
            count &+= 1
            return count &- 1
        }

        @inline(never)
        private mutating func grow() {
            values = Self.doubled(values, count)
            tallies = Self.doubled(tallies, count)
            capacity *= 2
        }

        private static func doubled<Element: BitwiseCopyable>(
            _ base: UnsafeMutablePointer<Element>, _ count: Int
        ) -> UnsafeMutablePointer<Element> {
            let larger = UnsafeMutablePointer<Element>.allocate(capacity: count * 2)
            larger.update(from: base, count: count)
            base.deallocate()
            return larger
        }

        func result() -> ([UInt32], [Tally]) {
            (
                Array(UnsafeBufferPointer(start: values, count: count)),
                Array(UnsafeBufferPointer(start: tallies, count: count))
            )
        }
    }
}
