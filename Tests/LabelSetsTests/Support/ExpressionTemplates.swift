/// Makes expressions of many forms over the metrics of an index.
struct ExpressionTemplates {
    struct Metric {
        let name: String
        /// Label names with a few values of each, `__name__` left out.
        let labels: [(name: String, values: [String])]

        var isBucket: Bool { name.hasSuffix("_bucket") }
    }

    let metrics: [Metric]
    private var random: SeededRandom

    init(_ metrics: [Metric], seed: UInt64) {
        self.metrics = metrics.filter { !$0.labels.isEmpty }
        random = SeededRandom(seed)
    }

    mutating func expressions(_ count: Int) -> [String] {
        (0..<count).map { _ in expression() }
    }

    private mutating func pick<Element>(_ list: [Element], or other: Element) -> Element {
        list.randomElement(using: &random) ?? other
    }

    private mutating func metric() -> Metric { pick(metrics, or: Metric(name: "up", labels: [])) }

    /// Some labels of a metric, perhaps with one it does not have.
    private mutating func labels(_ metric: Metric, atMost most: Int = 3) -> String {
        var names = metric.labels.map(\.name)
        if Int.random(in: 0..<6, using: &random) == 0 { names.append("nowhere") }
        names.shuffle(using: &random)
        return names.prefix(Int.random(in: 1...most, using: &random)).joined(separator: ", ")
    }

    private mutating func label(_ metric: Metric) -> (name: String, value: String) {
        let label = pick(metric.labels, or: (name: "job", values: ["x"]))
        return (label.name, pick(label.values, or: ""))
    }

    private func quoted(_ text: String) -> String {
        "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    }

    private mutating func selector(_ metric: Metric) -> String {
        let (name, value) = label(metric)
        let plain = String(value.prefix { $0.isLetter || $0.isNumber })
        let matchers = [
            "", "", "", "{\(name)=\(quoted(value))}", "{\(name)!=\(quoted(value))}", "{\(name)=~'\(plain).*'}",
            "{\(name)!~'.*\(plain)'}", "{\(name)=''}", "{\(name)=~'.+'}", "{\(name)=~'\(plain)|other'}",
        ]
        return metric.name + pick(matchers, or: "")
    }

    private mutating func grouping(_ metric: Metric) -> String {
        pick(["by (\(labels(metric)))", "without (\(labels(metric)))", ""], or: "")
    }

    private mutating func aggregator() -> String {
        pick(["sum", "avg", "count", "min", "max", "group", "stddev"], or: "sum")
    }

    private mutating func vector(_ metric: Metric, _ depth: Int) -> String {
        let selector = selector(metric)
        guard depth > 0 else { return selector }
        switch Int.random(in: 0..<20, using: &random) {
        case 0...2: return selector
        case 3: return "rate(\(selector)[2m])"
        case 4: return "increase(\(selector)[3m])"
        case 5: return "max_over_time(\(selector)[1m])"
        case 6: return "last_over_time(\(selector)[1m])"
        case 7: return "\(aggregator()) \(grouping(metric)) (\(vector(metric, depth - 1)))"
        case 8: return "topk(\(Int.random(in: 1...5, using: &random)), \(vector(metric, depth - 1)))"
        case 9: return "abs(\(vector(metric, depth - 1)))"
        case 10:
            let (source, value) = label(metric)
            let (target, _) = label(metric)
            let into = pick([target, "fresh", source], or: "fresh")
            let part = String(value.prefix(2).filter { $0.isLetter || $0.isNumber })
            let pattern = pick(["(.*)", "(.).*", "\(part)(.*)", "(.+)-(.+)", "nothing"], or: "(.*)")
            let replacement = pick(["$1", "x-$1", "${1}y", "constant", ""], or: "$1")
            return "label_replace(\(vector(metric, depth - 1)), '\(into)', '\(replacement)', '\(source)', '\(pattern)')"
        case 11:
            let names = labels(metric).split(separator: ", ").map { "'\($0)'" }.joined(separator: ", ")
            return "label_join(\(vector(metric, depth - 1)), 'joined', '\(pick(["-", "", ","], or: "-"))', \(names))"
        case 12: return "\(vector(metric, depth - 1)) \(pick(["> 0", "== bool 1", "* 8", "!= 0", "< 1e9"], or: "* 8"))"
        case 13: return "avg_over_time(\(selector)[2m:30s])"
        case 14: return "\(selector) offset 20s"
        case 15...18:
            return "(\(vector(metric, depth - 1)) \(pick(["> 0", "== 1", "!= 0", "< 1e9", ">= 5"], or: "> 0")))"
        default: return "-\(selector)"
        }
    }

    private mutating func expression() -> String {
        let one = metric()
        let other = metric()
        let left = vector(one, 2)
        switch Int.random(in: 0..<20, using: &random) {
        case 0...4: return left
        case 5, 6: return "\(aggregator()) \(grouping(one)) (\(left))"
        case 7: return "\(left) / on (\(labels(one))) \(vector(other, 1))"
        case 8: return "\(left) + ignoring (\(labels(one))) \(vector(one, 1))"
        case 9:
            let (name, _) = label(other)
            return "\(left) * on (\(labels(one))) group_left (\(name)) \(vector(other, 1))"
        case 10:
            let by = labels(one, atMost: 2)
            return "\(left) * on (\(by)) group_left sum by (\(by)) (\(selector(pick([one, other], or: one))))"
        case 11: return "sum by (\(labels(one))) (\(selector(one))) / on (\(labels(one))) group_right \(left)"
        case 12: return "\(left) and on (\(labels(one))) \(vector(other, 1))"
        case 13: return "\(left) unless on (\(labels(one))) \(vector(other, 1))"
        case 14: return "\(left) or on (\(labels(one))) \(vector(other, 1))"
        case 15: return "\(left) \(pick(["and", "or", "unless"], or: "or")) \(vector(pick([one, other], or: one), 1))"
        case 16: return "absent(\(selector(one)))"
        case 17: return "topk by (\(labels(one))) (2, \(left))"
        case 18:
            guard let bucket = metrics.filter(\.isBucket).randomElement(using: &random) else { return left }
            let by = labels(bucket)
            return pick(
                [
                    "histogram_quantile(0.9, rate(\(selector(bucket))[2m]))",
                    "histogram_quantile(0.9, sum by (le, \(by)) (rate(\(bucket.name)[2m])))",
                    "histogram_quantile(0.5, sum by (\(by)) (\(bucket.name)))",
                    "histogram_quantile(0.5, sum without (\(by)) (\(selector(bucket))))",
                ], or: left)
        default: return "\(left) or vector(0)"
        }
    }
}
