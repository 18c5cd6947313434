import Cardinality
import Relabel
import Testing

@testable import Propose

/// Readers that wait for series which are not there yet: an alert on what has not gone wrong so far.
struct AwaitedSeriesTests {
    typealias Series = PlannedSeries.Series

    @Test(arguments: [
        "sum(rate(codes_total{code=~\"5..\"}[5m])) > 1", "codes_total{reason=\"oom\"} > 0",
        "codes_total{code=\"200\",instance=\"b:1\"} > 0",
    ])
    func aMetricThatAnAlertWaitsForIsRead(_ expression: String) throws {
        let plan = try PlannedSeries(
            Series("codes_total", ["code": "200"]), Series("codes_total", ["code": "404"]), Series("other")
        ).plan(rules: "- alert: A\n  expr: \(expression)\n- alert: B\n  expr: other > 1")
        #expect(plan.proposal(.unusedMetrics, of: "codes_total") == nil)
        // What is dropped are values that the alert leaves out.
        for rule in plan.rules { #expect(rule.sourceLabels.count == 2, "\(rule)") }
        let relabelling = try Relabelling(plan.rules)
        let awaited: [Label] = [
            Label("__name__", "codes_total"), Label("code", "503"), Label("job", "api"), Label("instance", "b:1"),
            Label("reason", "oom"),
        ]
        guard case .kept = relabelling.apply(awaited) else {
            Issue.record("what the alert waits for is dropped")
            return
        }
    }

    @Test func valuesThatNoneOfItsReadersTakesStillGo() throws {
        let plan = try PlannedSeries(Series("codes_total", ["code": "200"])).plan(
            rules: "- alert: A\n  expr: codes_total{code=~\"5..\"} > 0")
        #expect(plan.rules == [RelabelRule(.drop, from: ["__name__", "code"], regex: "codes_total;200")])
    }

    private static func users(_ values: (Int) -> String) -> PlannedSeries {
        PlannedSeries((0..<70).map { Series("by_user", ["user": values($0)]) } + [Series("by_user", ["user": "root"])])
    }

    /// Of many values the pattern is dropped, unless somebody waits for a value of that look.
    @Test func patternsSpareWhatIsWaitedFor() throws {
        let uuids = Self.users { "00000000-0000-4000-8000-\(100_000_000_000 + $0)" }
        let other = "- alert: A\n  expr: by_user{user=\"root\"} > 3"
        #expect(try uuids.plan(rules: other).rules.contains { $0.regex.contains("[0-9a-fA-F]{8}") })
        let awaited = "by_user{user=\"12345678-1234-4234-8234-123456789abc\"} > 3"
        let plan = try uuids.plan(rules: "- alert: A\n  expr: \(awaited)")
        #expect(!plan.rules.contains { $0.regex.contains("[0-9a-fA-F]{8}") })
    }

    @Test func beginningsSpareWhatIsWaitedFor() throws {
        let batches = Self.users { "batch-x\($0)" }
        func plan(_ pattern: String) throws -> [String] {
            try batches.plan(rules: "- alert: A\n  expr: by_user{user=~\"\(pattern)\"} > 3").rules.map(\.regex)
        }
        #expect(try plan("ro.*").contains { $0.contains("batch-") })
        #expect(try !plan("batch-y.*").contains { $0.contains("batch-x.+") || $0.contains("batch-.+") })
        #expect(try !plan(".*y").contains { $0.contains("batch-") })
    }

    // MARK: Keep-lists

    private static let restarts = PlannedSeries(
        (0..<40).map { Series("unread_metric_with_a_long_name_\($0)") } + [Series("restarts")])

    @Test func aKeepListKeepsWhatIsWaitedFor() throws {
        let plan = try Self.restarts.plan(
            rules: "- alert: A\n  expr: restarts > 1\n- alert: B\n  expr: app_errors_total > 0\n"
                + "- alert: C\n  expr: elsewhere{job=\"other\"} > 0")
        let proposal = try #require(plan.proposals.first { $0.kind == .keepList })
        #expect(proposal.rules.map(\.regex) == ["app_errors_total|restarts"])
    }

    @Test func patternsOfNamesAllowNoKeepList() throws {
        let plan = try Self.restarts.plan(
            rules: "- alert: A\n  expr: restarts > 1\n- alert: B\n  expr: '{__name__=~\"app_.*\"} > 0'")
        #expect(!plan.proposals.contains { $0.kind == .keepList })
    }

    // MARK: Labels

    /// A label that another metric has is removed by name, also where that metric is dropped by an earlier rule.
    @Test func labelsOfDroppedMetricsAreLeftToThem() throws {
        let plan = try PlannedSeries(
            Series("a", ["uid": "1"], 0...10), Series("a", ["uid": "2"], 20...100),
            Series("b", ["uid": "1"], 0...10), Series("b", ["uid": "2"], 20...100),
            Series("unread", ["uid": "1"]), Series("unread", ["uid": "2"])
        ).plan(rules: "- alert: A\n  expr: sum(a) > 1\n- alert: B\n  expr: sum(b) > 1")
        #expect(!plan.rules.contains { $0.action == .labeldrop })
        #expect(plan.after.series == 2)
    }

    /// Two pods, one after the other, under readers that look at each over time.
    @Test(arguments: [
        ("sum(last_over_time(m[1h])) > 1", "`last_over_time()`"), ("sum(resets(m[30m])) > 1", "`resets()`"),
        ("max_over_time(count(m)[30m:1m]) > 1", "a subquery"),
        ("sum by (job) (count_over_time(m[30m])) > 1", "`count_over_time()`"),
    ])
    func rangesTellSuccessorsApart(_ expression: String, _ words: String) throws {
        let pods = PlannedSeries(Series("m", ["uid": "1"], 0...40), Series("m", ["uid": "2"], 50...100))
        let plan = try pods.plan(rules: "- alert: A\n  expr: \(expression)")
        let proposal = try #require(plan.proposal(.unneededLabels, of: "m"))
        #expect(!proposal.isChosen && proposal.verdict.kind == .unknown)
        #expect(proposal.verdict.reasons.first?.contains(words) == true, "\(proposal.verdict.reasons)")
        #expect(plan.proof?.changes.count == 1)
    }

    @Test(arguments: [
        "sum(rate(m[5m])) > 1", "max_over_time(sum(increase(m[5m]))[1h:1m]) > 1", "sum(m) > 1",
        "absent_over_time(m[1h])",
    ])
    func whatTakesRestartsOutDoesNotMind(_ expression: String) throws {
        let pods = PlannedSeries(Series("m", ["uid": "1"], 0...40), Series("m", ["uid": "2"], 50...100))
        let plan = try pods.plan(rules: "- alert: A\n  expr: \(expression)")
        #expect(plan.proposal(.unneededLabels, of: "m")?.isChosen == true)
    }
}
