import Testing

@testable import PromQL

/// Expressions and the labels of their results; what Prometheus 2.42 answers agrees with each line it can run.
@Suite struct ResultLabelsTests {
    /// `a` is on every series, `a?` perhaps, `a=x` always with that value, `a?=x|y` with one of those if at all; `*` is
    /// any other label.
    private func summary(_ text: String) throws -> String {
        let branch = try Expression(parsing: text, as: .everything).resultLabels.merged
        let names = branch.labels.map { label in
            let state = branch[label]
            let values = state.values.map { "=" + $0.joined(separator: "|") } ?? ""
            return label + (state.presence == .present ? "" : "?") + values
        }
        return (names + (branch.isOpen ? ["*"] : [])).joined(separator: " ")
    }

    @Test(arguments: [
        // Selectors
        ("up", "__name__=up *"),
        (
            "up{job=\"a\",b=~\"x|y\",c!=\"\",d=\"\",e=~\"x|\",f!~\".+\",g=~\".+\"}",
            "__name__=up b=x|y c e?=x g job=a *"
        ),
        ("{job=~\"a.*\"}", "job *"),
        ("up{a=~\"x|y\",a!=\"x\",a=~\"y|z\"}", "__name__=up a=y *"),
        ("up[5m]", "__name__=up *"),
        ("up{a=\"1\"} offset 5m @ end()", "__name__=up a=1 *"),
        ("{\"my.metric\", \"l.x\"=\"y\"}", "__name__=my.metric l.x=y *"),
        // Numbers
        ("1", ""), ("\"x\"", ""), ("time()", ""), ("scalar(up)", ""), ("1 + scalar(up)", ""), ("vector(1)", ""),
        ("hour()", ""), ("pi()", ""),
        // Functions
        ("rate(up{a=\"1\"}[5m])", "a=1 *"),
        ("last_over_time(up[5m])", "__name__=up *"), ("first_over_time(up[5m])", "__name__=up *"),
        ("max_over_time(rate(up{a=\"1\"}[5m])[1h:])", "a=1 *"),
        ("last_over_time(sum by (a) (up)[1h:1m])", "a?"),
        ("abs(up)", "*"), ("timestamp(up)", "*"), ("hour(up)", "*"), ("sort_desc(up)", "__name__=up *"),
        ("sort_by_label(up, \"a\")", "__name__=up *"), ("clamp(up{a=\"1\"}, 0, 1)", "a=1 *"),
        ("-up", "*"), ("+up", "__name__=up *"), ("(up)", "__name__=up *"),
        ("histogram_quantile(0.9, x_bucket{le=\"1\",a=\"1\"})", "a=1 *"),
        ("histogram_quantile(0.9, sum by (le, a) (x_bucket))", "a?"),
        ("histogram_quantiles(sum by (le) (x), \"q\", 0.5, 0.9)", "q"),
        ("histogram_count(x)", "*"),
        ("absent(up{job=\"a\",b=\"\",c!=\"x\",d=~\"y\"})", "job=a"),
        ("absent(up{job=\"a\",job=\"b\",c=\"1\"})", "c=1"),
        ("absent(up{job!=\"a\",job=\"b\"})", "job=b"), ("absent(up{job=\"b\",job!=\"a\"})", ""),
        ("absent((up{job=\"a\"}))", "job=a"), ("absent(sum(up{job=\"a\"}))", ""),
        ("absent_over_time(up{job=\"a\"}[5m])", "job=a"), ("absent_over_time(up{job=\"a\"}[5m:])", ""),
        // Aggregations
        ("sum(up)", ""), ("sum by (a, b) (up{a=\"1\"})", "a=1 b?"), ("sum(up) by (__name__)", "__name__=up"),
        ("group without (a) (up{b=\"1\"})", "b=1 *"), ("quantile by (a) (0.5, up)", "a?"),
        ("topk by (a) (3, up)", "__name__=up *"), ("limitk(3, up{a=\"1\"})", "__name__=up a=1 *"),
        ("limit_ratio without (a) (0.5, up{a=\"1\"})", "__name__=up a=1 *"),
        ("count_values(\"v\", up)", "v"), ("count_values by (a) (\"v\", up)", "a? v"),
        ("count_values without (v) (\"v\", up)", "*"), ("count_values without (a) (\"v\", up)", "v *"),
        ("sum by (a) (sum without (a) (up))", ""),
        // Operations with numbers
        ("up + 1", "*"), ("2 * up{a=\"1\"}", "a=1 *"), ("up > 1", "__name__=up *"), ("1 < up", "__name__=up *"),
        ("up > bool 1", "*"), ("up </ 1", "__name__=up *"),
        // Operations between vectors
        ("x{a=\"1\"} / y{b=\"2\"}", "a=1 b=2 *"),
        ("x / sum by (a) (y)", "a?"),
        ("x{a=\"1\"} / on (b) y{b=\"2\"}", "b=2"), ("x == on (a, b) y{b=\"2\"}", "a? b=2"),
        ("x{b=\"1\"} / ignoring (b) y{c=\"2\"}", "c=2 *"), ("x == ignoring (b) y", "__name__=x *"),
        ("x == y", "__name__=x *"), ("x == bool y", "*"), ("x >/ y", "__name__=x *"),
        ("x{b=\"1\"} * on (a) group_left (v) y{v=\"2\"}", "b=1 v=2 *"),
        ("x{v=\"1\"} * on (a) group_left (v) sum by (a) (y)", "*"),
        ("x * on (a) group_right (v) y{b=\"1\"}", "b=1 *"),
        ("x{a=\"1\"} > on (b) group_right (a) y", "__name__=y a=1 *"),
        ("x{a=\"1\"} + on (a) fill (0) y", "a?"), ("x{a=\"1\"} + on (a) fill_right (0) y", "a=1"),
        ("x{b=\"1\"} + fill_left (0) y", "*"),
        ("x{b=\"1\"} + on (a) group_left (v) fill_right (0) y{v=\"2\"}", "b=1 v?=2 *"),
        ("x{b=\"1\"} + on (a) group_left (v) fill_left (0) y{v=\"2\"}", "a? b?=1 v=2 *"),
        // Sets
        ("x{a=\"1\"} and y{b=\"2\"}", "__name__=x a=1 b=2 *"), ("x and on (b) y{b=\"2\",c=\"3\"}", "__name__=x b=2 *"),
        ("x{a=\"1\"} unless y{b=\"2\"}", "__name__=x a=1 *"),
        ("sum by (a) (x) or sum by (b) (y)", "a? b?"),
        ("x{a=\"1\"} or y{a=\"2\"}", "__name__=x|y a=1|2 *"),
        ("vector(1) or absent(y{a=\"2\"})", "a?=2"),
        ("sum by (a) (x{a=\"1\"} or y{a=\"1\"})", "a=1"),
    ])
    func labels(text: String, expected: String) throws {
        #expect(try summary(text) == expected, "\(text)")
    }

    @Test(arguments: [
        ("label_replace(up, \"a\", \"x\", \"\", \"\")", "__name__=up a=x *"),
        ("label_replace(up, \"a\", \"x\", \"b\", \".*\")", "__name__=up a=x *"),
        ("label_replace(up, \"a\", \"x\", \"b\", \".+\")", "__name__=up *"),
        ("label_replace(up{b=\"1\"}, \"a\", \"x\", \"b\", \".+\")", "__name__=up a=x b=1 *"),
        ("label_replace(up{a=\"1\"}, \"a\", \"x\", \"b\", \"y.*\")", "__name__=up a=1|x *"),
        ("label_replace(up{b=\"1\"}, \"a\", \"$1\", \"b\", \"(.*)\")", "__name__=up a=1 b=1 *"),
        ("label_replace(up{b=~\"1|2\"}, \"a\", \"v$1\", \"b\", \"(.*)\")", "__name__=up b=1|2 *"),
        ("label_replace(sum by (b) (up), \"a\", \"$1\", \"b\", \"(.*)\")", "a? b?"),
        ("label_replace(sum by (b) (up), \"a\", \"$1\", \"c\", \"(.*)\")", "b?"),
        ("label_replace(up{a=\"1\"}, \"a\", \"\", \"b\", \".*\")", "__name__=up *"),
        ("label_replace(up, \"__name__\", \"x\", \"\", \"\")", "__name__=x *"),
        ("label_replace(rate(up[5m]), \"__name__\", \"x\", \"\", \"\")", "__name__=x *"),
        ("label_join(up, \"a\", \"-\", \"b\", \"c\")", "__name__=up a *"),
        ("label_join(up, \"a\", \"\", \"b\", \"c\")", "__name__=up *"),
        ("label_join(up{b=\"1\",c=\"2\"}, \"a\", \"-\", \"b\", \"c\")", "__name__=up a=1-2 b=1 c=2 *"),
        ("label_join(sum(up), \"a\", \"\", \"b\", \"c\")", ""),
        ("info(rate(up[5m]))", "*"), ("info(sum by (job, instance) (up))", "*"),
        ("info(sum by (job) (up), {version=\"1\"})", "job? version?"),
        ("info(sum by (job) (up), {__name__=\"build_info\"})", "*"),
    ])
    func replacedLabels(text: String, expected: String) throws {
        #expect(try summary(text) == expected, "\(text)")
    }

    @Test(arguments: [
        ("sum by (job) (rate(up[5m]))", "instance", "sum by (job)", 0..<12),
        ("sum(up) by (job)", "instance", "sum by (job)", 8..<16), ("count(up)", "job", "count", 0..<5),
        ("avg(sum without (job) (up))", "job", "sum without (job)", 4..<21),
        ("a / on (job) b", "instance", "on (job)", 4..<12), ("a / ignoring (x) b", "x", "ignoring (x)", 4..<16),
        ("rate(up[5m])", "__name__", "rate()", 0..<4), ("up * 2", "__name__", "*", 3..<4),
        ("histogram_quantile(0.9, x)", "le", "histogram_quantile()", 0..<18),
        ("a * on (job) group_left (v) sum by (job) (b)", "v", "sum by (job)", 28..<40),
        ("a / sum by (job) (b)", "instance", "sum by (job)", 4..<16),
        ("absent(up{job=\"a\"})", "instance", "absent()", 0..<6), ("vector(1)", "a", "vector()", 0..<6),
        ("up{a=\"\"}", "a", "a=\"\"", 3..<7),
        ("label_replace(up, \"a\", \"\", \"b\", \".*\")", "a", "label_replace()", 0..<13),
    ])
    func removals(text: String, label: String, words: String, range: Range<Int>) throws {
        let state = try Expression(parsing: text).resultLabels[label]
        #expect(state.presence == .absent, "\(text)")
        #expect(state.removals.first?.words == words, "\(text)")
        #expect(state.removals.first?.range == range, "\(text)")
    }

    @Test func visitsEveryJoin() throws {
        let text = "a + b * on (x) c + 1 + vector(scalar(d or e)) + topk(scalar(f > f), absent(g and g))"
        var seen: [String] = []
        try Expression(parsing: text).visitJoins { operation, left, right in
            seen.append("\(operation.symbol.rawValue) \(left.branches.count) \(right.keepsName)")
        }
        #expect(seen == ["* 1 true", "+ 1 false", "or 1 true", "+ 1 false", "and 1 true", "> 1 true", "+ 1 false"])
    }

    @Test func branchesOfOr() throws {
        let labels = try Expression(parsing: "sum by (job) (a) or (sum by (pod) (b) or c) > 0").resultLabels
        #expect(labels.branches.map { $0["pod"].presence } == [.absent, .possible, .possible])
        #expect(labels.branches.map { $0["job"].presence } == [.possible, .absent, .possible])
        #expect(labels["job"].presence == .possible)
        #expect(labels["job"].removals.map(\.words) == ["sum by (pod)"])
        #expect(labels.branches.map(\.range) == [0..<16, 21..<37, 41..<42])
    }

    /// As many operators as the parser takes, in time that grows with their number alone.
    @Test(.timeLimit(.minutes(1)), arguments: [" or ", " + ignoring (b) ", " and on (a1) ", " + ", " and "])
    func hostileExpressionsTakeLittle(joint: String) throws {
        let shapes: [(Int) -> String] = [
            { "sum by (a\($0)) (x)" }, { "sum without (a\($0)) (x{b=\"\($0)\"})" },
            { "x{a\($0)=\"\($0)\",b=\"\($0)\"}" },
            { "info(x{a\($0)=~\"\($0)|b\"})" },
        ]
        for shape in shapes {
            let expression = try Expression(
                parsing: (0..<4_999).map(shape).joined(separator: joint), as: .everything)
            #expect(expression.resultLabels.branches.count <= 16)
            #expect(expression.usage.count >= 4_999)
            var joins = 0
            expression.visitJoins { _, left, right in joins += left.branches.count * right.branches.count > 0 ? 1 : 0 }
            #expect(joins == 4_998)
        }
    }

    @Test func deepExpressionsTakeLittle() throws {
        let deep = String(repeating: "sum by (a) (", count: 190) + "x" + String(repeating: ")", count: 190)
        #expect(try summary(deep) == "a?")
    }
}
