import Manifests
import Relabel

/// Labels that nobody needs.
extension MetricPlanner {
    /// Labels that make a series one of its target, or a metric what it is.
    private static let kept: Set<String> = ["__name__", "job", "instance", "le", "quantile"]
    /// Sets of labels tried out for a metric, at most: each is a sort of its series.
    private static let trialLimit = 24
    /// What is read of fewer series is not worth talking about.
    private static let leastSeriesTold = 100

    mutating func findUnneededLabels() {
        let tolerated: LabelNeed = context.options.allowed.contains(.shown) ? .shown : .none
        var free: [String] = []
        var needed: [String] = []
        for column in series.columns where !column.isExternal {
            let label = column.text
            guard !Self.kept.contains(label), !label.contains("\u{FFFD}"), !label.hasPrefix("__") else { continue }
            if readers.need(of: label) <= tolerated { free.append(label) } else { needed.append(label) }
        }
        free.sort()
        if !free.isEmpty { findFree(free) }
        if !needed.isEmpty, series.rows >= Self.leastSeriesTold { findNeeded(needed) }
    }

    /// The largest set whose removal merges nothing, found one label after the other; then what merges.
    private mutating func findFree(_ labels: [String]) {
        let search = LabelSearch(series, state, scrapeInterval: context.scrapeInterval)
        guard search.saved(removing: labels) >= max(1, context.options.minSaving) else { return }
        var removed: [String] = []
        if search.isClean(removing: labels) {
            removed = labels
        } else {
            // Those that spare most alone come first; two that stand in for each other spare nothing until both are gone.
            let order = labels.map { ($0, search.saved(removing: [$0])) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
            for (label, _) in order.prefix(Self.trialLimit) where search.isClean(removing: removed + [label]) {
                removed.append(label)
            }
        }
        removed = search.withoutIdle(removed)
        if !removed.isEmpty,
            let found = judge(
                .unneededLabels, labels: removed.sorted(),
                MetricFinding.clearRules([series.name], labels: removed.sorted()))
        {
            accept(found)
        }
        let rest = labels.filter { !removed.contains($0) }
        guard removed.count < labels.count, !rest.isEmpty else { return }
        let merging = search.withoutIdle(rest)
        guard !merging.isEmpty else { return }
        addMerging(merging.sorted())
    }

    /// What could be had by adding series up: never a rule.
    private mutating func addMerging(_ labels: [String]) {
        let rules = MetricFinding.clearRules([series.name], labels: labels)
        guard var found = judge(.unneededLabels, labels: labels, rules) else { return }
        switch found.finding.verdict.kind {
        case .safe, .breaks: return
        case .unknown: break
        case .aggregates:
            found.finding.alternatives = AggregationAdvice.alternatives(
                metric: series.name, without: labels, interval: context.scrapeInterval)
        }
        accept(found)
    }

    /// The label that costs most of those that somebody reads, so that it can be talked about.
    private mutating func findNeeded(_ labels: [String]) {
        let search = LabelSearch(series, state, scrapeInterval: context.scrapeInterval)
        var best: (label: String, saved: Int)?
        for label in labels.prefix(Self.trialLimit) {
            let saved = search.saved(removing: [label])
            if saved > best?.saved ?? 0 { best = (label, saved) }
        }
        guard let best, best.saved * 2 >= series.rows else { return }
        let losing = readers.all.filter { $0.need(of: best.label) > .none }
        let rules = MetricFinding.clearRules([series.name], labels: [best.label])
        guard var found = judge(.unneededLabels, labels: [best.label], rules, losing: losing) else { return }
        if found.finding.verdict.kind == .aggregates {
            found.finding.alternatives = AggregationAdvice.alternatives(
                metric: series.name, without: [best.label], interval: context.scrapeInterval)
        }
        accept(found)
    }
}
