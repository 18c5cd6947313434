import Testing
import YAML

@testable import Budgets

struct BudgetJudgeTests {
    private static func figures(_ change: (inout BudgetFigures) -> Void = { _ in }) -> BudgetFigures {
        var figures = BudgetFigures()
        figures.total = BudgetFigure(series: 1200, active: 1000, new: 240)
        figures.metrics = ["a": BudgetFigure(series: 700, active: 600), "b": BudgetFigure(series: 500, active: 400)]
        figures.labels = ["pod": 90, "user_id": 400, "__name__": 2]
        figures.selectors = ["{x=\"y\"}": BudgetFigure(series: 10, active: 0, new: 0)]
        figures.groups = [
            .group(by: ["team"], values: ["pay"], selector: nil): BudgetFigure(series: 800, active: 700),
            .group(by: ["team"], values: [""], selector: nil): BudgetFigure(series: 400, active: 300),
        ]
        figures.wholeGroupings = [.group(by: ["team"], values: [], selector: nil)]
        (figures.hours, figures.knowsNew, figures.samplesPerSecond) = (2, true, 40)
        change(&figures)
        return figures
    }

    private func judge(
        _ text: String, _ figures: BudgetFigures = Self.figures(), before: BudgetFigures? = nil,
        _ change: (inout BudgetSettings) -> Void = { _ in }
    ) -> BudgetResult {
        let (file, faults) = BudgetReader.read(path: "b.yaml", SourceText(text))
        #expect(faults == [])
        var settings = BudgetSettings(today: "2026-11-29")
        change(&settings)
        return BudgetJudge.judge(file, figures, before: before, settings)
    }

    private func lines(_ result: BudgetResult) -> [String] {
        result.rows.map { row in
            let state =
                switch row.status {
                case .kept: "kept"
                case .near: "near"
                case .broken: "broken"
                case .unjudged: "unjudged"
                }
            return "\(row.scope.text) \(row.kind.rawValue) \(row.used ?? -1) of \(row.limit) \(state)"
        }
    }

    @Test func activeSeriesCountUnlessAllAreWanted() {
        #expect(lines(judge("total: 1000")) == ["total series 1000.0 of 1000.0 kept"])
        #expect(lines(judge("count: all\ntotal: 1000")) == ["total series 1200.0 of 1000.0 broken"])
        #expect(lines(judge("total: 999")) == ["total series 1000.0 of 999.0 broken"])
    }

    @Test func warningsAreOutranked() {
        #expect(lines(judge("warn_at: 90%\ntotal: 1100")) == ["total series 1000.0 of 1100.0 near"])
        #expect(
            lines(judge("warn_at: 90%\ntotal: {series: 1100, warn_at: 95%}")) == ["total series 1000.0 of 1100.0 kept"])
        #expect(lines(judge("total: 2000") { $0.warnAt = 0.5 }) == ["total series 1000.0 of 2000.0 near"])
    }

    @Test func exceptionsInheritWhatTheyDoNotSay() {
        let result = judge(
            "metrics:\n  default: {series: 300, churn: 5%, owner: all}\n  named: [{metric: a, series: 700, owner: me}]",
            Self.figures { $0.metrics["a"]?.new = 7 })
        #expect(
            lines(result)
                == [
                    "a", "a", "b", "b",
                ].enumerated().map { index, name in
                    [
                        "metric a series 600.0 of 700.0 kept", "metric a churn 0.005 of 0.05 kept",
                        "metric b series 400.0 of 300.0 broken", "metric b churn -1.0 of 0.05 kept",
                    ][index]
                })
        #expect(result.rows.map(\.terms.owner) == ["me", "me", "all", "all"])
    }

    @Test func theWorstStandsForAllThatAreKept() {
        let result = judge("metrics: {default: 1000}")
        #expect(lines(result) == ["metric a series 600.0 of 1000.0 kept"])
        #expect(result.rows[0].standsFor == 2)
        #expect(lines(judge("metrics: {default: 100}")).count == 2)
    }

    @Test func labelsHaveValues() {
        #expect(
            lines(judge("labels: {default: 100, named: [{label: pod, values: 80}, {label: zone, values: 5}]}")) == [
                "label pod values 90.0 of 80.0 broken", "label zone values 0.0 of 5.0 kept",
                "label user_id values 400.0 of 100.0 broken",
            ])
    }

    @Test func groupsWithoutTheLabelAreGroups() {
        let result = judge(
            "groups: [{by: team, default: 350, named: [{team: pay, series: 600}, {team: gone, series: 1}]}]")
        #expect(
            lines(result) == [
                "team=pay series 700.0 of 600.0 broken", "team=gone series 0.0 of 1.0 kept",
                "team=(without) series 300.0 of 350.0 kept",
            ])
        #expect(result.rows.map(\.isEmpty) == [false, true, false])
    }

    @Test func churnIsNewSeriesAnHour() {
        #expect(lines(judge("total: {churn: 10%}")) == ["total churn 0.1 of 0.1 kept"])
        #expect(lines(judge("total: {churn: 100}")) == ["total churn 120.0 of 100.0 broken"])
        #expect(
            lines(judge("total: {churn: 100}", Self.figures { $0.knowsNew = false })).first?.hasSuffix("unjudged")
                == true)
    }

    @Test func samplesAreMeasuredOrFollowFromTheInterval() {
        #expect(lines(judge("total: {samples_per_second: 39}")) == ["total samples_per_second 40.0 of 39.0 broken"])
        #expect(
            lines(judge("scrape_interval: 10s\ntotal: {samples_per_second: 39}")) == [
                "total samples_per_second 100.0 of 39.0 broken"
            ])
        // What a stream measured is surer than either.
        let metrics = "scrape_interval: 10s\nmetrics: {default: {samples_per_second: 39}}"
        let stream = Self.figures { $0.measuredRates = [.total: 38, .metric("a"): 39.5] }
        #expect(
            lines(judge("total: {samples_per_second: 39}", stream)) == ["total samples_per_second 38.0 of 39.0 kept"])
        #expect(lines(judge(metrics, stream)).contains { $0.hasSuffix("samples_per_second 39.5 of 39.0 broken") })
        let unknown = judge("total: {samples_per_second: 39}", Self.figures { $0.samplesPerSecond = nil })
        #expect(unknown.unjudged.count == 1)
    }

    @Test func growthNeedsABaseline() {
        #expect(judge("total: {growth: 10%}").unjudged.count == 1)
        let before = Self.figures { $0.total = BudgetFigure(series: 900, active: 800) }
        let result = judge("total: {series: 5000, growth: 10%}", before: before)
        #expect(lines(result) == ["total series 1000.0 of 5000.0 kept", "total growth 0.25 of 0.1 broken"])
        #expect(result.rows[0].trend == 0.25)
        #expect(lines(judge("total: {growth: 200}", before: before)) == ["total growth 200.0 of 200.0 kept"])
        let nothing = Self.figures { $0.total = BudgetFigure(series: 0, active: 0) }
        #expect(judge("total: {growth: 10%}", before: nothing).unjudged.count == 1)
        #expect(judge("total: {growth: 10}", before: nothing).broken.count == 1)
        // What an earlier report did not list is not nothing.
        let partial = Self.figures { ($0.metrics, $0.hasAllMetrics) = ([:], false) }
        #expect(judge("metrics: {named: [{metric: a, growth: 5}]}", before: partial).unjudged.count == 1)
    }

    @Test func budgetsHoldThroughTheirLastDay() {
        #expect(judge("total: {series: 9M, expires: 2026-11-29}").expired.isEmpty)
        #expect(judge("total: {series: 9M, expires: 2026-11-28}").expired.count == 1)
    }

    @Test func ofManyBrokenOnlySomeAreListed() {
        let many = Self.figures { figures in
            figures.metrics = Dictionary(uniqueKeysWithValues: (0..<500).map { ("m\($0)", BudgetFigure(series: 10)) })
        }
        let result = judge("metrics: {default: 5}", many)
        #expect(result.rows.count == 100)
        #expect(result.unlisted == 400)
    }
}
