/// Collects label sets and times that come from anywhere but Prometheus' own files into a part that is counted as any
/// other: the lines of a text exposition, the series of remote-write requests.
///
/// For each label set: `beginLabels`, `addLabel` for every label in whatever order, `endLabels`, and then `note` for
/// its samples. A series that comes again has the row it had. `finish` makes the part.
package struct SeriesCollector: ~Copyable {
    /// What became of a label set.
    package enum Added: Sendable, Equatable {
        case row(UInt32, isNew: Bool)
        /// The selection does not want it.
        case notSelected
        /// It has a label name twice, which Prometheus does not accept; it was left out.
        case repeatsName
    }

    private let kind: PartSummary.Kind
    private let path: String
    private let options: HeadOptions
    private var series: HeadSeries
    private var selection: HeadSelection
    private var metadata: [UInt32: MetricMetadata] = [:]
    private var metadataBytes = 0
    private var samples = 0

    private var entry: LabelSetEntry

    /// `path` is what messages and reports call the source.
    package init(_ kind: PartSummary.Kind, path: String, _ source: SourceOptions) throws(Diagnostic) {
        self.kind = kind
        self.path = path
        var options = HeadOptions(budget: source.budget)
        options.selection = source.selection
        options.readsSamples = source.readsActivity
        self.options = options
        series = HeadSeries(budget: source.budget, keepsTimes: source.readsActivity)
        selection = HeadSelection(source.selection, budget: source.budget)
        entry = LabelSetEntry(budget: source.budget)
        do throws(BudgetExceeded) { try series.symbols.prepare() } catch {
            throw source.budget.refusal(of: error, for: "its series", file: path)
        }
    }

    /// Distinct series so far.
    package var count: Int { series.count }

    /// Starts a label set, and forgets one that was not ended.
    package mutating func beginLabels() { entry.begin() }

    /// Adds a label to the set. One without a value is the same as none.
    package mutating func addLabel(name: RawSpan, value: RawSpan) throws(Diagnostic) {
        do throws(BudgetExceeded) { try entry.add(name: name, value: value) } catch { throw refusal(error) }
    }

    package mutating func addLabel(name: String, value: String) throws(Diagnostic) {
        let name = Array(name.utf8)
        let value = Array(value.utf8)
        try addLabel(name: name.span.bytes, value: value.span.bytes)
    }

    /// Ends the label set, which may be empty.
    package mutating func endLabels() throws(Diagnostic) -> Added {
        do throws(BudgetExceeded) {
            let entryBytes = try entry.decode(into: &series)
            if series.repeatsName { return .repeatsName }
            guard try selection.accepts(series) else { return .notSelected }
            let added = try series.add(entryBytes: entryBytes)
            return .row(added.row, isNew: added.isNew)
        } catch { throw refusal(error) }
    }

    /// A sample of a series, at a time in milliseconds since the epoch. Times outside the selection tell nothing.
    package mutating func note(_ row: UInt32, at time: Int64) {
        samples += 1
        guard options.readsSamples, time >= options.selection.minTime, time <= options.selection.maxTime else { return }
        let times = series.times[Int(row)]
        series.times[Int(row)] = HeadSeries.Times(first: min(times.first, time), last: max(times.last, time))
    }

    /// What the target says of the metric that a series belongs to. The last word holds.
    package mutating func describe(_ row: UInt32, _ description: MetricMetadata) throws(Diagnostic) {
        let name = series.metric(row).name
        guard name != MetricExtent.noName, metadata[name] != description else { return }
        let bytes = description.unit.utf8.count + description.help.utf8.count + 128
        try options.budget.require(bytes, for: "its metadata", file: path)
        metadataBytes += bytes
        metadata[name] = description
    }

    /// The part. `diagnostics` are what its reader should know of the source.
    package consuming func finish(diagnostics: [Diagnostic] = []) throws(Diagnostic) -> CollectedSeries {
        selection.finish()
        series.finish()
        entry.release()
        var order = Column<UInt32>(budget: options.budget)
        let grouping: MetricGrouping
        do throws(BudgetExceeded) {
            grouping = try series.grouped(by: options, into: &order)
        } catch { throw refusal(error) }
        var summary = PartSummary(path: path, kind: kind)
        summary.series = order.count
        summary.samples = samples
        summary.diagnostics = diagnostics
        if grouping.first <= grouping.last {
            summary.minTime = grouping.first
            summary.maxTime = grouping.last
        }
        return CollectedSeries(
            summary, grouping, series, order, hasTimes: options.readsSamples, metadata,
            MemoryReservation(taking: metadataBytes, of: options.budget))
    }

    private func refusal(_ exceeded: BudgetExceeded) -> Diagnostic {
        options.budget.refusal(of: exceeded, for: "its series", file: path)
    }
}
