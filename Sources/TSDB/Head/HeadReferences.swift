import Glibc

/// From a series reference to the row of its series.
///
/// References are handed out by a counter, so they come in dense runs: a page holds 64 neighbours in 256 bytes, and the
/// pages of a scrape's samples follow each other. A `Dictionary` costs ten times as much a sample.
struct HeadReferences: ~Copyable, @unchecked Sendable {
    /// No series record had this reference.
    static let unknown = UInt32.max
    /// A series record had it, of a series that is not selected.
    static let ignored = UInt32.max - 1
    /// Rows are less than this.
    static let limit = UInt32.max - 1

    struct Slot: BitwiseCopyable {
        /// `reference >> 6`, plus one; zero when free.
        var key: UInt64 = 0
        var page: UInt32 = 0
    }

    private var rows: Column<UInt32>
    private var directory: Column<Slot>
    private var mask = 0
    private var pages = 0
    /// References with a series record.
    private(set) var count = 0
    private let budget: MemoryBudget

    init(budget: MemoryBudget) {
        self.budget = budget
        rows = Column(budget: budget)
        directory = Column(budget: budget)
    }

    /// Offset in `rows` of the page for a reference, -1 when there is none.
    @inline(__always)
    private func pageOffset(_ number: UInt64) -> Int {
        var position = Int(truncatingIfNeeded: PaddedBytes.mix(number)) & mask
        while true {
            let slot = directory.base[position]
            if slot.key == 0 { return -1 }
            if slot.key == number &+ 1 { return Int(slot.page) &* 64 }
            position = (position &+ 1) & mask
        }
    }

    /// Remembers the page of the last reference, for a loop that looks up many.
    struct Cursor {
        var number = UInt64.max
        var offset = -1
    }

    /// The row of a reference's series, `unknown` or `ignored`.
    @inline(__always)
    func row(of reference: UInt64, _ cursor: inout Cursor) -> UInt32 {
        let number = reference &>> 6
        if number != cursor.number {
            cursor.offset = pageOffset(number)
            cursor.number = number
        }
        if cursor.offset < 0 { return Self.unknown }
        return rows.base[cursor.offset &+ Int(truncatingIfNeeded: reference & 63)]
    }

    /// Binds a reference to a row and returns what it was bound to before.
    @inline(__always)
    mutating func define(_ reference: UInt64, row: UInt32) throws(BudgetExceeded) -> UInt32 {
        let number = reference &>> 6
        var offset = pageOffset(number)
        if offset < 0 { offset = try addPage(number) }
        let index = offset &+ Int(truncatingIfNeeded: reference & 63)
        let before = rows.base[index]
        rows.base[index] = row
        if before == Self.unknown { count &+= 1 }
        return before
    }

    @inline(never)
    private mutating func addPage(_ number: UInt64) throws(BudgetExceeded) -> Int {
        if (pages + 1) * 4 >= mask * 3 { try growDirectory() }
        let offset = rows.count
        try rows.append(repeating: Self.unknown, count: 64)
        guard pages < Int(UInt32.max) else { throw BudgetExceeded(bytes: offset) }
        place(Slot(key: number &+ 1, page: UInt32(pages)))
        pages += 1
        return offset
    }

    private mutating func place(_ slot: Slot) {
        var position = Int(truncatingIfNeeded: PaddedBytes.mix(slot.key &- 1)) & mask
        while directory.base[position].key != 0 { position = (position + 1) & mask }
        directory.base[position] = slot
    }

    private mutating func growDirectory() throws(BudgetExceeded) {
        var old = Column<Slot>(budget: budget)
        try old.append(repeating: Slot(), count: max(64, directory.count * 2))
        swap(&old, &directory)
        mask = directory.count - 1
        for position in 0..<old.count where old.base[position].key != 0 { place(old.base[position]) }
    }
}
