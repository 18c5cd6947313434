/// The distinct series of a head, each a row of a few dozen bytes.
///
/// A row is three kinds of varints in one arena: bytes that the series' entry took in its record, number of the schema,
/// references of the values in the schema's order. About 25 bytes for a series of 11 labels.
struct HeadSeries: ~Copyable, Sendable {
    /// First and last sample. `first > last` when none was seen.
    struct Times: BitwiseCopyable {
        var first = Int64.max
        var last = Int64.min
    }

    /// What the string at some position of the series record before was.
    struct Remembered: BitwiseCopyable {
        var name: UInt32
        var value: UInt32
    }

    static let noValue = UInt32.max

    var symbols: HeadSymbols
    var schemas: HeadSchemas
    var rows: Column<UInt8>
    var starts: Column<UInt32>
    private var slots: HashSlots
    /// By row, when samples are read.
    var times: Column<Times>
    /// Bits of the value at `times.last`, for telling collisions.
    var lastValues: Column<UInt64>
    private let keepsTimes: Bool

    private var remembered: Column<Remembered>
    private var rememberedCount = 0
    private var rememberedSchema: UInt32 = 0
    /// Whether the label set before has `rememberedSchema` as it stands, with nothing left out or moved.
    private var remembersSchema = false
    /// The label set that was decoded last, without empty values.
    var names: Column<UInt32>
    var values: Column<UInt32>
    /// Whether the last label set that was neither sorted nor distinct had a name twice.
    var repeatsName = false

    /// What `staysPut` can be read by others, through a `View`, while series are added.
    init(budget: MemoryBudget, keepsTimes: Bool, staysPut: Bool = false) {
        symbols = HeadSymbols(budget: budget, staysPut: staysPut)
        schemas = HeadSchemas(budget: budget, staysPut: staysPut)
        rows = Column(budget: budget, staysPut: staysPut)
        starts = Column(budget: budget, staysPut: staysPut)
        slots = HashSlots(budget: budget)
        times = Column(budget: budget)
        lastValues = Column(budget: budget)
        remembered = Column(budget: budget)
        names = Column(budget: budget)
        values = Column(budget: budget)
        self.keepsTimes = keepsTimes
    }

    var count: Int { starts.count }

    /// Reads one label set into `names` and `values`. `record` is what the decoder reads, with padding behind it.
    ///
    /// Neighbours share most of their strings, so each is first compared with the one at its position in the label set
    /// before; that is a third of the time of looking every one up.
    @inline(__always)
    mutating func decodeLabels(_ decoder: inout Decoder, in record: UnsafeRawPointer) throws(BudgetExceeded) {
        let count = decoder.count()
        guard count &* 2 <= decoder.remaining else { return decoder.fail() }
        names.removeAll()
        values.removeAll()
        try names.reserve(count)
        try values.reserve(count)
        if remembered.count < count {
            let nothing = Remembered(name: Self.noValue, value: Self.noValue)
            try remembered.append(repeating: nothing, count: count - remembered.count)
        }
        var isSameSchema = remembersSchema && count == rememberedCount
        var kept = 0
        for position in 0..<count {
            let nameBytes = decoder.stringRange()
            let valueBytes = decoder.stringRange()
            guard decoder.isValid else {
                remembersSchema = false
                return
            }
            let before = remembered.base[position]
            var name = before.name
            let namePointer = record + nameBytes.lowerBound
            if name == Self.noValue || !symbols.isEqual(name, namePointer, count: nameBytes.count) {
                name = try symbols.intern(namePointer, count: nameBytes.count)
                remembered.base[position].name = name
                isSameSchema = false
            }
            // An empty value says that the label is absent.
            if valueBytes.isEmpty {
                remembered.base[position].value = Self.noValue
                isSameSchema = false
                continue
            }
            var value = before.value
            let valuePointer = record + valueBytes.lowerBound
            if value == Self.noValue {
                isSameSchema = false
                value = try symbols.intern(valuePointer, count: valueBytes.count)
                remembered.base[position].value = value
            } else if !symbols.isEqual(value, valuePointer, count: valueBytes.count) {
                value = try symbols.intern(valuePointer, count: valueBytes.count)
                remembered.base[position].value = value
            }
            names.base[kept] = name
            values.base[kept] = value
            kept &+= 1
        }
        names.setCount(kept)
        values.setCount(kept)
        rememberedCount = count
        if !isSameSchema {
            let (schema, isCanonical) = try findSchema()
            rememberedSchema = schema
            remembersSchema = isCanonical && kept == count
        }
    }

    /// The row of the label set that was decoded last, which is added if it is new.
    @inline(__always)
    mutating func add(entryBytes: Int) throws(BudgetExceeded) -> (row: UInt32, isNew: Bool) {
        let start = rows.count
        try rows.reserve((values.count &+ 3) &* 10)
        var end = rows.base + start
        Self.put(UInt64(truncatingIfNeeded: entryBytes), &end)
        let key = end
        Self.put(UInt64(rememberedSchema), &end)
        var hash = UInt64(rememberedSchema)
        for index in 0..<values.count {
            let value = values.base[index]
            hash = PaddedBytes.mix(hash ^ UInt64(value))
            Self.put(UInt64(value), &end)
        }
        let hash32 = UInt32(truncatingIfNeeded: hash)
        let length = end - key
        if let row = slots.find(hash32, where: { isEqual($0, key, length) }) { return (row, false) }
        let row = UInt32(truncatingIfNeeded: starts.count)
        guard start &+ (end - (rows.base + start)) <= Int(UInt32.max), row < HeadReferences.limit else {
            throw BudgetExceeded(bytes: Int(UInt32.max))
        }
        try starts.reserve(1)
        if keepsTimes {
            try times.reserve(1)
            try lastValues.reserve(1)
        }
        try slots.insert(hash32, row: row)
        try starts.append(UInt32(start))
        rows.setCount(end - rows.base)
        if keepsTimes {
            try times.append(Times())
            try lastValues.append(SampleValue.stale)
        }
        return (row, true)
    }

    /// Whether the row's schema and values are these bytes.
    @inline(__always)
    private func isEqual(_ row: UInt32, _ key: UnsafePointer<UInt8>, _ length: Int) -> Bool {
        let row = Int(row)
        let end = row &+ 1 < starts.count ? Int(starts[row &+ 1]) : rows.count
        var start = Int(starts[row])
        while rows.base[start] >= 0x80 { start &+= 1 }
        start &+= 1
        return end &- start == length && PaddedBytes.areEqual(rows.base + start, key, count: length)
    }

    @inline(__always)
    private static func put(_ value: UInt64, _ end: inout UnsafeMutablePointer<UInt8>) {
        var value = value
        while value >= 0x80 {
            end.pointee = UInt8(truncatingIfNeeded: value) | 0x80
            end += 1
            value &>>= 7
        }
        end.pointee = UInt8(truncatingIfNeeded: value)
        end += 1
    }

    /// To be called when a label set could not be decoded to its end for want of memory: the next is compared with
    /// nothing that came before.
    mutating func forgetLast() { remembersSchema = false }

    /// Forgets rows and symbols, where they stand, and returns the new numbers of symbols by the old ones. Only without
    /// times, and while nobody else reads.
    mutating func forget(
        allBut isKept: (_ row: Int) -> Bool, symbols kept: [Bool]
    ) throws(BudgetExceeded) -> [UInt32] {
        let numbers = try symbols.forget(allBut: kept)
        try schemas.renumber(numbers)
        slots.clear()
        var next = 0
        var write = rows.base
        for row in 0..<count where isKept(row) {
            var cursor = open(UInt32(row))
            let labels = schemas.names(cursor.schema).count
            starts[next] = UInt32(write - rows.base)
            // What is written is never longer than what was read.
            Self.put(UInt64(truncatingIfNeeded: cursor.entryBytes), &write)
            Self.put(UInt64(cursor.schema), &write)
            var hash = UInt64(cursor.schema)
            for _ in 0..<labels {
                let value = numbers[Int(cursor.varint())]
                hash = PaddedBytes.mix(hash ^ UInt64(value))
                Self.put(UInt64(value), &write)
            }
            try slots.insert(UInt32(truncatingIfNeeded: hash), row: UInt32(next))
            next += 1
        }
        rows.setCount(write - rows.base)
        starts.setCount(next)
        remembersSchema = false
        for position in 0..<remembered.count {
            remembered[position] = Remembered(name: Self.noValue, value: Self.noValue)
        }
        return numbers
    }

    /// Frees what is needed for reading records alone.
    mutating func finish() {
        symbols.finish()
        schemas.finish()
        slots.removeAll()
        remembered.release()
        lastValues.release()
    }
}
