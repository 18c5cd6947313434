import Cardinality
import Manifests
import Relabel
package import TSDB

/// Makes a plan: reads every metric once, tries out what can be saved of it, and chooses.
package enum Planner {
    /// Of a job whose configuration does not tell; Prometheus' own default.
    static let standardInterval: Int64 = 60_000

    package static func plan(_ options: ProposeOptions) throws(Diagnostic) -> Plan {
        let usage = options.usedBy?.usage
        let scopes = ScrapeScopes(options.configurations)
        var context = MetricPlanner.Context(
            usage: usage, options: options, scrapeInterval: scopes.longestInterval ?? standardInterval, activeFrom: nil,
            names: ReaderNames((options.usedBy?.files ?? []) + options.configurations),
            curated: CuratedCandidate.all(options.curated))
        var known: Window?
        while true {
            // The sources are opened anew each time.
            let budget = MemoryBudget(limit: options.analysis.maxMemory)
            let collector = PlanCollector(context, window: known, budget)
            let diagnostics = try DistinctSeries.read(
                options.analysis, budget: budget,
                start: { strings throws(Diagnostic) in try collector.start(strings) },
                metric: { rows throws(Diagnostic) in try collector.add(rows) })
            // What is active depends on the newest sample, which is known for sure when all was read.
            if let found = collector.foundWindow, found.maxTime != collector.window?.maxTime, known == nil {
                known = found
                continue
            }
            context.activeFrom = collector.activeFrom
            let (sampled, more) = sampledLimits(options.analysis)
            var plan = PlanAssembly(collector, context, scopes, sampled).plan()
            if let usage {
                try prove(&plan, usage, collector, context, budget) {
                    PlanAssembly(collector, context, scopes, sampled).plan()
                }
            }
            plan.diagnostics = diagnostics + more
            return plan
        }
    }
}

extension Planner {
    /// Without samples a plan lacks a limit, and nothing else.
    private static func sampledLimits(_ options: AnalysisOptions) -> ([String: SampledLimit], [Diagnostic]) {
        do throws(Diagnostic) {
            let (limits, diagnostics) = try SampledLimits.read(options)
            return (limits, diagnostics)
        } catch {
            let message = "sample_limit is not known: \(error.message)"
            return ([:], [Diagnostic(.warning, file: error.file, message)])
        }
    }
}

/// Takes up what is found metric by metric.
final class PlanCollector {
    private var context: MetricPlanner.Context
    private var reader: MetricSeriesReader?
    let recorded: Set<String>
    private let knownWindow: Window?
    private let reservation: MemoryReservation

    private(set) var window: Window?
    private(set) var findings: [MetricFinding] = []
    /// All metrics that rules can meet.
    private(set) var metrics: Set<String> = []
    /// By label: the metrics within reach that have it.
    private(set) var carriers: [String: Set<String>] = [:]
    private(set) var series = 0
    private(set) var active = 0
    private(set) var outOfReach = 0
    /// Series by metric, of those out of reach that nobody reads.
    private(set) var unreadOutOfReach: [String: Int] = [:]
    private(set) var jobs: [String: JobMeasure] = [:]
    /// By job: the metrics within reach that it has.
    private(set) var jobMetrics: [String: Set<String>] = [:]
    /// Series by value of the label that shards are to be made by, and by namespace.
    private(set) var byShardLabel: [String: Int] = [:]
    private(set) var byNamespace: [String: Int] = [:]
    /// Targets in the findings, each with its savings.
    private var findingTargets = 0
    private var stringCount = 0
    private var minTime = Int64.max
    private var maxTime = Int64.min

    init(_ context: MetricPlanner.Context, window: Window?, _ budget: MemoryBudget) {
        self.context = context
        reservation = MemoryReservation(budget)
        knownWindow = window
        var recorded: Set<String> = []
        for file in context.options.usedBy?.files ?? [] {
            for case .rules(let rules) in file.contents {
                for rule in rules.groups.flatMap(\.rules) where rule.kind == .recording {
                    recorded.insert(rule.name.value)
                }
            }
        }
        self.recorded = recorded
    }

    var foundWindow: Window? {
        guard minTime <= maxTime else { return nil }
        return Window(minTime: minTime, maxTime: maxTime, activeWithin: context.options.analysis.activeWithin)
    }

    var activeFrom: Int64? {
        window.map { window in
            let (from, overflow) = window.maxTime.subtractingReportingOverflow(window.activeWithin)
            return overflow ? .min : from
        }
    }

    func start(_ strings: DistinctSeries.Strings) throws(Diagnostic) {
        stringCount = strings.count
        try reservation.hold(MetricSeriesReader.memory(strings: strings.count), for: "planning")
        window = knownWindow ?? strings.window
        context.activeFrom = activeFrom
        reader = MetricSeriesReader(strings)
        (findings, metrics, carriers, jobs, jobMetrics) = ([], [], [:], [:], [:])
        findingTargets = 0
        unreadOutOfReach = [:]
        (series, active, outOfReach, byShardLabel, byNamespace) = (0, 0, 0, [:], [:])
        (minTime, maxTime) = (.max, .min)
    }

    /// What is kept of all metrics so far, by estimate: names, and savings by target.
    private var keptMemory: Int {
        MetricSeriesReader.memory(strings: stringCount) + findingTargets * 160
            + (byShardLabel.count + byNamespace.count) * 96 + findings.count * 2048 + metrics.count * 256
    }

    func add(_ rows: borrowing DistinctSeries.Rows) throws(Diagnostic) {
        try reservation.hold(
            keptMemory + MetricPlanner.memory(rows: rows.count, labels: rows.labelNames.count), for: "planning")
        series += rows.count
        let activeFrom = activeFrom
        for row in 0..<rows.count {
            let (first, last) = rows.times(of: row)
            if first == SeriesBatch.noTime { continue }
            minTime = min(minTime, first)
            maxTime = max(maxTime, last)
            if let activeFrom, last >= activeFrom { active += 1 }
        }
        let recorded = recorded
        guard let read = reader?.series(rows, isReached: { OutOfReach.isReached($0, recorded: recorded) }) else {
            outOfReach += rows.count
            return
        }
        let reached = read.isReached.count { $0 }
        outOfReach += rows.count - reached
        count(read)
        guard reached > 0 else {
            noteOutOfReach(read)
            return
        }
        metrics.insert(read.name)
        for column in read.columns { carriers[column.text, default: []].insert(read.name) }
        measure(read)
        var planner = MetricPlanner(read, context)
        planner.run()
        findings += planner.findings
        findingTargets += planner.findings.reduce(0) { $0 + $1.savings.targets.count }
    }

    /// Calls off what was found of some metrics, for a reason. False if there is nothing more to call off.
    func doubt(_ reasons: [String: String]) -> Bool { findings.doubt(reasons) }

    private func noteOutOfReach(_ series: MetricSeries) {
        guard let usage = context.usage, !context.options.isExcluded(series.name), !series.name.contains("\u{FFFD}"),
            MetricReaders(usage.readers(of: series.name), series).isEmpty
        else { return }
        unreadOutOfReach[series.name] = series.rows
    }

    private func count(_ series: MetricSeries) {
        for (label, isShard) in [(context.options.shardLabel, true), ("namespace", false)] {
            let column = series.column(label)
            var counts: [UInt32: Int] = [:]
            for row in 0..<series.rows {
                counts[column.map { series.columns[$0].values[row] } ?? MetricSeries.absent, default: 0] += 1
            }
            for (value, count) in counts {
                if isShard {
                    byShardLabel[series.text(value), default: 0] += count
                } else {
                    byNamespace[series.text(value), default: 0] += count
                }
            }
        }
    }

    /// What one job's series have at most.
    struct JobMeasure {
        var series = 0
        var labels = 0
        var valueLength = 0
    }

    private func measure(_ series: MetricSeries) {
        guard let job = series.job else { return }
        var measures: [UInt32: JobMeasure] = [:]
        var current = (job: MetricSeries.absent, measure: JobMeasure())
        for row in 0..<series.rows where series.isReached[row] {
            let value = series.columns[job].values[row]
            if value != current.job {
                if current.measure.series > 0 { measures[current.job] = current.measure }
                current = (value, measures[value] ?? JobMeasure())
            }
            current.measure.series += 1
            var labels = 1
            for column in series.columns where column.values[row] != MetricSeries.absent && !column.isExternal {
                labels += 1
                let length = series.lengths[Int(column.values[row])]
                if length > current.measure.valueLength { current.measure.valueLength = length }
            }
            current.measure.labels = max(current.measure.labels, labels)
        }
        if current.measure.series > 0 { measures[current.job] = current.measure }
        for (value, measure) in measures {
            var sum = jobs[series.text(value)] ?? JobMeasure()
            sum.series += measure.series
            sum.labels = max(sum.labels, measure.labels)
            sum.valueLength = max(sum.valueLength, measure.valueLength, series.name.utf8.count)
            jobs[series.text(value)] = sum
            jobMetrics[series.text(value), default: []].insert(series.name)
        }
    }
}
