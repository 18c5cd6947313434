import LabelSets
import PromQL
import Relabel
import Testing

/// Series as rules would leave them.
@Suite struct RelabelledIndexTests {
    private static let index = SeriesIndex(
        series: [
            [("__name__", "a"), ("job", "x"), ("pod", "1"), ("path", "/")],
            [("__name__", "a"), ("job", "x"), ("pod", "2"), ("path", "/")],
            [("__name__", "a"), ("job", "y"), ("pod", "3"), ("path", "/debug")],
            [("__name__", "a"), ("pod", "4"), ("path", "/")],
            [("__name__", "b"), ("job", "x"), ("pod", "1")],
        ], from: 0, to: 600_000, ends: ["b": 60_000])

    private func series(_ rules: [RelabelRule], _ metrics: Set<String> = ["a"]) throws -> [String] {
        let index = try Self.index.relabelled(by: Relabelling(rules), metrics: metrics, requiring: ["job"])
        let evaluation = Evaluation(try Expression(parsing: "{__name__=~\"a|b\"}"), over: index, at(60_000))
        return evaluation.result.examples(.max).map { series in
            series.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
        }.sorted()
    }

    private func at(_ time: Int64) -> EvaluationOptions {
        var options = EvaluationOptions()
        options.time = time
        return options
    }

    @Test func removedLabelsMakeOneOfSeveral() throws {
        let rules = [RelabelRule(from: ["__name__"], regex: "a", to: "pod", replacement: "")]
        #expect(
            try series(rules) == [
                "__name__=a job=x path=/", "__name__=a job=y path=/debug", "__name__=a path=/ pod=4",
                "__name__=b job=x pod=1",
            ])
    }

    @Test func droppedSeriesAreGone() throws {
        let rules = [RelabelRule(.drop, from: ["path"], regex: "/")]
        #expect(
            try series(rules) == [
                "__name__=a job=y path=/debug pod=3", "__name__=a path=/ pod=4", "__name__=b job=x pod=1",
            ])
    }

    @Test func newValuesAreNew() throws {
        let rules = [RelabelRule(from: ["pod"], regex: "(.*)", to: "pod", replacement: "pod-$1")]
        #expect(try series(rules, ["b"]).last == "__name__=b job=x pod=pod-1")
        #expect(try series(rules, ["b"]).first == "__name__=a job=x path=/ pod=1")
    }

    @Test func whatBecomesOneLivesAsLongAsAny() throws {
        let index = SeriesIndex(
            series: [
                [("__name__", "a"), ("job", "x"), ("pod", "1")], [("__name__", "b"), ("job", "x"), ("pod", "2")],
            ], from: 0, to: 600_000, ends: ["a": 60_000])
        let rules = [RelabelRule(from: ["pod"], regex: ".*", to: "pod", replacement: "")]
        let after = try index.relabelled(by: Relabelling(rules), metrics: ["a", "b"], requiring: ["job"])
        #expect(after.lastSample(of: "a") == 60_000)
        #expect(after.lastSample(of: "b") == 600_000)
    }

    @Test func matchersThatAreOpenAcceptAnything() throws {
        let text = "a{job=\"none\", path=\"/\"}"
        let expression = try Expression(parsing: text)
        #expect(Evaluation(expression, over: Self.index, at(60_000)).result.count == .exact(0))
        var options = at(60_000)
        options.open = [2..<12]
        #expect(Evaluation(expression, over: Self.index, options).result.count == .exact(3))
    }

    @Test func comparisons() throws {
        let rules = [RelabelRule(from: ["__name__"], regex: "a", to: "pod", replacement: "")]
        let after = try Self.index.relabelled(by: Relabelling(rules), metrics: ["a"], requiring: [])
        func compare(_ text: String, ignoring labels: Set<String> = []) throws -> ResultComparison {
            let expression = try Expression(parsing: text)
            let results = [Self.index, after].map { Evaluation(expression, over: $0, at(60_000)).result }
            return ResultComparison(results[0], results[1], ignoring: labels)
        }
        #expect(try compare("sum by (job) (a)") == .same)
        #expect(try compare("a") == .different(of: "series", before: 4, after: 3))
        #expect(try compare("a", ignoring: ["pod"]) == .same)
        #expect(try compare("count by (pod) (a)") == .different(of: "series", before: 4, after: 1))
        #expect(try compare("count by (pod) (a{job=\"y\"})") == .different(of: "values of pod", before: 1, after: 0))
        #expect(try compare("a > 1") == .undecided)
        #expect(try compare("sum by (job) (a > 1)") == .same)
    }
}
