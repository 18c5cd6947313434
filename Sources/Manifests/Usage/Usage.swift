/// What manifests read of which metrics: through recording rules, down to labels and their values.
///
/// What reads everything that a job has, as `{job="x"}`, reads every metric. Where something cannot be understood it may
/// read anything: `unknown` lists it, and as long as it is not empty no metric is unused for sure.
package struct Usage: Sendable {
    private var readers: [UsageReader] = []
    private var byName: [String: [Int]] = [:]
    /// Those that select by pattern.
    private var patterns: [Int] = []
    package private(set) var unknown: [UnknownReader] = []
    /// What unit tests of rules read. They keep nothing in use: they make up the series that they read.
    package private(set) var tests: [UsageReader] = []
    /// Alerts that unit tests wait for, and where.
    package private(set) var testedAlerts: [String: [UsagePlace]] = [:]
    /// Labels of alerts that Alertmanager's routes and inhibitions read, and where.
    package private(set) var alertLabels: [String: [UsagePlace]] = [:]

    /// The expressions that all of it is read with, but for those that variables or Helm put together.
    package private(set) var expressions: [UsageExpression] = []

    /// Whether everything could be understood, so that what has no readers is unused.
    package var isComplete: Bool { unknown.isEmpty }

    package var count: Int { readers.count }
    package var allReaders: [UsageReader] { readers }

    package init(files: [ManifestFile]) {
        var collector = UsageCollector()
        for file in files { collector.add(file) }
        collector.finish()
        unknown = collector.unknown
        expressions = collector.queries.compactMap(UsageExpression.init)
        alertLabels = collector.routing.places
        (tests, testedAlerts) = (collector.tests, collector.testedAlerts)
        for reader in collector.readers { add(reader) }
    }

    private mutating func add(_ reader: UsageReader) {
        if let names = reader.metric.names {
            for name in Set(names) where reader.metric.matches(name) { byName[name, default: []].append(readers.count) }
        } else {
            patterns.append(readers.count)
        }
        readers.append(reader)
    }

    /// `nil` if nothing reads the metric, as far as is known: see `isComplete`.
    package func readers(of metric: String) -> MetricUsage? {
        let matching = patterns.filter { readers[$0].metric.matches(metric) }
        let all = (byName[metric] ?? []) + matching
        return all.isEmpty ? nil : MetricUsage(metric: metric, readers: all.sorted().map { readers[$0] })
    }

    /// The metrics that are read by name.
    package var names: [String] { byName.keys.sorted() }
}

/// A place in a file.
package struct UsagePlace: Sendable, Equatable {
    package let path: String
    /// Bytes of the file.
    package let fileRange: Range<Int>
}
