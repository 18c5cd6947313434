import Cardinality
import Relabel
import TSDB

/// The distinct series of one metric in memory, label by label, in numbers of its own.
///
/// Candidates are tried out on it again and again: a metric has few strings where a source has millions.
struct MetricSeries {
    struct Column {
        let name: [UInt8]
        /// Number of the name.
        let number: UInt32
        /// Whether whole parts have the label, which no scrape does.
        let isExternal: Bool
        /// Number of each row's value, `absent` for none.
        var values: [UInt32]

        var text: String { String(decoding: name, as: UTF8.self) }
    }

    static let absent = UInt32.max

    let name: String
    let columns: [Column]
    let first: [Int64]
    let last: [Int64]
    /// Whether `metric_relabel_configs` sees the row.
    let isReached: [Bool]
    /// Number of each string in the source.
    private let globals: [UInt32]
    private let source: DistinctSeries.Strings
    /// Bytes of each string.
    let lengths: [Int]
    /// Numbers of `__name__` and of the metric.
    let nameNumbers: (label: UInt32, value: UInt32)
    let job: Int?
    let instance: Int?

    var rows: Int { first.count }

    func column(_ label: String) -> Int? { columns.firstIndex { $0.name.elementsEqual(label.utf8) } }

    /// Numbers of strings are less than this.
    var stringCount: Int { globals.count }

    func bytes(_ number: UInt32) -> [UInt8] {
        guard number < globals.count else { return [] }
        var result: [UInt8] = []
        source.with(globals[Int(number)]) { result = Array($0) }
        return result
    }

    func text(_ number: UInt32) -> String { String(decoding: bytes(number), as: UTF8.self) }

    /// The text of a row's value, empty for a label that is missing.
    func text(_ column: Int?, _ row: Int) -> String { column.map { text(columns[$0].values[row]) } ?? "" }

    func target(of row: Int) -> Savings.Target {
        Savings.Target(job: text(job, row), instance: text(instance, row))
    }

    /// Two numbers that stand for the row's target.
    @inline(__always)
    func targetKey(of row: Int) -> UInt64 {
        let one = job.map { columns[$0].values[row] } ?? Self.absent
        let other = instance.map { columns[$0].values[row] } ?? Self.absent
        return UInt64(one) << 32 | UInt64(other)
    }

    /// The row's labels, interleaved, the metric's name first.
    @inline(__always)
    func read(_ row: Int, into pairs: inout [UInt32]) {
        pairs.removeAll(keepingCapacity: true)
        pairs.append(nameNumbers.label)
        pairs.append(nameNumbers.value)
        for column in columns {
            let value = column.values[row]
            if value == Self.absent { continue }
            pairs.append(column.number)
            pairs.append(value)
        }
    }

    var symbols: SymbolSource {
        let (globals, source) = (globals, source)
        return SymbolSource(
            count: globals.count, withSymbol: { number, body in source.with(globals[Int(number)], body) },
            forEach: { body in
                for (number, global) in globals.enumerated() {
                    source.with(global) { body(UInt32(truncatingIfNeeded: number), $0) }
                }
            })
    }

    init(
        name: String, columns: [Column], first: [Int64], last: [Int64], isReached: [Bool], globals: [UInt32],
        source: DistinctSeries.Strings, lengths: [Int], nameNumbers: (label: UInt32, value: UInt32), job: Int?,
        instance: Int?
    ) {
        (self.name, self.columns, self.first, self.last, self.isReached) = (name, columns, first, last, isReached)
        (self.globals, self.source, self.lengths) = (globals, source, lengths)
        (self.nameNumbers, self.job, self.instance) = (nameNumbers, job, instance)
    }
}

/// Numbers the strings of one metric after the other.
struct MetricSeriesReader {
    private let strings: DistinctSeries.Strings
    /// By number of the source: the metric's own, where the stamp is that of the metric at hand.
    private var numbers: [UInt32]
    private var stamps: [UInt32]
    private var stamp: UInt32 = 0
    private var known: [UInt32] = []
    private var lengths: [Int] = []

    /// Bytes for so many strings of the source.
    static func memory(strings: Int) -> Int { strings * 8 }

    init(_ strings: DistinctSeries.Strings) {
        self.strings = strings
        numbers = [UInt32](repeating: 0, count: strings.count)
        stamps = [UInt32](repeating: 0, count: strings.count)
    }

    /// Nil for series without a name, which no scrape has.
    mutating func series(_ rows: borrowing DistinctSeries.Rows, isReached: (String) -> Bool) -> MetricSeries? {
        guard let metric = rows.metric, let label = strings.metricName else { return nil }
        stamp &+= 1
        known.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        let nameNumbers = (label: number(label), value: number(metric))
        var columns: [MetricSeries.Column] = []
        for (index, name) in rows.labelNames.enumerated() {
            let own = number(name)
            var values = [UInt32](repeating: MetricSeries.absent, count: rows.count)
            var previous: (global: UInt32, own: UInt32)?
            for row in 0..<rows.count {
                guard let value = rows.value(index, of: row) else { continue }
                if let previous, previous.global == value {
                    values[row] = previous.own
                } else {
                    let own = number(value)
                    // An empty value is none.
                    values[row] = lengths[Int(own)] == 0 ? MetricSeries.absent : own
                    previous = (value, values[row])
                }
            }
            columns.append(
                MetricSeries.Column(
                    name: bytes(name), number: own, isExternal: strings.externalNames.contains(name),
                    values: values))
        }
        var first = [Int64](repeating: 0, count: rows.count)
        var last = first
        for row in 0..<rows.count { (first[row], last[row]) = rows.times(of: row) }
        let name = String(decoding: bytes(metric), as: UTF8.self)
        let job = columns.firstIndex { $0.name.elementsEqual("job".utf8) }
        let instance = columns.firstIndex { $0.name.elementsEqual("instance".utf8) }
        let mayReach = isReached(name)
        let reached = (0..<rows.count).map { row in
            guard mayReach, let job, let instance else { return false }
            return columns[job].values[row] != MetricSeries.absent
                && columns[instance].values[row] != MetricSeries.absent
        }
        return MetricSeries(
            name: name, columns: columns, first: first, last: last, isReached: reached, globals: known,
            source: strings, lengths: lengths, nameNumbers: nameNumbers, job: job, instance: instance)
    }

    private mutating func number(_ global: UInt32) -> UInt32 {
        let index = Int(global)
        if stamps[index] == stamp { return numbers[index] }
        let own = UInt32(truncatingIfNeeded: known.count)
        known.append(global)
        var length = 0
        strings.with(global) { length = $0.count }
        lengths.append(length)
        (stamps[index], numbers[index]) = (stamp, own)
        return own
    }

    private func bytes(_ global: UInt32) -> [UInt8] {
        var bytes: [UInt8] = []
        strings.with(global) { bytes = Array($0) }
        return bytes
    }
}
