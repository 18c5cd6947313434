import Regex
import Relabel

/// A rule of the curated lists, ready to be tried out on any metric.
struct CuratedCandidate {
    let entry: CuratedEntry
    let jobs: Set<String>
    let metricsPath: String?
    /// Those that drop: no other rule of the lists could be limited to metrics.
    let rules: [RelabelRule]
    private let relabelling: Relabelling

    init?(_ entry: CuratedEntry, of list: CuratedList) {
        let rules = entry.rules.filter { $0.action == .drop && $0.separator == RelabelRule.defaultSeparator }
        guard !rules.isEmpty, rules.count == entry.rules.count, let relabelling = try? Relabelling(rules) else {
            return nil
        }
        self.entry = entry
        (jobs, metricsPath) = (Set(list.jobs), list.metricsPath)
        (self.rules, self.relabelling) = (rules, relabelling)
    }

    static func all(_ lists: [CuratedList]) -> [CuratedCandidate] {
        lists.flatMap { list in list.entries.compactMap { CuratedCandidate($0, of: list) } }
    }

    /// Whether it may drop series of the metric.
    func concerns(_ metric: String) -> Bool {
        if case .kept = relabelling.reach(of: ["__name__": [metric]]).fate { return false }
        return true
    }

    /// The same for these metrics alone, and for the list's jobs: what holds for one metric need not hold for others that
    /// the rule would drop, too.
    func rules(for metrics: [String], naming hasPath: Bool) -> [RelabelRule] {
        let path = hasPath ? metricsPath : nil
        return rules.flatMap { rule in
            Alternatives.patterns(metrics).map { names in
                var labels = ["__name__"]
                var pattern = Alternatives.part(names)
                if !jobs.isEmpty {
                    labels.append("job")
                    pattern += ";" + Alternatives.part(Alternatives.pattern(jobs.sorted()))
                }
                if let path {
                    labels.append("metrics_path")
                    pattern += ";" + Alternatives.escaped(path)
                }
                labels += rule.sourceLabels.map { String(decoding: $0, as: UTF8.self) }
                return RelabelRule(.drop, from: labels, regex: "\(pattern);(?:\(rule.regex))")
            }
        }
    }
}

extension MetricPlanner {
    /// What the curated lists would drop of the metric.
    mutating func findCurated() {
        guard !context.curated.isEmpty, let job = series.job else { return }
        let jobs = Set(Set(series.columns[job].values).map(series.text))
        for (index, candidate) in context.curated.enumerated() {
            guard candidate.jobs.isEmpty || !candidate.jobs.isDisjoint(with: jobs),
                !context.options.isExcluded(candidate.entry.name), candidate.concerns(series.name)
            else { continue }
            let hasPath = series.column("metrics_path") != nil
            let rules = candidate.rules(for: [series.name], naming: hasPath)
            guard
                var found = judge(
                    .curated, labels: [candidate.entry.name], rules, losing: readers.waiting)
            else { continue }
            found.finding.curated = (index, hasPath)
            found.finding.notes = [candidate.entry.why]
            accept(found)
        }
    }
}
