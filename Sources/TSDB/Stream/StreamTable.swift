/// The series of a stream, exact: label sets that come again and again, with the times of their samples.
///
/// It is a `HeadSeries` behind an index of its own. A sender repeats all strings of a series with every sample; the
/// index goes by a hash of these bytes, so that a series which is known is found, and compared byte by byte, without
/// looking up a single string. A series takes some 95 bytes beside its distinct strings.
///
/// Not for several threads at once: `StreamSeries` guards it.
package struct StreamTable: ~Copyable {
    /// What is known of a row beside its labels.
    struct State: BitwiseCopyable {
        var first = Int64.max
        var last = Int64.min
        /// Numbers, in `metrics` and `owners`.
        var metric: UInt32 = 0
        var owner: UInt32 = 0
    }

    let budget: MemoryBudget
    var series: HeadSeries
    var states: Column<State>
    var index: HashSlots
    /// By row: the one that came after it when it came last. Senders keep to an order, so it comes next.
    var followers: Column<UInt32>
    /// The row that came last; `noRow` before the first.
    var latest = StreamTable.noRow
    static let noRow = UInt32.max
    private var entry: LabelSetEntry
    let seed = UInt64.random(in: .min ... .max)

    /// By number: the metric's name (`MetricExtent.noName` for series without one), the bytes that records of its
    /// series take, its counts.
    var metricNames: Column<UInt32>
    var metricBytes: Column<Int>
    var metrics: Column<StreamCounts>
    /// Number of the metric by symbol of its name, plus one; 0 for none.
    var metricNumbers: Column<UInt32>

    /// Owners are distinct values of these labels.
    package let ownerLabels: [String]
    var ownerSymbols: [UInt32?]
    var ownerNumbers: [[UInt32]: UInt32] = [:]
    var ownerValues: [[UInt32]] = []
    var owners: Column<StreamCounts>
    /// What is beyond this counts as one owner: distinct values come from outside.
    package static let maximumOwners = 10_000
    /// Stands for a label that a series lacks.
    static let absent = UInt32.max

    package internal(set) var metadata: [UInt32: MetricMetadata] = [:]
    /// Parts of the table that somebody reads.
    let readers = StreamReaders()
    /// When room was last sought, in milliseconds since the epoch.
    var lastSearch = Int64.min

    package init(budget: MemoryBudget, ownerLabels: [String]) throws(Diagnostic) {
        self.budget = budget
        self.ownerLabels = ownerLabels
        series = HeadSeries(budget: budget, keepsTimes: false, staysPut: true)
        states = Column(budget: budget)
        index = HashSlots(budget: budget)
        followers = Column(budget: budget)
        entry = LabelSetEntry(budget: budget)
        metricNames = Column(budget: budget)
        metricBytes = Column(budget: budget)
        metrics = Column(budget: budget)
        metricNumbers = Column(budget: budget)
        owners = Column(budget: budget)
        ownerSymbols = []
        do throws(BudgetExceeded) {
            try series.symbols.prepare()
            for label in ownerLabels { ownerSymbols.append(try series.symbols.intern(label)) }
        } catch { throw budget.refusal(of: error, for: "listening", file: "--max-memory") }
    }

    /// Series known, of any age.
    package var count: Int { series.count }
    package var metricCount: Int { metrics.count }
    package var ownerCount: Int { owners.count }

    // MARK: - Finding

    /// Bytes that must follow the strings of a label set.
    package static let padding = 8

    /// A hash of a label set that does not depend on the order of its labels.
    @inline(__always)
    package func hash(_ labels: Span<LabelBytes>, in bytes: RawSpan) -> UInt64 {
        bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return seed }
            var hash = seed
            for index in labels.indices {
                let label = labels[unchecked: index]
                guard label.value.count > 0 else { continue }
                let name = PaddedBytes.hash64(base + Int(label.name.start), count: Int(label.name.count), seed: seed)
                let value = PaddedBytes.hash64(base + Int(label.value.start), count: Int(label.value.count), seed: name)
                hash = hash &+ value
            }
            return hash
        }
    }

    /// The row of a label set if it is the one that came after the latest row before, nil if it is not or unknown.
    ///
    /// It spares the hash, and the look into an index that is larger than a processor's cache. Strings must end
    /// `padding` bytes before the end of `bytes`.
    @inline(__always)
    package func findNext(_ labels: Span<LabelBytes>, in bytes: RawSpan) -> UInt32? {
        guard latest != Self.noRow else { return nil }
        let row = followers[Int(latest)]
        guard Int(row) < series.count else { return nil }
        return bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return nil }
            return Self.isEqual(row, series.view, labels, base) ? row : nil
        }
    }

    /// Remembers which row comes after which.
    @inline(__always)
    package mutating func follow(_ row: UInt32) {
        if latest != Self.noRow, followers[Int(latest)] != row { followers[Int(latest)] = row }
        latest = row
    }

    /// The row of a label set that is known and stands as it did when it was added, nil otherwise.
    ///
    /// Strings must end `padding` bytes before the end of `bytes`.
    @inline(__always)
    package func find(_ labels: Span<LabelBytes>, in bytes: RawSpan, hash: UInt64) -> UInt32? {
        bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return nil }
            let view = series.view
            return index.find(UInt32(truncatingIfNeeded: hash)) { Self.isEqual($0, view, labels, base) }
        }
    }

    @inline(__always)
    private static func isEqual(
        _ row: UInt32, _ view: HeadSeries.View, _ labels: Span<LabelBytes>, _ base: UnsafeRawPointer
    ) -> Bool {
        var cursor = view.open(row)
        let names = view.schemas.names(cursor.schema)
        guard names.count == labels.count else { return false }
        for index in labels.indices {
            let label = labels[unchecked: index]
            let name = base + Int(label.name.start)
            guard view.symbols.isEqual(names[index], name, count: Int(label.name.count)) else { return false }
            let symbol = UInt32(truncatingIfNeeded: cursor.varint())
            let value = base + Int(label.value.start)
            guard view.symbols.isEqual(symbol, value, count: Int(label.value.count)) else { return false }
        }
        return true
    }

    // MARK: - Adding

    /// Why a series has no row.
    package enum AddFault: Error, Sendable {
        case outOfMemory
        case repeatsName
    }

    /// Adds a label set that `find` did not find, or finds the row of one that stands in another order.
    package mutating func add(
        _ labels: Span<LabelBytes>, in bytes: RawSpan, hash: UInt64
    ) throws(AddFault) -> UInt32 {
        do throws(BudgetExceeded) {
            entry.begin()
            for index in labels.indices {
                let label = labels[index]
                try entry.add(
                    name: bytes.extracting(label.name.range), value: bytes.extracting(label.value.range))
            }
            return try addEntry(hash)
        } catch { throw .outOfMemory }
    }

    private mutating func addEntry(_ hash: UInt64) throws(BudgetExceeded) -> UInt32 {
        let entryBytes = try entry.decode(into: &series)
        try states.reserve(1)
        try followers.reserve(1)
        let metric = try metricNumber()
        let owner = try ownerNumber()
        let added = try series.add(entryBytes: entryBytes)
        guard added.isNew else { return added.row }
        try states.append(State(metric: metric, owner: owner))
        try followers.append(added.row &+ 1)
        metrics.base[Int(metric)].series &+= 1
        metricBytes.base[Int(metric)] += entryBytes
        owners.base[Int(owner)].series &+= 1
        // Without a place in the index it is found the slow way.
        try? index.insert(UInt32(truncatingIfNeeded: hash), row: added.row)
        return added.row
    }

    /// Of the metric of the label set that was decoded last.
    private mutating func metricNumber() throws(BudgetExceeded) -> UInt32 {
        let name = value(of: HeadSymbols.metricName)
        // Series without a name have the place before all symbols.
        let place = name == Self.absent ? 0 : Int(name) + 1
        if place >= metricNumbers.count {
            try metricNumbers.append(repeating: 0, count: place - metricNumbers.count + 1)
        }
        let known = metricNumbers[place]
        if known > 0 { return known - 1 }
        try metrics.reserve(1)
        try metricBytes.reserve(1)
        try metricNames.append(name == Self.absent ? MetricExtent.noName : name)
        try metricBytes.append(0)
        try metrics.append(StreamCounts())
        metricNumbers[place] = UInt32(metrics.count)
        return UInt32(metrics.count - 1)
    }

    /// Of a metric by the place of its name: 0 for none, a symbol plus one.
    func number(ofSymbolPlace place: Int) -> UInt32? {
        guard place < metricNumbers.count, metricNumbers[place] > 0 else { return nil }
        return metricNumbers[place] - 1
    }

    private mutating func ownerNumber() throws(BudgetExceeded) -> UInt32 {
        var values = ownerSymbols.map { name in name.map { value(of: $0) } ?? Self.absent }
        if let known = ownerNumbers[values] { return known }
        if ownerValues.count >= Self.maximumOwners {
            values = []
            if let known = ownerNumbers[values] { return known }
        }
        try owners.append(StreamCounts())
        ownerNumbers[values] = UInt32(ownerValues.count)
        ownerValues.append(values)
        return UInt32(ownerValues.count - 1)
    }

    /// The value of a label in the label set that was decoded last.
    private func value(of name: UInt32) -> UInt32 {
        for index in 0..<series.names.count where series.names[index] == name { return series.values[index] }
        return Self.absent
    }

    // MARK: - Samples

    /// Notes samples of a row, and returns how many of them are newer than all before them. What is not was sent
    /// before, or comes too late to count: a retry adds nothing.
    @inline(__always)
    package mutating func note(_ row: UInt32, _ samples: Span<StreamSample>) -> Int {
        var state = states[Int(row)]
        var new: UInt32 = 0
        for index in samples.indices {
            let time = samples[unchecked: index].time
            if time > state.last {
                state.last = time
                new &+= 1
            }
            if time < state.first { state.first = time }
        }
        states[Int(row)] = state
        if new > 0 {
            metrics.base[Int(state.metric)].note(new)
            owners.base[Int(state.owner)].note(new)
        }
        return Int(new)
    }

    /// Sets the times of a row that was loaded from a snapshot.
    package mutating func restore(_ row: UInt32, first: Int64, last: Int64) {
        guard first <= last else { return }
        states[Int(row)].first = min(states[Int(row)].first, first)
        states[Int(row)].last = max(states[Int(row)].last, last)
    }

    /// Ends a slot of time of every rate.
    package mutating func turnSlots() {
        for metric in 0..<metrics.count { metrics.base[metric].turn() }
        for owner in 0..<owners.count { owners.base[owner].turn() }
    }

    /// What the sender says of a metric that has series here. The last word holds; what no memory is left for is not
    /// kept.
    package mutating func describe(_ name: String, _ description: MetricMetadata) {
        guard let symbol = series.symbols.reference(of: name), metadata[symbol] != description,
            Int(symbol) + 1 < metricNumbers.count, metricNumbers[Int(symbol) + 1] > 0
        else { return }
        let bytes = description.unit.utf8.count + description.help.utf8.count + 128
        guard budget.reserve(bytes) else { return }
        if let before = metadata[symbol] {
            budget.release(before.unit.utf8.count + before.help.utf8.count + 128)
        }
        metadata[symbol] = description
    }
}
