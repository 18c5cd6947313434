/// A label set put together label by label, as the WAL's record of a series would have it.
struct LabelSetEntry: ~Copyable {
    /// Room for the number of labels, which is known at the end, then strings with their lengths.
    private var bytes: Column<UInt8>
    private var labelCount = 0
    private static let countRoom = 10
    /// What a record of the WAL holds of a series before its labels.
    private static let referenceBytes = 8

    init(budget: MemoryBudget) { bytes = Column(budget: budget) }

    mutating func begin() {
        bytes.removeAll()
        labelCount = 0
    }

    /// Adds a label. One without a value is the same as none.
    mutating func add(name: RawSpan, value: RawSpan) throws(BudgetExceeded) {
        guard value.byteCount > 0 else { return }
        if labelCount == 0 { try bytes.append(repeating: 0, count: Self.countRoom) }
        try append(name)
        try append(value)
        labelCount += 1
    }

    /// Has `series` decode the set, and returns the bytes that a record would take for it. Whether a name stands in it
    /// twice is then in `series.repeatsName`.
    mutating func decode(into series: inout HeadSeries) throws(BudgetExceeded) -> Int {
        if labelCount == 0 { try bytes.append(repeating: 0, count: Self.countRoom) }
        let start = putCount()
        let record = UnsafeRawBufferPointer(start: bytes.base, count: bytes.count)
        var decoder = Decoder(RawSpan(_unsafeBytes: record), at: start)
        series.repeatsName = false
        do throws(BudgetExceeded) {
            try series.decodeLabels(&decoder, in: UnsafeRawPointer(bytes.base))
        } catch {
            series.forgetLast()
            throw error
        }
        return bytes.count - start + Self.referenceBytes
    }

    mutating func release() { bytes.release() }

    private mutating func append(_ string: RawSpan) throws(BudgetExceeded) {
        let count = string.byteCount
        try bytes.reserve(count + Self.countRoom)
        bytes.setCount(Self.put(UInt64(count), at: bytes.count, of: bytes.base))
        try string.withUnsafeBytes { string throws(BudgetExceeded) in
            guard let base = string.baseAddress else { return }
            try bytes.append(from: base.assumingMemoryBound(to: UInt8.self), count: count)
        }
    }

    /// Writes the number of labels right before the first of them, and returns where.
    private mutating func putCount() -> Int {
        var size = 1
        while labelCount >> (7 * size) > 0 { size += 1 }
        _ = Self.put(UInt64(labelCount), at: Self.countRoom - size, of: bytes.base)
        return Self.countRoom - size
    }

    /// Writes a varint and returns where it ends.
    private static func put(_ value: UInt64, at offset: Int, of base: UnsafeMutablePointer<UInt8>) -> Int {
        var value = value
        var offset = offset
        while value >= 0x80 {
            base[offset] = UInt8(truncatingIfNeeded: value) | 0x80
            value >>= 7
            offset += 1
        }
        base[offset] = UInt8(truncatingIfNeeded: value)
        return offset + 1
    }
}
