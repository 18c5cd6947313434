import Foundation
import LabelSets
import PromQL
import Testing

/// Predictions against what a real Prometheus answers over the same data.
@Suite struct PrometheusTests {
    /// Some minutes after a server restarted: its series have ended, and the lookback still reaches them.
    private static let timeOfChange: Int64 = 1_795_359_850_000

    @Test("several hundred expressions give what Prometheus says") func truth() async throws {
        let everything = try Expression(parsing: "{__name__!=''}")
        let index = try SeriesIndex(sources: [Sample.directory], selectedBy: [everything])
        let options = Sample.options()
        let metrics = try index.metricNames.map { name in
            let result = Evaluation(try Expression(parsing: name), over: index, options).result
            let labels = result.labels(examples: 4).filter { $0.name != "__name__" }
            return ExpressionTemplates.Metric(name: name, labels: labels.map { ($0.name, $0.examples) })
        }
        var templates = ExpressionTemplates(metrics, seed: 42)
        // A label may be drawn for on() and group_left() at once, which is no expression.
        let drawn = templates.expressions(Self.count).filter { (try? Expression(parsing: $0)) != nil }
        let expressions = WrittenExpressions.all + drawn

        var tally = Tally()
        var early = Tally()
        var crowded = Tally(foreseesFailures: false)
        try await StoredPrometheus.run(copyOf: Sample.directory) { server in
            for text in expressions {
                let expression = try Expression(parsing: text)
                let answer = try server.query(text, at: Sample.time)
                tally.compare(Evaluation(expression, over: index, options), answer, text)
                // With room for few series, the others are only counted.
                var narrow = options
                narrow.seriesLimit = 40
                crowded.compare(Evaluation(expression, over: index, narrow), answer, text)
            }
            var before = options
            before.time = Self.timeOfChange
            for text in expressions.prefix(600) {
                let answer = try server.query(text, at: Self.timeOfChange)
                early.compare(Evaluation(try Expression(parsing: text), over: index, before), answer, text)
            }
        }
        print("settled: \(tally)\nchanging: \(early)\nfew series held: \(crowded)")
        for fault in (tally.faults + early.faults + crowded.faults).prefix(20) { Issue.record("\(fault)") }
        #expect(tally.exact > 700 && tally.bound > 150 && tally.failures > 10)
        #expect(early.bound > 60 && crowded.bound > 200)
    }

    private static var count: Int { Int(ProcessInfo.processInfo.environment["LABELSETS_EXPRESSIONS"] ?? "") ?? 1000 }
}

/// How predictions compare with answers.
private struct Tally: CustomStringConvertible {
    /// Where series are not followed nobody can tell that they match ambiguously.
    var foreseesFailures = true
    var exact = 0
    var bound = 0
    var failures = 0
    /// Failures that are said to be possible, and happen or do not.
    var possible = 0
    /// Exact results that have series.
    var nonEmpty = 0
    var slack: [Double] = []
    var faults: [String] = []

    var description: String {
        "\(exact) exact (\(nonEmpty) not empty), \(bound) bounds (\(slack.count { $0 == 1 }) reached), "
            + "\(failures) certain failures, \(possible) possible ones, \(faults.count) wrong"
    }

    mutating func compare(_ evaluation: Evaluation, _ answer: StoredPrometheus.Answer, _ text: String) {
        let failing = evaluation.problems.filter(\.isFailure)
        let isCertain = failing.contains(where: \.isCertain)
        switch answer {
        case .failure:
            if isCertain {
                failures += 1
            } else if failing.isEmpty, foreseesFailures {
                faults.append("fails, which was not foreseen: \(text)")
            } else {
                possible += 1
            }
        case .scalar: break
        case .vector(let series):
            if isCertain { return faults.append("does not fail: \(text)") }
            compare(evaluation.result, series, text)
        }
    }

    private mutating func compare(_ result: ExpressionResult, _ series: [[String: String]], _ text: String) {
        let names = Set(series.flatMap(\.keys))
        let foreseen = Set(result.labels().map(\.name))
        let sets = Set(series)
        let predicted = Set(
            result.examples(.max).map { labels in Dictionary(labels.map { ($0.name, $0.value) }) { one, _ in one } })
        switch result.count {
        case .exact(let count):
            exact += 1
            if count > 0 { nonEmpty += 1 }
            if count != series.count { faults.append("\(count) foreseen, \(series.count) given: \(text)") }
            if result.labelsAreExact, foreseen != names {
                faults.append("\(foreseen) foreseen, \(names) given: \(text)")
            }
            if result.labelsAreExact, sets != predicted { faults.append("other label sets: \(text)") }
        case .atMost(let count):
            bound += 1
            if count < series.count { faults.append("at most \(count) foreseen, \(series.count) given: \(text)") }
            if count > 0 { slack.append(Double(series.count) / Double(count)) }
            if result.reasons.isEmpty { faults.append("a bound without a reason: \(text)") }
        }
        if !foreseen.isSuperset(of: names) { faults.append("\(foreseen) foreseen, \(names) given: \(text)") }
        if result.hasSeries, !predicted.isSuperset(of: sets) {
            faults.append("label sets that were not foreseen, as \(sets.subtracting(predicted).first ?? [:]): \(text)")
        }
    }
}
