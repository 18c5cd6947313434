import Manifests
import PromQL
import Regex

/// Who reads the series of one metric in the end, row by row.
struct MetricReaders {
    /// One reader, and what it asks of labels.
    private struct Condition {
        let column: Int
        /// By number of a value: whether the reader reads series with it.
        let isRead: [Bool]
        /// The same for series without the label.
        let readsMissing: Bool
    }

    private struct Entry {
        let reader: UsageReader
        let conditions: [Condition]
        /// Labels whose values it restricts.
        let labels: Set<String>
    }

    private let entries: [Entry]

    /// Readers that select whatever there is are left out: nobody could save anything otherwise. So are recording rules,
    /// whose own readers count instead.
    init(_ usage: MetricUsage?, _ series: MetricSeries) {
        var entries: [Entry] = []
        for reader in usage?.ends ?? [] where !reader.metric.isEverything {
            if let entry = Self.entry(reader, series) { entries.append(entry) }
        }
        self.entries = entries
    }

    /// Nil for one that reads no row, whatever the values.
    private static func entry(_ reader: UsageReader, _ series: MetricSeries) -> Entry? {
        let names = Set((reader.matchers + reader.passedMatchers).map(\.name)).subtracting([Matcher.nameLabel])
        var conditions: [Condition] = []
        for name in names.sorted() {
            let readsMissing = reader.reads("", of: name)
            guard let column = series.column(name) else {
                if readsMissing { continue }
                return nil
            }
            var isRead = [Bool](repeating: false, count: series.stringCount)
            var isAsked = isRead
            for value in series.columns[column].values where value != MetricSeries.absent && !isAsked[Int(value)] {
                isAsked[Int(value)] = true
                isRead[Int(value)] = reader.reads(series.text(value), of: name)
            }
            conditions.append(Condition(column: column, isRead: isRead, readsMissing: readsMissing))
        }
        let entry = Entry(reader: reader, conditions: conditions, labels: names)
        return conditions.isEmpty || (0..<series.rows).contains { reads(entry, $0, series) } ? entry : nil
    }

    private static func reads(_ entry: Entry, _ row: Int, _ series: MetricSeries) -> Bool {
        entry.conditions.allSatisfy { condition in
            let value = series.columns[condition.column].values[row]
            return value == MetricSeries.absent ? condition.readsMissing : condition.isRead[Int(value)]
        }
    }

    /// Those that read at least one row.
    var all: [UsageReader] { entries.map(\.reader) }
    var isEmpty: Bool { entries.isEmpty }

    func reads(_ row: Int, of series: MetricSeries) -> Bool { entries.contains { Self.reads($0, row, series) } }

    /// Labels whose values every reader restricts: what none of them asks for is read by nobody.
    var restrictedLabels: [String] {
        guard let first = entries.first else { return [] }
        return entries.dropFirst().reduce(first.labels) { $0.intersection($1.labels) }.sorted()
    }

    /// The values of a label that no reader reads, the missing one (`absent`) among them.
    func unreadValues(of column: Int, _ series: MetricSeries) -> Set<UInt32> {
        let name = series.columns[column].text
        var unread: Set<UInt32> = []
        for value in Set(series.columns[column].values) {
            let isRead = entries.contains { entry in
                guard let condition = entry.conditions.first(where: { $0.column == column }) else {
                    return !entry.labels.contains(name)
                }
                return value == MetricSeries.absent ? condition.readsMissing : condition.isRead[Int(value)]
            }
            if !isRead { unread.insert(value) }
        }
        return unread
    }

    /// The values of a label that readers want, where every one of them lists what it wants; an empty one stands for
    /// series without the label. What is not listed is read by nobody, whatever comes later.
    func listedValues(of label: String) -> Set<String>? {
        var wanted: Set<String> = []
        for entry in entries {
            let matchers = entry.reader.matchers.filter { $0.name == label }
            let lists = matchers.compactMap { matcher -> [String]? in
                switch matcher.type {
                case .equal: [matcher.value]
                case .regex: matcher.regex?.onlyValues
                case .notEqual, .notRegex: nil
                }
            }
            // The shortest list is enough: others can only make it shorter.
            guard let list = lists.min(by: { $0.count < $1.count }) else { return nil }
            wanted.formUnion(list.filter { entry.reader.reads($0, of: label) })
        }
        return wanted
    }

    /// Readers that read a row for which `isLost` holds.
    func readers(of series: MetricSeries, where isLost: (Int) -> Bool) -> [UsageReader] {
        let rows = (0..<series.rows).filter(isLost)
        return entries.filter { entry in rows.contains { Self.reads(entry, $0, series) } }.map(\.reader)
    }

    func need(of label: String) -> LabelNeed { entries.lazy.map { $0.reader.need(of: label) }.max() ?? .none }
}
