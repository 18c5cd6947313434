import LabelSets
import PromQL
import Testing

/// What an evaluation tells beside the number of series.
@Suite struct EvaluationTests {
    @Test("every part of an expression has its result") func parts() throws {
        let evaluation = try Sample.evaluation(
            "sum by (job) (rate(http_requests_total[2m])) / on (job) count by (job) (up)")
        guard case .binary(let operation) = evaluation.expression.kind,
            case .aggregation(let sum) = operation.left.kind, case .call(let rate) = sum.expression.kind,
            let input = rate.arguments.first
        else {
            Issue.record("another expression was read")
            return
        }
        let samples = try #require(evaluation.result(at: input))
        #expect(samples.count.limit > 900 && samples.touched == samples.count.limit)
        #expect(samples.label("__name__") != nil)
        let rates = try #require(evaluation.result(at: sum.expression))
        #expect(rates.label("__name__") == nil && rates.touched == samples.touched)
        #expect(evaluation.result(at: operation.left)?.count == .atMost(1))
        #expect(evaluation.result(at: operation.right)?.count == .exact(3))
        let matching = try #require(evaluation.result.matching)
        #expect(matching.left == 1 && matching.right == 3 && matching.leftMatched == 1 && matching.rightMatched == 1)
        #expect(evaluation.result.touched == samples.touched + 4)
        #expect(evaluation.result(at: try Expression(parsing: "           up")) == nil)
    }

    @Test("an ambiguous match is proved with keys and series") func ambiguous() throws {
        let problems = try Sample.evaluation("up * on (job) group_left up").problems
        let problem = try #require(problems.first)
        #expect(problems.count == 1 && problem.isFailure && problem.isCertain)
        #expect(problem.kind == .severalOnOneSide(.right) && problem.keys == 1 && problem.largest == 2)
        let example = try #require(problem.examples.first)
        #expect(example.key.map(\.name) == ["job"] && example.key.map(\.value) == ["shop"])
        let instances = example.series.map { series in series.first { $0.name == "instance" }?.value ?? "" }
        #expect(instances.sorted() == ["shop-0:8080", "shop-1:8080"])
    }

    @Test(
        "what a comparison may leave is no proof",
        arguments: ["up * on (job) group_left () (up == 1)", "(up == 1) + on (job) count by (job) (up)"])
    func unproved(_ text: String) throws {
        let problem = try #require(try Sample.evaluation(text).problems.first)
        #expect(problem.isFailure && !problem.isCertain)
    }

    @Test("a join without any partner is proved from what can be there at most") func noPartner() throws {
        let evaluation = try Sample.evaluation("(http_requests_total > 3) * on (job) group_left node_load1")
        let problem = try #require(evaluation.problems.first)
        #expect(problem.kind == .noPartner && problem.isCertain && !problem.isFailure)
        #expect(problem.examples.count == 2)
        #expect(evaluation.result.count == .exact(0))
    }

    @Test("a quantile of what has no buckets gives nothing") func noBuckets() throws {
        let text = "histogram_quantile(0.9, sum by (job) (rate(http_request_duration_seconds_bucket[2m])))"
        let evaluation = try Sample.evaluation(text)
        #expect(evaluation.problems.map(\.kind) == [.noBuckets] && evaluation.problems[0].isCertain)
        #expect(evaluation.result.count == .exact(0))
    }

    @Test(
        "a bound says why",
        arguments: [
            ("up == 1", BoundReason.comparison), ("rate(http_requests_total[2m])", .tooFewSamples),
            ("sum by (instance) (topk(5, http_requests_total))", .choice), ("count_values('v', up)", .labelsFromValues),
            ("topk(scalar(up), up)", .parameter), ("histogram_quantile(0.5, up)", .nativeHistograms),
            ("max_over_time((http_requests_total and http_requests_total offset 1m)[2m:10s])", .changingSeries),
            ("label_replace({__name__=~'up|scrape_duration_seconds'}, '__name__', 'x', '', '')", .failure),
        ])
    func reasons(_ text: String, _ reason: BoundReason) throws {
        let result = try Sample.evaluation(text).result
        #expect(!result.count.isExact && result.reasons.contains(reason), "\(result.reasons)")
        #expect(!reason.words.isEmpty)
    }

    @Test("series that ended a while ago may be stale") func ended() throws {
        // shop-1 restarted with another version some minutes before.
        let early = try Sample.evaluation("http_requests_total", at: 1_795_359_850_000).result
        #expect(early.reasons == [.presence])
        let later = try Sample.evaluation("http_requests_total").result
        #expect(later.count.isExact)
        let past = try Sample.evaluation("http_requests_total offset 1h").result
        #expect(past.count == .exact(0))
    }

    @Test("groups tell what an aggregation would give") func groups() throws {
        let result = try Sample.evaluation("http_requests_total").result
        #expect(result.groups(by: ["instance"]) == .exact(2))
        #expect(result.groups(by: ["nowhere"]) == .exact(1))
        let users = try #require(result.label("user_id")?.values)
        let same = try Sample.evaluation("count by (user_id) (http_requests_total)").result
        #expect(result.groups(by: ["user_id"]) == same.count && same.count == .exact(users))
        #expect(result.values(of: "instance", limit: 1)?.count == 1)
        #expect(Set(result.values(of: "instance") ?? []) == ["shop-0:8080", "shop-1:8080"])
    }

    @Test("where not every series can be held, names and bounds remain", arguments: [(40, 1 << 20), (1 << 20, 3000)])
    func crowded(seriesLimit: Int, labelLimit: Int) throws {
        var options = Sample.options()
        options.seriesLimit = seriesLimit
        options.labelLimit = labelLimit
        let index = try Sample.index(["{__name__!=''}"])
        for text in WrittenExpressions.all {
            let expression = try Expression(parsing: text)
            let wide = try Sample.evaluation(text, index).result
            let result = Evaluation(expression, over: index, options).result
            #expect(result.count.limit >= wide.count.limit, "\(text)")
            #expect(Set(result.labels().map(\.name)).isSuperset(of: wide.labels().map(\.name)), "\(text)")
        }
    }

    @Test("groups are counted where there is no room for all labels") func narrowed() throws {
        let text = "count by (__name__) ({__name__!=''})"
        let index = try Sample.index([text])
        var options = Sample.options()
        options.labelLimit = 6_000
        let evaluation = Evaluation(try Expression(parsing: text), over: index, options)
        #expect(try evaluation.result.count == Sample.evaluation(text, index).result.count)
        #expect(evaluation.result.count.isExact && evaluation.result.labels().map(\.name) == ["__name__"])
        guard case .aggregation(let aggregation) = evaluation.expression.kind else { return }
        let selected = try #require(evaluation.result(at: aggregation.expression))
        #expect(selected.count.isExact && !selected.hasSeries && !selected.labelsAreExact)
        #expect(selected.labels().contains { $0.name == "user_id" && $0.values == nil })
    }

    @Test("what recording rules write can be read") func recorded() throws {
        let index = try Sample.index(["http_requests_total", "up"])
        func recorded(_ name: String, _ text: String, _ index: SeriesIndex) throws -> RecordedMetric {
            let result = try Sample.evaluation(text, index).result
            return RecordedMetric(name: name, labels: [("level", "rule"), ("job", "")], result: result)
        }
        let first = try index.adding([
            recorded("instance:users", "count by (instance, job, user_id) (http_requests_total)", index),
            recorded("instance:busy", "up == 1", index), recorded("up", "vector(1)", index),
            recorded("counted", "count_values('v', up)", index),
        ])
        #expect(first.leftOut == ["counted"])
        #expect(first.index.metricNames == ["http_requests_total", "instance:busy", "instance:users", "up"])
        let users = try Sample.evaluation("instance:users", first.index).result
        #expect(users.labels().map(\.name) == ["__name__", "instance", "level", "user_id"])
        #expect(
            users.count
                == (try Sample.evaluation("count by (instance, user_id) (http_requests_total)", index).result.count))
        let busy = try Sample.evaluation("count(instance:busy)", first.index).result
        #expect(busy.count == .atMost(1) && busy.reasons == [.presence])
        #expect(try Sample.evaluation("up", first.index).result.count == .exact(4))
    }
}
