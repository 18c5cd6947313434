/// The series at hand: rows arrive as what differs from the row before them.
struct CurrentRow: ~Copyable {
    private(set) var names: UnsafeMutablePointer<UInt32>
    private(set) var values: UnsafeMutablePointer<UInt32>
    private(set) var count = 0
    private var capacity = 64
    /// Where `__name__` stands, and its value when that was looked up.
    private(set) var metricIndex: Int?
    private(set) var metric: UInt32 = 0

    init() {
        names = .allocate(capacity: 64)
        values = .allocate(capacity: 64)
    }

    deinit {
        names.deallocate()
        values.deallocate()
    }

    /// Applies a row's changed labels; returns whether it has other label names than the row before.
    @inline(__always)
    mutating func update(_ pairs: borrowing Span<UInt32>, _ start: Int, _ end: Int, shared: Int) -> Bool {
        let labels = shared &+ (end &- start) / 2
        if labels > capacity { grow(labels) }
        var position = min(shared, count)
        var index = start
        var isOther = labels != count
        while index &+ 1 < end {
            if names[position] != pairs[index] || position >= count { isOther = true }
            names[position] = pairs[index]
            values[position] = pairs[index &+ 1]
            position &+= 1
            index &+= 2
        }
        count = position
        return isOther
    }

    private mutating func grow(_ labels: Int) {
        let (newNames, newValues) = (
            UnsafeMutablePointer<UInt32>.allocate(capacity: labels * 2),
            UnsafeMutablePointer<UInt32>.allocate(capacity: labels * 2)
        )
        newNames.update(from: names, count: count)
        newValues.update(from: values, count: count)
        names.deallocate()
        values.deallocate()
        (names, values, capacity) = (newNames, newValues, labels * 2)
    }

    /// Whether the metric is another one than when it was looked up, of rows with the same label names.
    @inline(__always)
    var metricChanged: Bool {
        guard let metricIndex, metricIndex < count else { return false }
        return values[metricIndex] != metric
    }

    mutating func locateMetric(_ name: UInt32) {
        metricIndex = (0..<count).first { names[$0] == name }
        if let metricIndex { metric = values[metricIndex] }
    }

    /// Names and metric: what rows of one plan have in common.
    var key: [UInt32] { (0..<count).map { names[$0] } + (metricIndex == nil ? [] : [metric]) }

    @inline(__always)
    func holds(_ value: UInt32) -> Bool {
        for index in 0..<count where values[index] == value { return true }
        return false
    }

    mutating func copy(_ row: borrowing CurrentRow, without value: UInt32) {
        if row.count > capacity { grow(row.count) }
        count = 0
        for index in 0..<row.count where row.values[index] != value {
            names[count] = row.names[index]
            values[count] = row.values[index]
            count += 1
        }
    }
}
