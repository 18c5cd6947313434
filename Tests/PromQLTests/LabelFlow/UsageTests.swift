import Testing

@testable import PromQL

@Suite struct UsageTests {
    /// A line for each selector: what it reads by name and why, and what it reads besides; `*-a` is all but `a`.
    private func summary(_ text: String, needing demand: LabelDemand? = nil) throws -> [String] {
        let expression = try Expression(parsing: text, as: .everything)
        return (demand.map(expression.usage(needing:)) ?? expression.usage).map { usage in
            var parts = [usage.selector.name ?? usage.selector.description]
            parts += usage.demand.reads.map { "\($0.label):\($0.reason)" }.sorted()
            parts += usage.demand.wholes.map { whole in
                "*\(whole.reason)" + whole.except.sorted().map { "-\($0)" }.joined()
            }
            return parts.joined(separator: " ")
        }
    }

    private static let name = "-__name__"
    private static let metric = "-__name__-__type__-__unit__"

    @Test(arguments: [
        ("up", ["up *result"]),
        ("rate(up[5m])", ["up *result\(metric)"]),
        ("sum(up)", ["up"]),
        ("sum by (a, b) (rate(up[5m]))", ["up a:grouping b:grouping"]),
        ("sum without (a) (up)", ["up *without\(name)-a"]),
        ("topk by (a) (3, up)", ["up a:grouping *result"]),
        ("max(sum by (a) (up))", ["up a:grouping"]),
        ("count_values by (a, v) (\"v\", up)", ["up a:grouping"]),
        ("x / on (a) y", ["x a:matching", "y a:matching"]),
        ("x / y", ["x *matching\(name) *result\(metric)", "y *matching\(name)"]),
        ("sum(x / ignoring (b) y)", ["x *matching\(name)-b", "y *matching\(name)-b"]),
        ("x * on (a) group_left (v) y", ["x a:matching *result\(metric)-v", "y a:matching v:include"]),
        ("x * on (a) group_right (v) y", ["x a:matching v:include", "y a:matching *result\(metric)-v"]),
        ("sum by (v) (x * on (a) group_left (v) y)", ["x a:matching", "y a:matching v:include"]),
        ("x and on (a) y", ["x a:matching *result", "y a:matching"]),
        ("x or y", ["x *result *matching\(name)", "y *result *matching\(name)"]),
        ("sum by (a) (x or on () y)", ["x a:grouping", "y a:grouping"]),
        ("x > 1 unless on (b) y == 0", ["x b:matching *result", "y b:matching"]),
        ("x * scalar(y)", ["x *result\(metric)", "y"]),
        ("histogram_quantile(0.9, sum by (le, a) (rate(x_bucket[5m])))", ["x_bucket a:grouping le:grouping"]),
        ("max(histogram_quantile(scalar(y), x_bucket))", ["y", "x_bucket le:bucket *histogram\(name)-le"]),
        ("sum by (a) (label_replace(x, \"a\", \"$1\", \"b\", \"(.*)\"))", ["x b:source"]),
        ("sum by (a) (label_replace(x, \"a\", \"$1\", \"b\", \"v(.*)\"))", ["x a:grouping b:source"]),
        ("sum by (a) (label_join(x, \"a\", \"-\", \"b\", \"c\"))", ["x b:source c:source"]),
        ("sum(label_replace(x, \"a\", \"v\", \"\", \"\"))", ["x"]),
        ("sort_by_label(sum by (a) (x), \"a\")", ["x a:grouping"]),
        ("absent(up{job=\"a\"})", ["up"]),
        ("vector(scalar(x))", ["x"]),
        ("-sum by (a) (max_over_time(x[5m:1m]))", ["x a:grouping"]),
        (
            "sum by (v) (info(x))",
            ["{__name__=\"target_info\"} instance:info job:info v:grouping", "x instance:info job:info v:grouping"]
        ),
        (
            "sum(info(x, {v=~\".+\"}))",
            ["x instance:info job:info", "{__name__=\"target_info\",v=~\".+\"} instance:info job:info v:info"]
        ),
    ])
    func traces(text: String, expected: [String]) throws {
        #expect(try summary(text) == expected, "\(text)")
    }

    @Test func demandFromOutside() throws {
        let demand = LabelDemand(reads: [.init("pod", .outside, at: 0..<0), .init("v", .outside, at: 0..<0)])
        #expect(
            try summary("x * on (a) group_left (v) y > 0", needing: demand)
                == ["x a:matching pod:outside", "y a:matching v:include"])
        #expect(try summary("sum by (pod) (x)", needing: demand) == ["x pod:grouping"])
        #expect(try summary("x", needing: .nothing) == ["x"])
    }

    @Test func answersQuestions() throws {
        let usage = try Expression(parsing: "sum without (b) (x{a=~\"1|2\"}) / on (c) y").usage
        #expect(usage[0].reads("a") && usage[0].reads("c") && !usage[0].reads("b"))
        #expect(usage[0].matchers(on: "a").map(\.description) == ["a=~\"1|2\""])
        #expect(usage[0].labels == ["a"] && usage[1].labels == ["c"])
        #expect(usage[0].demand.exceptions == ["__name__", "b"])
        #expect(!usage[1].reads("d") && usage[0].demand.isWhole && !usage[1].demand.isWhole)
    }

    @Test func manyLabelsBecomeAll() throws {
        let labels = (0..<300).map { "l\($0)" }.joined(separator: ",")
        let usage = try Expression(parsing: "sum by (\(labels)) (x)").usage
        #expect(usage[0].demand.isWhole && usage[0].demand.needs("l299"))
    }
}
