import Foundation
import LabelSets
import PromQL
import Testing

/// Expressions that nobody would write, and such as go to the limits.
@Suite struct RobustnessTests {
    private static let metrics = ["up", "http_requests_total", "http_request_duration_seconds_bucket", "node_load1"]

    @Test("every expression that Prometheus' parser takes has a result, and so have its parts") func corpus() throws {
        struct Line: Decodable {
            var canonical: String
            var metrics: [String]?
        }
        let index = try Sample.index(["{__name__!=''}"])
        var narrow = Sample.options()
        narrow.labelLimit = 2000
        let path = Sample.directory + "/../conformance/promql/accepted.jsonl.gz"
        let lines = try Tool.run("gzip", "-dc", path).split(separator: 0x0A)
        var evaluated = 0
        var nonEmpty = 0
        for line in lines {
            guard let line = try? JSONDecoder().decode(Line.self, from: Data(line)) else { continue }
            var text = line.canonical
            // With metrics that exist, more is evaluated than the empty vector.
            for (number, name) in (line.metrics ?? []).enumerated() where name.allSatisfy({ $0.isLetter || $0 == "_" })
            {
                let pattern = "(?<![\\w:])\(name)(?=[{\\[ )]|$)"
                text = text.replacingOccurrences(
                    of: pattern, with: Self.metrics[number % Self.metrics.count], options: .regularExpression)
            }
            guard let expression = try? Expression(parsing: text, as: .everything) else { continue }
            let evaluation = Evaluation(expression, over: index, Sample.options())
            expression.visit { part in
                #expect(evaluation.result(at: part) != nil, "\(text)")
            }
            let fewer = Evaluation(expression, over: index, narrow).result
            #expect(fewer.count.limit >= evaluation.result.count.limit || evaluation.result.count.isExact, "\(text)")
            evaluated += 1
            if evaluation.result.count.limit > 0 { nonEmpty += 1 }
        }
        #expect(evaluated > 1500 && nonEmpty > 300, "\(evaluated) \(nonEmpty)")
    }

    @Test("depth and length are followed to the parser's limits") func deep() throws {
        let index = try Sample.index(["up"])
        for depth in [150, 190] {
            let text = String(repeating: "abs(", count: depth) + "up" + String(repeating: ")", count: depth)
            #expect(try Sample.evaluation(text, index).result.count == .exact(4))
        }
        for symbol in ["+", "or", "and", "== bool", ">"] {
            let text = Array(repeating: "up", count: 3000).joined(separator: " \(symbol) ")
            let result = try Sample.evaluation(text, index).result
            #expect(result.count == (symbol == ">" ? .atMost(4) : .exact(4)))
            #expect(result.touched == 12_000)
        }
    }

    @Test(
        "times at the ends of what can be counted",
        arguments: [
            "up offset 292y", "up offset -292y", "rate(up[292y])", "max_over_time(up[292y:1ms])",
            "max_over_time(up[100y:100y] offset 200y)", "up @ 9223372036854775", "up @ -9223372036854775",
            "rate(up[100y] @ -9223372036854775 offset 250y)", "count_values('v', up)",
            "max_over_time(count_values('v', up)[292y:1ms])", "topk(1e300, up)", "topk(-1e300, up)", "topk(NaN, up)",
            "limitk(5, up)", "limit_ratio(-0.5, up)", "topk(Inf, up)",
        ])
    func extremes(_ text: String) throws {
        let index = try Sample.index(["up"])
        for time in [Int64.min, 0, Sample.time, .max] {
            var options = Sample.options(at: time)
            let expression = try Expression(parsing: text, as: .everything)
            #expect(Evaluation(expression, over: index, options).result.count.limit >= 0)
            options.sampleInterval = .max
            options.lookback = .max
            #expect(Evaluation(expression, over: index, options).result.count.limit >= 0)
        }
    }

    @Test("an index without series") func empty() throws {
        let index = try Sample.index(["nothing_here"])
        for text in WrittenExpressions.all {
            let result = try Sample.evaluation(text, index).result
            #expect(result.touched == 0 && result.count.limit <= 2, "\(text)")
        }
    }
}
