import Cardinality
import Manifests
import Relabel
import TSDB

/// Makes proposals of findings that say the same, and chooses among them.
struct PlanAssembly {
    private let collector: PlanCollector
    private let context: MetricPlanner.Context
    private let scopes: ScrapeScopes
    private let smallFamilies: Set<String>
    /// By job.
    private let sampled: [String: SampledLimit]
    private var options: ProposeOptions { context.options }

    /// A proposal that is being made, and the findings it is made of.
    private struct Draft {
        var proposal: Proposal
        var findings: [Int]
    }

    init(
        _ collector: PlanCollector, _ context: MetricPlanner.Context, _ scopes: ScrapeScopes,
        _ sampled: [String: SampledLimit]
    ) {
        self.sampled = sampled
        self.collector = collector
        self.context = context
        self.scopes = scopes
        smallFamilies = Self.smallFamilies(collector.findings)
    }

    func plan() -> Plan {
        var plan = Plan(sources: options.analysis.sources)
        plan.window = collector.window
        plan.before = SeriesCounts(
            series: collector.series, active: collector.activeFrom == nil ? nil : collector.active)
        plan.outOfReach = collector.outOfReach
        var drafts = drafts()
        let goal = options.target?.series(of: plan.before.active ?? plan.before.series)
        plan.target = goal
        let order = choose(&drafts, all: plan.before, goal: goal)
        removeFromAllMetrics(&drafts)
        plan.proposals = order.map { drafts[$0].proposal }
        plan.proposals += (drafts.map(\.proposal).filter { !$0.isChosen } + keepLists()).sorted { one, other in
            (one.verdict.kind, other.savings.series, one.id) < (other.verdict.kind, one.savings.series, other.id)
        }
        plan.after = plan.before
        for proposal in plan.chosen {
            plan.after.series -= proposal.savings.series
            if let active = proposal.savings.active { plan.after.active = plan.after.active.map { $0 - active } }
        }
        plan.limits = Set(collector.jobs.keys).union(sampled.keys).map { job in
            let measure = collector.jobs[job] ?? PlanCollector.JobMeasure()
            var limits = JobLimits(
                job: job, series: measure.series, labels: measure.labels, valueLength: measure.valueLength)
            // Of series that --match leaves out nothing is known, and a limit that is too low fails whole scrapes.
            let isWhole = options.analysis.selection.selectors.isEmpty
            limits.samples = sampled[job]
            limits.known = isWhole ? scopes.limits(of: job) : Set(ScrapeLimit.Key.allCases)
            return limits
        }.sorted { ($1.series, $0.job) < ($0.series, $1.job) }
        plan.scopes = scopes
        plan.sentAway = sentAway()
        plan.sharding = Sharding(collector, options).advice(active: plan.after.active ?? plan.after.series)
        addUnknowns(&plan)
        return plan
    }

    // MARK: Proposals

    private func drafts() -> [Draft] {
        var groups: [MetricFinding.Key: [Int]] = [:]
        for (index, finding) in collector.findings.enumerated() { groups[key(of: finding), default: []].append(index) }
        var ids: [String: Int] = [:]
        let sorted = groups.values.sorted { one, other in
            (saving(other), name(one)) < (saving(one), name(other))
        }
        return sorted.compactMap { members in
            guard saving(members) >= max(1, options.minSaving) else { return nil }
            var draft = draft(members)
            let isWorthTelling = saving(members) * Self.smallestShareTold >= collector.series
            guard isUsable(draft) || draft.verdict.kind == .unknown || isWorthTelling else { return nil }
            ids[draft.id, default: 0] += 1
            if let count = ids[draft.id], count > 1 { draft = renamed(draft, "\(draft.id)/\(count)") }
            return Draft(proposal: draft, findings: members)
        }
    }

    /// Small families of unused metrics are put together.
    private func key(of finding: MetricFinding) -> MetricFinding.Key {
        let key = finding.key
        guard finding.kind == .unusedMetrics, smallFamilies.contains(key.metric) else { return key }
        return MetricFinding.Key(kind: key.kind, verdict: key.verdict, labels: [], values: [], metric: "")
    }

    private static let smallFamilyShare = 0.01
    /// What cannot be done is told if it would spare one series in so many.
    private static let smallestShareTold = 1000

    private static func smallFamilies(_ findings: [MetricFinding]) -> Set<String> {
        var sums: [String: Int] = [:]
        for finding in findings where finding.kind == .unusedMetrics {
            sums[finding.key.metric, default: 0] += finding.savings.series
        }
        let whole = Double(sums.values.reduce(0, +))
        return Set(sums.filter { Double($0.value) < whole * smallFamilyShare }.keys)
    }

    private func saving(_ members: [Int]) -> Int {
        members.reduce(0) { $0 + collector.findings[$1].savings.series }
    }

    private func name(_ members: [Int]) -> String { members.first.map { collector.findings[$0].metric } ?? "" }

    private func renamed(_ proposal: Proposal, _ id: String) -> Proposal {
        var other = Proposal(
            id: id, kind: proposal.kind, summary: proposal.summary, rules: proposal.rules, metrics: proposal.metrics,
            labels: proposal.labels, verdict: proposal.verdict, savings: proposal.savings)
        (other.notes, other.alternatives, other.examples) = (proposal.notes, proposal.alternatives, proposal.examples)
        (other.transientSeries, other.scopes, other.origins) = (
            proposal.transientSeries, proposal.scopes, proposal.origins
        )
        return other
    }

    private func draft(_ members: [Int]) -> Proposal {
        let findings = members.map { collector.findings[$0] }
        let metrics = findings.map(\.metric).sorted()
        let first = findings[0]
        var savings = Savings()
        for finding in findings { savings += finding.savings }
        var verdict = first.verdict
        verdict.readers = Array(Set(findings.flatMap(\.verdict.readers))).sorted()
        verdict.reasons = findings.count == 1 ? first.verdict.reasons : []
        if findings.count > 1, verdict.kind == .unknown {
            verdict.reasons = Array(Set(findings.flatMap(\.verdict.reasons))).sorted()
        }
        let (id, summary) = words(for: first, metrics, members)
        var proposal = Proposal(
            id: id, kind: first.kind, summary: summary, rules: rules(for: findings, metrics), metrics: metrics,
            labels: first.labels, verdict: verdict, savings: savings)
        var told: Set<String> = []
        proposal.notes = findings.flatMap(\.notes).filter { told.insert($0).inserted }
        proposal.origins = Set(findings.flatMap(\.origins)).sorted()
        proposal.alternatives = first.alternatives
        proposal.examples = Array(findings.flatMap(\.examples).prefix(3))
        proposal.transientSeries = findings.reduce(0) { $0 + $1.transientSeries }
        let (known, unknown) = scopes.scopes(of: proposal.origins)
        proposal.scopes = known
        proposal.notes += unknown
        // It would lose samples: nobody shall copy it.
        if verdict.kind == .aggregates { proposal.rules = [] }
        return proposal
    }

    /// The same rules for all metrics at once, if they match these and no others; else each metric's own.
    private func rules(for findings: [MetricFinding], _ metrics: [String]) -> [RelabelRule] {
        let own = findings.flatMap(\.rules)
        guard findings.count > 1, let first = findings.first else { return own }
        guard Alternatives.matchesExactly(Alternatives.patterns(metrics), Set(metrics), of: collector.metrics) else {
            return own
        }
        switch first.kind {
        case .unusedMetrics: return MetricFinding.dropRules(metrics)
        case .unreadValues, .buckets:
            guard let label = first.labels.first else { return own }
            return MetricFinding.dropRules(metrics, label: label, values: first.values)
        case .unneededLabels: return MetricFinding.clearRules(metrics, labels: first.labels)
        case .curated:
            guard let curated = first.curated else { return own }
            return context.curated[curated.index].rules(for: metrics, naming: curated.namesPath)
        case .keepList: return own
        }
    }

    private func words(
        for finding: MetricFinding, _ metrics: [String], _ members: [Int]
    ) -> (id: String, summary: String) {
        let kind = finding.kind.rawValue
        let subject = metrics.count == 1 ? metrics[0] : "\(metrics.count) metrics"
        let labels = finding.labels.joined(separator: ", ")
        switch finding.kind {
        case .unusedMetrics:
            let family = key(of: finding).metric
            return ("\(kind)/\(family.isEmpty ? "other" : family)", "\(subject) that nothing reads")
        case .unreadValues where finding.look != nil:
            let words = finding.look?.words ?? ""
            return (
                "\(kind)/\(labels)/\(metrics[0])", "series of \(subject) that nothing reads: \(labels) \(words)"
            )
        case .unreadValues:
            let values = finding.values.map { $0.isEmpty ? "no \(labels)" : "\(labels)=\"\($0)\"" }
            let shown = values.prefix(3).joined(separator: ", ") + (values.count > 3 ? ", ..." : "")
            return ("\(kind)/\(labels)/\(metrics[0])", "series of \(subject) that nothing reads: \(shown)")
        case .unneededLabels:
            let suffix = finding.key.metric.isEmpty ? "" : "/\(finding.metric)"
            let need = finding.verdict.kind == .safe ? "makes no difference to who reads" : "of"
            return ("\(kind)/\(finding.labels.joined(separator: ","))\(suffix)", "\(labels) \(need) \(subject)")
        case .buckets:
            return ("\(kind)/\(finding.metric)", "\(finding.values.count) bounds of the buckets of \(subject)")
        case .curated: return ("\(kind)/\(labels)", "\(subject), by the curated rule \(labels)")
        case .keepList: return (kind, subject)
        }
    }

    // MARK: Choice

    /// Marks the drafts that are used, and returns them in the order of their rules.
    private func choose(_ drafts: inout [Draft], all: SeriesCounts, goal: Int?) -> [Int] {
        var draftsOfMetric: [String: [Int]] = [:]
        var draftOfFinding: [Int: Int] = [:]
        for (index, draft) in drafts.enumerated() { for finding in draft.findings { draftOfFinding[finding] = index } }
        for (finding, found) in collector.findings.enumerated() {
            if let draft = draftOfFinding[finding] { draftsOfMetric[found.metric, default: []].append(draft) }
        }
        let candidates = drafts.indices.filter { isUsable(drafts[$0].proposal) }.sorted { one, other in
            risk(drafts[one].proposal) < risk(drafts[other].proposal)
        }
        var left = all.active ?? all.series
        var waiting: [Int] = []
        for candidate in candidates {
            if let goal, left <= goal { break }
            waiting = [candidate]
            while let next = waiting.popLast() {
                guard !drafts[next].proposal.isChosen, isUsable(drafts[next].proposal) else { continue }
                drafts[next].proposal.isChosen = true
                let savings = drafts[next].proposal.savings
                left -= all.active == nil ? savings.series : savings.active ?? 0
                // What was replayed before it is part of what its savings were measured on.
                for metric in drafts[next].proposal.metrics {
                    waiting += (draftsOfMetric[metric] ?? []).prefix { $0 != next }
                }
            }
        }
        return candidates.filter { drafts[$0].proposal.isChosen }.sorted { one, other in
            let (a, b) = (drafts[one].proposal, drafts[other].proposal)
            return (rank(a.kind), b.savings.series, a.id) < (rank(b.kind), a.savings.series, b.id)
        }
    }

    private func isUsable(_ proposal: Proposal) -> Bool {
        switch proposal.verdict.kind {
        case .safe: true
        case .aggregates, .unknown: false
        case .breaks: options.allowed.contains(.breaks)
        }
    }

    private func risk(_ proposal: Proposal) -> (Int, Int, Int) {
        let verdict =
            switch proposal.verdict.kind {
            case .safe: 0
            case .unknown: 1
            case .aggregates, .breaks: 2
            }
        return (verdict, rank(proposal.kind), -proposal.savings.series)
    }

    /// Dropping adds nothing; removing a label makes new series at first.
    private func rank(_ kind: Proposal.Kind) -> Int { Proposal.Kind.allCases.firstIndex(of: kind) ?? 0 }

    /// A label that goes from every metric that has it needs no list of metrics.
    private func removeFromAllMetrics(_ drafts: inout [Draft]) {
        for index in drafts.indices where drafts[index].proposal.isChosen {
            let proposal = drafts[index].proposal
            guard proposal.kind == .unneededLabels, proposal.metrics.count > 1 else { continue }
            let isEverywhere = proposal.labels.allSatisfy { label in
                (collector.carriers[label] ?? []).isSubset(of: proposal.metrics)
            }
            guard isEverywhere else { continue }
            drafts[index].proposal.rules = Alternatives.patterns(proposal.labels).map {
                RelabelRule(.labeldrop, regex: $0)
            }
            drafts[index].proposal.notes.append("no other metric that is scraped in this window has it")
        }
    }

    /// Only of whole jobs: of what `--match` leaves out, nothing is known.
    private func keepLists() -> [Proposal] {
        guard options.analysis.selection.selectors.isEmpty else { return [] }
        let unused = collector.findings.filter { $0.kind == .unusedMetrics && $0.verdict.kind == .safe }
        guard !unused.isEmpty else { return [] }
        let kind = Proposal.Kind.keepList.rawValue
        let awaited = context.usage.map {
            AwaitedMetrics($0, besides: collector.metrics, recorded: collector.recorded)
        }
        return collector.jobMetrics.compactMap { job, metrics in
            guard let awaited = awaited.map({ $0.metrics(of: job) }) ?? [],
                var proposal = KeepList(job: job, metrics: metrics, awaited: awaited, findings: unused).proposal(),
                proposal.savings.series >= max(1, options.minSaving), !options.isExcluded(kind),
                !options.isExcluded(proposal.id)
            else { return nil }
            let (known, unknown) = scopes.scopes(of: proposal.origins)
            proposal.scopes = known
            proposal.notes += unknown
            return proposal
        }
    }

    /// Nothing while readers are unknown: they may read what is sent.
    private func sentAway() -> SentAway? {
        guard let url = options.remoteWrite, let usage = context.usage, !collector.unreadOutOfReach.isEmpty,
            usage.isComplete || options.allowed.contains(.unknownReaders)
        else { return nil }
        return SentAway(
            url: url, metrics: collector.unreadOutOfReach.keys.sorted(),
            series: collector.unreadOutOfReach.values.reduce(0, +))
    }

    // MARK: What is not known

    private func addUnknowns(_ plan: inout Plan) {
        if let usage = context.usage {
            plan.unknownReaders = usage.unknown.map { context.names.named($0) }.sorted()
            if !usage.isComplete {
                let count = usage.unknown.count
                let readers = count == 1 ? "a reader reads" : "\(count) readers read"
                let what = "what \(readers) that could not be understood"
                plan.unknowns.append(
                    options.allowed.contains(.unknownReaders)
                        ? "\(what): taken to be nothing of what goes, as --allow unknown-readers says"
                        : "\(what): look at \(count == 1 ? "it" : "them"), then say --allow unknown-readers")
            }
            let everything = usage.allReaders.filter { $0.metric.isEverything && $0.kind.isEnd }
            if let first = everything.first {
                plan.unknowns.append(
                    "\(everything.count) readers select series by no name at all, such as \(context.names.named(first).owner): "
                        + "they read whatever there is, and were left out")
            }
        } else {
            plan.unknowns.append("what is read: without --used-by nothing is called unused")
        }
        if !scopes.isGiven {
            plan.unknowns.append(
                "which scrape configuration a rule belongs to: name prometheus.yml with --config; "
                    + "until then scrapes are taken to be a minute apart")
        }
        if plan.limits.contains(where: { $0.samples == nil }) {
            plan.unknowns.append(
                "sample_limit\(sampled.isEmpty ? "" : " of some jobs"): it counts one scrape, and here are no samples of "
                    + "scrape_samples_post_metric_relabeling; ask Prometheus for "
                    + "max by (job) (max_over_time(scrape_samples_post_metric_relabeling[7d])) and leave room above it")
        }
        if plan.chosen.contains(where: { $0.transientSeries > 0 }) {
            plan.advice.append(
                "rules that remove labels make \(plan.chosen.reduce(0) { $0 + $1.transientSeries }) new series beside the "
                    + "old ones, until the head forgets those after two to three hours: memory rises first")
        }
        if let target = plan.target, !plan.reachesTarget {
            plan.advice.append("nothing that is proved reaches \(target) series")
        }
    }
}
