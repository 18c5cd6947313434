import TSDB

/// Makes the result of a comparison from what was counted.
struct DiffBuilder {
    let context: CountingContext
    let tables: DiffTables
    let options: AnalysisOptions

    /// New values of each label that are kept as examples.
    private static let topValues = 5

    func diff() -> CardinalityDiff {
        let redaction = options.redactionKey.map { Redaction(key: $0) }
        let symbols = ReportSymbols(
            space: context.symbols, redaction: redaction, kept: redaction == nil ? [] : keptValues())
        var diff = CardinalityDiff(basis: .series, symbols: symbols)
        let metrics = tables.read { $0.metrics }
        let named = metrics.filter { $0.name != MetricExtent.noName }
        var whole = DiffTally()
        for metric in metrics { whole += metric.tally }
        diff.counts = whole.counts
        diff.metrics = metrics.map { row(of: $0, symbols) }.sorted { $0.precedes($1) }
        diff.labels = labels(symbols)
        (diff.old.metrics, diff.new.metrics) = (
            named.count { $0.tally.before > 0 }, named.count { $0.tally.after > 0 }
        )
        (diff.old.labelNames, diff.new.labelNames) = (
            diff.labels.count { $0.values.before ?? 0 > 0 }, diff.labels.count { $0.values.after ?? 0 > 0 }
        )
        (diff.old.labelPairs, diff.new.labelPairs) = (
            diff.labels.reduce(0) { $0 + ($1.values.before ?? 0) },
            diff.labels.reduce(0) { $0 + ($1.values.after ?? 0) }
        )
        diff.groupedBy = options.groupBy
        diff.groups = groups(symbols)
        diff.changes = changes(named, symbols, redaction)
        return diff
    }

    private func name(of metric: UInt32, _ symbols: ReportSymbols) -> String {
        metric == MetricExtent.noName ? "" : symbols.name(metric)
    }

    private func row(of metric: MetricDiffCount, _ symbols: ReportSymbols) -> MetricDiff {
        var row = MetricDiff(name: name(of: metric.name, symbols), counts: metric.tally.counts)
        row.labels = metric.labels.map { MetricLabelDiff(name: symbols.name($0.name), values: $0.values) }
            .sorted { ($1.values.added ?? 0, $0.name) < ($0.values.added ?? 0, $1.name) }
        row.causes = metric.causes.map { cause in
            GrowthCause(
                labels: cause.labels.map(symbols.name), values: cause.values, series: cause.series,
                examples: cause.examples)
        }
        row.newCombinations = metric.newCombinations
        row.renamedFrom = metric.renamedFrom.map { name(of: $0, symbols) }
        row.renamedTo = metric.renamedTo.map { name(of: $0, symbols) }
        return row
    }

    // MARK: Labels

    private struct LabelTotals {
        var values = ValueCounts(before: 0, after: 0, added: 0, gone: 0)
        var top: [(value: UInt32, series: Int)] = []

        mutating func add(_ value: UInt32, _ tally: Tally) {
            values.before? += tally.before > 0 ? 1 : 0
            values.after? += tally.after > 0 ? 1 : 0
            values.added? += tally.before == 0 && tally.after > 0 ? 1 : 0
            values.gone? += tally.after == 0 && tally.before > 0 ? 1 : 0
            guard tally.before == 0, tally.grown > 0 else { return }
            let series = Int(tally.grown)
            if top.count == DiffBuilder.topValues, let last = top.last, (last.series, value) > (series, last.value) {
                return
            }
            let place = top.firstIndex { ($0.series, value) < (series, $0.value) } ?? top.count
            top.insert((value, series), at: place)
            if top.count > DiffBuilder.topValues { top.removeLast() }
        }
    }

    private func labels(_ symbols: ReportSymbols) -> [LabelDiff] {
        let (totals, explained) = tables.read { state in
            var totals: [UInt32: LabelTotals] = [:]
            state.pairs.forEach { name, value, tally in totals[name, default: LabelTotals()].add(value, tally) }
            return (totals, state.explained)
        }
        return totals.map { name, totals in
            var row = LabelDiff(name: symbols.name(name), values: totals.values, explained: explained[name] ?? 0)
            row.topValues = totals.top
            return row
        }
        .sorted { $0.precedes($1) }
    }

    /// Values that redaction leaves as they are: those of labels that say nothing about users, and of no other label.
    private func keptValues() -> Set<UInt32> {
        let names = Set(context.symbols.numbers(of: Redaction.keptLabels).compactMap { $0 })
        return tables.read { state in
            let shared = state.pairs.sharedNames()
            var kept: Set<UInt32> = []
            state.pairs.forEach { name, value, _ in
                let others = shared[value] ?? []
                if names.contains(name), names.isSuperset(of: others), let owner = state.pairs.owner(of: value),
                    names.contains(owner)
                {
                    kept.insert(value)
                }
            }
            return kept
        }
    }

    // MARK: Groups and changes

    private func groups(_ symbols: ReportSymbols) -> [GroupDiff] {
        let groups = tables.read { $0.groups }
        return groups.map { key, totals in
            var row = GroupDiff(
                values: key.map { $0 == LabelHash.absent ? nil : symbols.text(of: $0) }, counts: totals.tally.counts)
            if totals.topMetricGrown > 0 {
                row.topMetric = name(of: totals.topMetric, symbols)
                row.topMetricGrown = totals.topMetricGrown
            }
            return row
        }
        .sorted { $0.precedes($1) }
    }

    private func changes(
        _ metrics: [MetricDiffCount], _ symbols: ReportSymbols, _ redaction: Redaction?
    ) -> [SchemaChange] {
        func text(_ bytes: [UInt8]) -> String {
            let text = String(decoding: bytes, as: UTF8.self)
            return redaction?.redact(text) ?? text
        }
        var changes = tables.read { $0.changes }.map { kind, totals in
            var change = SchemaChange(
                kind: .labelAdded, from: "", to: "", metrics: totals.metrics.map { name(of: $0, symbols) }.sorted(),
                before: totals.before, after: totals.after)
            switch kind {
            case .label(let from, let to):
                change.kind = .labelRenamed
                (change.from, change.to) = (symbols.name(from), symbols.name(to))
            case .values(let label, let affix):
                change.kind = .valuesRenamed
                change.label = symbols.name(label)
                (change.from, change.to, change.atEnd) = (text(affix.from), text(affix.to), affix.atEnd)
            case .added(let label): change.to = symbols.name(label)
            case .removed(let label):
                change.kind = .labelRemoved
                change.from = symbols.name(label)
            }
            return change
        }
        for metric in metrics {
            guard let from = metric.renamedFrom else { continue }
            let counts = metric.tally.counts
            let before = metrics.first { $0.name == from }?.tally.before ?? 0
            changes.append(
                SchemaChange(
                    kind: .metricRenamed, from: name(of: from, symbols), to: name(of: metric.name, symbols),
                    metrics: [name(of: metric.name, symbols)], before: before, after: counts.after ?? 0))
        }
        return changes.sorted { a, b in
            (b.after + b.before, a.kind.rawValue, a.label ?? "", a.from, a.to)
                < (a.after + a.before, b.kind.rawValue, b.label ?? "", b.from, b.to)
        }
    }
}

extension MetricDiff {
    func precedes(_ other: MetricDiff) -> Bool { counts.precedes(other.counts) ?? (name < other.name) }
}

extension GroupDiff {
    func precedes(_ other: GroupDiff) -> Bool {
        counts.precedes(other.counts)
            ?? values.map { $0 ?? "" }.lexicographicallyPrecedes(other.values.map { $0 ?? "" })
    }
}

extension LabelDiff {
    func precedes(_ other: LabelDiff) -> Bool {
        let (left, right) = (
            values.added ?? abs(values.growth ?? 0), other.values.added ?? abs(other.values.growth ?? 0)
        )
        return (other.explained ?? 0, right, name) < (explained ?? 0, left, other.name)
    }
}

extension ValueCounts {
    /// Nil when one of both is not known.
    package var growth: Int? { after.flatMap { after in before.map { after - $0 } } }
}

extension DiffCounts {
    /// The order of rows: nil when both changed alike.
    func precedes(_ other: DiffCounts) -> Bool? {
        let (left, right) = (abs(growth ?? 0), abs(other.growth ?? 0))
        if left != right { return left > right }
        let (changed, otherChanged) = ((added ?? 0) + (gone ?? 0), (other.added ?? 0) + (other.gone ?? 0))
        if changed != otherChanged { return changed > otherChanged }
        let (size, otherSize) = (max(before ?? 0, after ?? 0), max(other.before ?? 0, other.after ?? 0))
        return size != otherSize ? size > otherSize : nil
    }
}
