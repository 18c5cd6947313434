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
        var values: [UInt32] = [LabelHash.absent]
        var tallies: [Tally] = [Tally()]
        let mark = UInt64(epoch) << 32
        var current = LabelHash.absent
        var number: UInt32 = 0
        var run = RunTally()
        for row in 0..<rows {
            let value = cells[row]
            if value != current || run.rows == RunTally.limit {
                tallies[Int(number)] += run.take()
                current = value
                number = 0
                if value != LabelHash.absent {
                    let stamp = stamps[Int(value)]
                    if stamp & 0xffff_ffff_0000_0000 == mark {
                        number = UInt32(truncatingIfNeeded: stamp)
                    } else {
                        number = UInt32(truncatingIfNeeded: values.count)
                        stamps[Int(value)] = mark | UInt64(number)
                        values.append(value)
                        tallies.append(Tally())
                    }
                }
            }
            cells[row] = number
            run.add(verdicts[row])
        }
        tallies[Int(number)] += run.take()
        self.values = values
        self.tallies = tallies
    }
}
