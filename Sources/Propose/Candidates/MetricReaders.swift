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
        /// Nothing of what is there now meets them: the reader waits for what may come.
        var isWaiting = false
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
            entries.append(Self.entry(reader, series))
        }
        self.entries = entries
    }

    private static func entry(_ reader: UsageReader, _ series: MetricSeries) -> Entry {
        let names = Set((reader.matchers + reader.passedMatchers).map(\.name)).subtracting([Matcher.nameLabel])
        var conditions: [Condition] = []
        var isWaiting = false
        for name in names.sorted() {
            let readsMissing = reader.reads("", of: name)
            guard let column = series.column(name) else {
                if !readsMissing { isWaiting = true }
                continue
            }
            var isRead = [Bool](repeating: false, count: series.stringCount)
            var isAsked = isRead
            for value in series.columns[column].values where value != MetricSeries.absent && !isAsked[Int(value)] {
                isAsked[Int(value)] = true
                isRead[Int(value)] = reader.reads(series.text(value), of: name)
            }
            conditions.append(Condition(column: column, isRead: isRead, readsMissing: readsMissing))
        }
        var entry = Entry(reader: reader, isWaiting: isWaiting, conditions: conditions, labels: names)
        if !isWaiting, !conditions.isEmpty {
            entry.isWaiting = !(0..<series.rows).contains { reads(entry, $0, series) }
        }
        return entry
    }

    private static func reads(_ entry: Entry, _ row: Int, _ series: MetricSeries) -> Bool {
        !entry.isWaiting
            && entry.conditions.allSatisfy { condition in
                let value = series.columns[condition.column].values[row]
                return value == MetricSeries.absent ? condition.readsMissing : condition.isRead[Int(value)]
            }
    }

    /// Those that ask for the metric, whether they find series now or wait for some.
    var all: [UsageReader] { entries.map(\.reader) }
    var isEmpty: Bool { entries.isEmpty }
    /// Those that find none now: an alert on what has not gone wrong yet.
    var waiting: [UsageReader] { entries.filter(\.isWaiting).map(\.reader) }

    /// Whether a pattern might match a value that a reader of the label asks for, be it there or not. Careful: what
    /// cannot be told may.
    func mayRead(_ pattern: Regex, beginning prefix: String, of label: String) -> Bool {
        entries.contains { entry in
            let matchers = (entry.reader.matchers + entry.reader.passedMatchers).filter { $0.name == label }
            return !matchers.contains { $0.excludes(pattern, beginning: prefix) }
        }
    }

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

extension Matcher {
    /// Whether it accepts no value that a pattern matches, as far as lists and beginnings tell.
    fileprivate func excludes(_ pattern: Regex, beginning prefix: String) -> Bool {
        switch type {
        case .equal: return !pattern.matches(value)
        case .regex:
            guard let regex else { return false }
            if let values = regex.onlyValues { return !values.contains { pattern.matches($0) } }
            let own = regex.prefix
            return !own.isEmpty && !prefix.isEmpty && !own.hasPrefix(prefix) && !prefix.hasPrefix(own)
        case .notEqual, .notRegex: return false
        }
    }
}
