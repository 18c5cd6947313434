package import PromQL
package import TSDB

/// The series that expressions can select, taken from data directories, blocks and snapshots once, without samples.
///
/// Only metrics that one of the selectors can name are read. The index does not change afterwards; any number of
/// expressions may be evaluated over it, also on several threads at once.
package final class SeriesIndex: Sendable {
    let metrics: [MetricSeries]
    /// Index into `metrics` by number of the metric's name.
    let metricOfName: [UInt32: Int]
    let symbols: SymbolPool
    /// Number of `__name__`.
    let nameLabel: UInt32

    /// Of all parts' selected series: first and last sample in milliseconds; `nil` where no part knows times.
    package let times: Lifetime?
    /// The parts that were read, as they describe themselves.
    package let parts: [PartSummary]
    /// The names of all metrics that the sources have, read or not, sorted.
    package let sourceNames: [String]
    /// What the reader of a result should know of the sources, such as a block that is damaged.
    package let diagnostics: [Diagnostic]
    let memory: MemoryReservation?

    /// Distinct series read.
    package var seriesCount: Int { metrics.reduce(0) { $0 + $1.count } }

    init(
        metrics: [MetricSeries], symbols: SymbolPool, nameLabel: UInt32, times: Lifetime?, parts: [PartSummary],
        sourceNames: [String], diagnostics: [Diagnostic], memory: MemoryReservation?
    ) {
        self.metrics = metrics
        self.symbols = symbols
        self.nameLabel = nameLabel
        self.times = times
        self.parts = parts
        self.sourceNames = sourceNames
        self.diagnostics = diagnostics
        self.memory = memory
        metricOfName = Dictionary(
            metrics.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Reads what the expressions select from `sources`.
    ///
    /// Throws when no source can be used, or when the budget does not suffice. What one damaged file costs stands in
    /// `diagnostics`.
    package convenience init(
        sources: [String], selectedBy expressions: [Expression], threads: Int = 1, budget: MemoryBudget = .unlimited
    ) throws(Diagnostic) {
        try self.init(
            sources: sources, selectors: expressions.flatMap(\.selectors).map(\.selector), threads: threads,
            budget: budget)
    }

    package convenience init(
        sources: [String], formats: [SourceFormat] = [], selectors: [Selector], selection: Selection = Selection(),
        threads: Int = 1, budget: MemoryBudget = .unlimited
    ) throws(Diagnostic) {
        var reading = try IndexReading(
            opening: sources, formats: formats, selection: selection, threads: threads, budget: budget)
        let read = try reading.read(MetricNameFilter(selectors))
        self.init(
            metrics: read.metrics, symbols: read.symbols, nameLabel: read.nameLabel, times: reading.times,
            parts: reading.parts.map(\.summary), sourceNames: reading.metricNames,
            diagnostics: reading.allDiagnostics, memory: read.memory)
    }

    /// The names of the metrics that were read, sorted; the empty one stands for series without a name.
    package var metricNames: [String] {
        metrics.map { metric in symbols.withBytes(metric.name) { String(decoding: $0, as: UTF8.self) } }.sorted()
    }

    /// Whether any source has series of that metric.
    package func hasMetric(_ name: String) -> Bool {
        symbols.find(name).map { metricOfName[$0] != nil } ?? false
    }
}

/// Which metrics any of several selectors can select, by their names.
struct MetricNameFilter: Sendable {
    /// The matchers on `__name__` of each distinct selector.
    private let conditions: [[Matcher]]
    private let names: Set<[UInt8]>
    private let acceptsAll: Bool

    init(_ selectors: [Selector]) {
        var names: Set<[UInt8]> = []
        var conditions: [[Matcher]] = []
        var acceptsAll = false
        for selector in selectors {
            let onName = selector.matchers.filter { $0.name == Matcher.nameLabel }
            if onName.isEmpty {
                acceptsAll = true
            } else if onName.count == 1, onName[0].type == .equal {
                names.insert(onName[0].bytes)
            } else if !conditions.contains(onName) {
                conditions.append(onName)
            }
        }
        self.names = names
        self.conditions = conditions
        self.acceptsAll = acceptsAll
    }

    func accepts(_ name: UnsafeRawBufferPointer) -> Bool {
        acceptsAll || names.contains(Array(name))
            || conditions.contains { condition in condition.allSatisfy { $0.matches(name) } }
    }
}
