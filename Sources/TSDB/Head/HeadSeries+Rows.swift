/// Rows on their way out.
extension HeadSeries {
    /// The table as it is now. Valid until a series is added, and longer where the table stays put.
    struct View {
        let symbols: HeadSymbols.View
        let schemas: HeadSchemas.View
        fileprivate let rows: UnsafePointer<UInt8>
        fileprivate let starts: UnsafePointer<UInt32>

        /// A row on its way out: the schema, and where its values are.
        @inline(__always)
        func open(_ row: UInt32) -> RowCursor {
            var cursor = RowCursor(next: rows + Int(starts[Int(row)]))
            cursor.entryBytes = Int(truncatingIfNeeded: cursor.varint())
            cursor.schema = UInt32(truncatingIfNeeded: cursor.varint())
            return cursor
        }
    }

    var view: View {
        View(
            symbols: symbols.view, schemas: schemas.view, rows: UnsafePointer(rows.base),
            starts: UnsafePointer(starts.base))
    }

    @inline(__always)
    func open(_ row: UInt32) -> RowCursor { view.open(row) }

    /// Reads the varints of a row, which this process wrote itself.
    struct RowCursor {
        var next: UnsafePointer<UInt8>
        var entryBytes = 0
        var schema: UInt32 = 0

        @inline(__always)
        mutating func varint() -> UInt64 {
            var value: UInt64 = 0
            var shift: UInt64 = 0
            while true {
                let byte = next.pointee
                next += 1
                value |= UInt64(byte & 0x7f) &<< shift
                if byte < 0x80 { return value }
                shift &+= 7
            }
        }
    }

    /// Symbol of the row's metric name, `MetricExtent.noName` when it has none.
    @inline(__always)
    func metric(_ row: UInt32) -> (name: UInt32, entryBytes: Int) {
        var cursor = open(row)
        let position = schemas.metricPosition(cursor.schema)
        guard position != HeadSchemas.noName else { return (MetricExtent.noName, cursor.entryBytes) }
        for _ in 0..<position { _ = cursor.varint() }
        return (UInt32(truncatingIfNeeded: cursor.varint()), cursor.entryBytes)
    }

    /// Interleaved name and value references of a row.
    func pairs(_ row: UInt32) -> [UInt32] {
        var cursor = open(row)
        var pairs: [UInt32] = []
        for name in schemas.names(cursor.schema) {
            pairs.append(name)
            pairs.append(UInt32(truncatingIfNeeded: cursor.varint()))
        }
        return pairs
    }
}

extension HeadSeries.View {
    /// Appends the rows that `order` has at `places` until the batch is full; false when there was none to append.
    /// `times` gives those of a row and of its place, first later than last when none are known.
    func append(
        _ order: borrowing Column<UInt32>, _ places: Range<Int>, to batch: inout SeriesBatch,
        advancing position: inout SeriesPosition, times: (_ place: Int, _ row: Int) -> HeadSeries.Times
    ) -> Bool {
        var next = places.lowerBound
        // Of the row before, in this call: rows of a metric mostly have one schema and differ in a few values.
        var schema = UInt32.max
        var values: [UInt32] = []
        while next < places.upperBound, !batch.isFull {
            let row = order[next]
            var cursor = open(row)
            let names = schemas.names(cursor.schema)
            let isSameSchema = cursor.schema == schema
            if !isSameSchema {
                schema = cursor.schema
                values.removeAll(keepingCapacity: true)
                values.append(contentsOf: repeatElement(UInt32.max, count: names.count))
            }
            var shared = 0
            var isShared = isSameSchema
            for index in 0..<names.count {
                let value = UInt32(truncatingIfNeeded: cursor.varint())
                isShared = isShared && values[index] == value
                if isShared {
                    shared &+= 1
                    continue
                }
                values[index] = value
                batch.append(name: names[index], value: value)
            }
            let times = times(next, Int(row))
            let isKnown = times.first <= times.last
            batch.endRow(
                sharing: shared, first: isKnown ? times.first : SeriesBatch.noTime,
                last: isKnown ? times.last : SeriesBatch.noTime)
            next += 1
        }
        position.offset += next - places.lowerBound
        return next > places.lowerBound
    }
}
