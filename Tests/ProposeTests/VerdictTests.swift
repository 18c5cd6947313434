import Cardinality
import Regex
import Relabel
import Testing

@testable import Propose

/// What is proved of series made by hand.
struct VerdictTests {
    typealias Series = PlannedSeries.Series

    private static let readsByJob = "- alert: A\n  expr: sum by (job) (requests) > 1"

    // MARK: Metrics

    @Test func whatNothingReadsIsDropped() throws {
        let plan = try PlannedSeries(Series("requests"), Series("unread_a"), Series("unread_b")).plan(
            rules: Self.readsByJob)
        let proposal = try #require(plan.proposal(.unusedMetrics, of: "unread_a"))
        #expect(proposal.verdict == .safe)
        #expect(proposal.isChosen)
        #expect(proposal.metrics == ["unread_a", "unread_b"])
        #expect(proposal.rules == [RelabelRule(.drop, from: ["__name__"], regex: "unread_(?:a|b)")])
        #expect(plan.after.series == 1)
    }

    @Test func withoutUsageNothingIsUnused() throws {
        let plan = try PlannedSeries(Series("requests"), Series("unread")).plan(rules: nil)
        #expect(plan.chosen.isEmpty)
        #expect(plan.proposal(.unusedMetrics, of: "unread") == nil)
    }

    @Test func whatIsNotUnderstoodMayReadAnything() throws {
        let rules = Self.readsByJob + "\n- alert: B\n  expr: 'sum('"
        let planned = PlannedSeries(Series("requests"), Series("unread"))
        let plan = try planned.plan(rules: rules)
        #expect(plan.chosen.isEmpty)
        #expect(
            plan.proposal(.unusedMetrics, of: "unread")?.verdict
                == Verdict(.unknown, reasons: ["1 reader could not be understood, and may read it"]))
        #expect(plan.unknownReaders.map(\.path) == ["rules.yml"])
        let told = try planned.plan(rules: rules) { $0.allowed = [.unknownReaders] }
        #expect(told.proposal(.unusedMetrics, of: "unread")?.isChosen == true)
    }

    @Test(arguments: ["up", "scrape_duration_seconds", "ALERTS", "job:requests:sum", "recorded"])
    func outOfReach(metric: String) throws {
        let rules = Self.readsByJob + "\n- record: recorded\n  expr: sum(requests)"
        let plan = try PlannedSeries(Series("requests"), Series(metric)).plan(rules: rules)
        #expect(plan.proposals.isEmpty)
        #expect(plan.outOfReach == 1)
    }

    @Test func whatHasNoTargetIsOutOfReach() throws {
        let plan = try PlannedSeries(Series("unread"), Series("unread", ["instance": "", "pod": "x"])).plan(
            rules: Self.readsByJob)
        #expect(plan.outOfReach == 1)
        #expect(plan.proposal(.unusedMetrics, of: "unread")?.savings.series == 1)
    }

    @Test func valuesThatNobodySelects() throws {
        let plan = try PlannedSeries(
            Series("requests", ["code": "200"]), Series("requests", ["code": "500"]), Series("requests")
        ).plan(rules: "- alert: A\n  expr: sum(requests{code=~\"5..\"}) > 1")
        let proposal = try #require(plan.proposal(.unreadValues, of: "requests"))
        #expect(proposal.verdict == .safe)
        #expect(proposal.rules == [RelabelRule(.drop, from: ["__name__", "code"], regex: "requests;(?:200)?")])
        #expect(plan.after.series == 1)
    }

    // MARK: Labels

    private static let restarts = PlannedSeries(
        Series("requests", ["uid": "1", "path": "/a"], 0...10),
        Series("requests", ["uid": "2", "path": "/a"], 20...100))

    @Test func whatFollowsEachOtherIsAGain() throws {
        let plan = try Self.restarts.plan(rules: Self.readsByJob)
        let proposal = try #require(plan.proposal(.unneededLabels, of: "requests"))
        #expect(proposal.verdict == .safe)
        #expect(proposal.labels == ["uid"])
        #expect(proposal.savings.succeeding == 1 && proposal.savings.series == 1 && proposal.savings.active == 0)
        #expect(proposal.transientSeries == 1)
        #expect(proposal.examples.first?.overlaps == false)
        #expect(plan.advice.contains { $0.contains("memory rises first") })
    }

    @Test func aLabelThatGoesEverywhereNeedsNoMetrics() throws {
        let both = PlannedSeries(
            Self.restarts.series
                + [Series("errors", ["uid": "1"], 0...10), Series("errors", ["uid": "2"], 20...100)])
        let rules = Self.readsByJob + "\n- alert: B\n  expr: sum(errors) > 1"
        let plan = try both.plan(rules: rules)
        #expect(plan.rules == [RelabelRule(.labeldrop, regex: "uid")])
        let other = PlannedSeries(both.series + [Series("shown", ["uid": "1"])])
        let kept = try other.plan(rules: rules + "\n- alert: C\n  expr: shown > 1")
        #expect(
            kept.rules == [
                RelabelRule(from: ["__name__"], regex: "errors|requests", to: "uid", replacement: "")
            ])
    }

    @Test func lessThanAScrapeApartIsUnknown() throws {
        let planned = PlannedSeries(
            Series("requests", ["uid": "1"], 0...10), Series("requests", ["uid": "2"], 11...100))
        let config = "global:\n  scrape_interval: 2m\nscrape_configs:\n  - job_name: api\n"
        let plan = try planned.plan(rules: Self.readsByJob, config: config)
        #expect(plan.chosen.isEmpty)
        let closer = try planned.plan(rules: Self.readsByJob, config: config.replacing("2m", with: "30s"))
        let proposal = try #require(closer.chosen.first)
        #expect(proposal.scopes == [ScrapeScope(job: "api", path: "prometheus.yml", line: 4)])
    }

    @Test func whatLivesAtOnceIsNeverRemoved() throws {
        let plan = try PlannedSeries(
            Series("requests", ["user": "1"]), Series("requests", ["user": "2"]),
            Series("requests", ["user": "2", "instance": "b:1"])
        ).plan(rules: Self.readsByJob)
        let proposal = try #require(plan.proposal(.unneededLabels, of: "requests"))
        #expect(proposal.verdict.kind == .aggregates)
        #expect(proposal.rules.isEmpty && !proposal.isChosen)
        #expect(proposal.savings.mergedWithinTarget == 1 && proposal.savings.mergedAcrossTargets == 0)
        #expect(proposal.alternatives.contains { $0.kind == .recordingRule })
        #expect(plan.after.series == 3)
    }

    @Test func externalLabelsAreNoCandidates() throws {
        let plan = try Self.restarts.plan(rules: Self.readsByJob, external: ["cluster": "one"])
        #expect(plan.proposals.map(\.labels) == [["uid"]])
    }

    @Test func whoReadsIsNamed() throws {
        let series = (0..<120).map { Series("requests", ["uid": "\($0)"], Int64($0) * 10...Int64($0) * 10 + 5) }
        let rules = Self.readsByJob + "\n- alert: B\n  expr: sum by (uid) (requests) > 1"
        let plan = try PlannedSeries(series).plan(rules: rules)
        let proposal = try #require(plan.proposal(.unneededLabels, of: "requests"))
        #expect(proposal.verdict.kind == .breaks)
        #expect(proposal.verdict.readers.map(\.owner) == ["alert \"B\""])
        #expect(proposal.verdict.readers.map(\.line) == [7])
        #expect(!proposal.isChosen)
        let allowed = try PlannedSeries(series).plan(rules: rules) { $0.allowed = [.breaks] }
        #expect(allowed.after.series == 1)
    }

    // MARK: Histograms

    private static let buckets = PlannedSeries(
        ["0.1", "0.2", "0.5", "1.0", "2.0", "5.0", "10.0", "+Inf"].map { Series("latency_bucket", ["le": $0]) })

    @Test func boundsThatNobodyAsksFor() throws {
        let plan = try Self.buckets.plan(rules: "- alert: A\n  expr: sum(rate(latency_bucket{le=\"0.5\"}[5m])) < 1")
        let proposal = try #require(plan.proposal(.buckets, of: "latency_bucket"))
        #expect(proposal.verdict == .safe)
        #expect(
            proposal.rules == [
                RelabelRule(
                    .drop, from: ["__name__", "le"], regex: "latency_bucket;(?:0\\.1|0\\.2|1\\.0|10\\.0|2\\.0|5\\.0)")
            ])
        #expect(plan.after.series == 2)
    }

    @Test func coarserQuantilesAreTheReadersToDecide() throws {
        let rules = "- alert: A\n  expr: histogram_quantile(0.9, sum by (le) (rate(latency_bucket[5m]))) > 1"
        let plan = try Self.buckets.plan(rules: rules)
        let proposal = try #require(plan.proposal(.buckets, of: "latency_bucket"))
        #expect(proposal.verdict.kind == .breaks && !proposal.isChosen)
        #expect(proposal.savings.series == 3)
        #expect(proposal.notes.contains { $0.contains("factor of 5.00") && $0.contains("was 2.50") })
        #expect(proposal.alternatives.map(\.kind) == [.nativeHistogram])
    }

    // MARK: Choice

    @Test func theLeastRiskyThatReachesTheTarget() throws {
        let series =
            (0..<10).map { Series("big_metric", ["x": "\($0)"]) } + Self.restarts.series + [Series("small_metric")]
        let enough = try PlannedSeries(series).plan(rules: Self.readsByJob) { $0.target = .series(3) }
        #expect(enough.chosen.map(\.id) == ["unused_metrics/big"])
        #expect(enough.reachesTarget)
        let all = try PlannedSeries(series).plan(rules: Self.readsByJob) { $0.target = .less(1) }
        #expect(all.chosen.count == 3)
        #expect(!all.reachesTarget)
    }

    @Test func whatIsExcludedStays() throws {
        let planned = PlannedSeries(Series("requests"), Series("unread"))
        let pattern = try Regex("unr.*", for: .matching)
        let plan = try planned.plan(rules: Self.readsByJob) { $0.excluded = [pattern] }
        #expect(plan.proposals.isEmpty)
        #expect(try planned.plan(rules: Self.readsByJob) { $0.minSaving = 2 }.proposals.isEmpty)
    }

    @Test func limitsHaveRoom() throws {
        let plan = try PlannedSeries(Series("requests", ["path": String(repeating: "x", count: 100)])).plan(rules: nil)
        let limits = try #require(plan.limits.first)
        #expect(limits == JobLimits(job: "api", series: 1, labels: 4, valueLength: 100))
        #expect(limits.labelLimit == 12 && limits.valueLengthLimit == 256)
    }

    @Test func shardsByHashHoldEverything() throws {
        let series = (0..<50).map { Series("requests", ["instance": "i-\($0)", "namespace": "n-\($0 % 3)"]) }
        let plan = try PlannedSeries(series).plan(rules: nil) { $0.shards = 4 }
        #expect(plan.sharding.map(\.label) == ["instance", "namespace"])
        #expect(plan.sharding[0].shards.count == 4)
        #expect(plan.sharding[0].shards.allSatisfy { $0.series > 0 })
        #expect(plan.sharding[0].shards.reduce(0) { $0 + $1.series } == 50)
        #expect(plan.sharding[1].shards.map(\.series) == [17, 17, 16])
    }
}
