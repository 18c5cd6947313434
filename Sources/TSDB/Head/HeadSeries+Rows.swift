/// Rows on their way out.
extension HeadSeries {
    /// A row on its way out: the schema, and where its values are.
    @inline(__always)
    func open(_ row: UInt32) -> RowCursor {
        var cursor = RowCursor(next: UnsafePointer(rows.base + Int(starts[Int(row)])))
        cursor.entryBytes = Int(truncatingIfNeeded: cursor.varint())
        cursor.schema = UInt32(truncatingIfNeeded: cursor.varint())
        return cursor
    }

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
