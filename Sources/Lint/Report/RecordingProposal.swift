package import LabelSets
import Manifests
import PromQL

/// A recording rule for what several panels compute each for themselves.
package struct RecordingProposal: Sendable, Equatable {
    /// By convention: `level:metric:operations`.
    package let record: String
    package let expression: String
    /// The panels, in the order they are met.
    package let panels: [String]
    /// Series that the expression reads each time, and those of its result, or the most there can be.
    package let touched: Int
    package let result: SeriesCount

    /// Series that are not read any more when all panels are drawn once.
    package var saved: Int {
        let (product, overflow) = (touched - result.limit).multipliedReportingOverflow(by: panels.count)
        return overflow ? .max : product
    }

    /// Fewer are not worth a rule.
    private static let leastSaved = 100

    /// The proposals for the dashboards of a project, those that save most first.
    static func all(for project: Project, _ grounding: Grounding) -> [RecordingProposal] {
        var found: [String: (shared: SharedAggregate, panels: [String])] = [:]
        for file in project.files {
            for case .dashboard(let dashboard) in file.contents {
                let title = dashboard.title.map { ", dashboard \"\($0)\"" } ?? ""
                for query in dashboard.queries where !query.isGuessed {
                    guard case .expression(let masked) = query.kind, let parsed = masked.parsed else { continue }
                    let owner = query.owner + title
                    for shared in SharedAggregate.all(in: masked, parsed) {
                        var entry = found[shared.text] ?? (shared, [])
                        if !entry.panels.contains(owner) { entry.panels.append(owner) }
                        found[shared.text] = entry
                    }
                }
            }
        }
        let recorded = Set(
            project.rules.filter { $0.rule.kind == .recording }.compactMap { $0.rule.parsed?.description })
        var proposals: [RecordingProposal] = []
        let repeated = found.filter { $0.value.panels.count > 1 && !recorded.contains($0.key) }
        let namesakes = Dictionary(grouping: repeated.values.map(\.shared)) { $0.name(telling: []) }
        for (text, (shared, panels)) in repeated {
            guard let expression = try? Expression(parsing: text) else { continue }
            let result = Evaluation(expression, over: grounding.index).result
            let proposal = RecordingProposal(
                record: shared.name(among: namesakes[shared.name(telling: [])] ?? []), expression: text, panels: panels,
                touched: result.touched, result: result.count)
            guard result.touched >= 2 * result.count.limit, proposal.saved >= leastSaved else { continue }
            proposals.append(proposal)
        }
        return proposals.sorted { ($1.saved, $0.expression) < ($0.saved, $1.expression) }
    }
}

/// An aggregation in a panel, made independent of the panel's variables, so that panels that differ in these alone can
/// read the same recorded series.
///
/// A matcher with a variable in it becomes a label to group by, which the panel can select by afterwards; a range that a
/// variable decides becomes five minutes.
private struct SharedAggregate {
    /// As PromQL prints it.
    let text: String
    private let labels: [String]
    private let metric: String
    private let operations: [String]
    /// What its matchers with `=` ask for, by label.
    private let fixed: [String: String]

    private static let range = "5m"

    /// The outermost aggregations that can be recorded.
    static func all(in masked: DashboardExpression, _ parsed: Expression) -> [SharedAggregate] {
        var found: [SharedAggregate] = []
        func walk(_ part: Expression) {
            if case .aggregation(let aggregation) = part.kind, let shared = SharedAggregate(aggregation, part, masked) {
                found.append(shared)
            } else {
                for child in part.children { walk(child) }
            }
        }
        walk(parsed)
        return found
    }

    private init?(_ aggregation: Aggregation, _ whole: Expression, _ masked: DashboardExpression) {
        // Sums of sums are sums; averages of averages are none.
        guard [.sum, .min, .max].contains(aggregation.aggregator), !aggregation.grouping.isWithout,
            let selected = Selected(aggregation.expression.unwrapped)
        else { return nil }
        func isVariable(_ range: Range<Int>) -> Bool { masked.placeholders.contains { $0.range.overlaps(range) } }
        let grouping = aggregation.grouping
        guard !grouping.labels.contains(where: { isVariable($0.range) }), let metric = selected.vector.selector.name,
            !isVariable(
                selected.vector.selector.range.lowerBound..<selected.vector.selector.range.lowerBound
                    + metric.utf8.count),
            selected.vector.time.offset == nil, selected.vector.time.at == nil
        else { return nil }
        var labels = grouping.labels.map(\.name)
        var matchers: [String] = []
        for matcher in selected.vector.selector.matchers where matcher.name != Matcher.nameLabel {
            guard isVariable(matcher.range) else {
                matchers.append(matcher.description)
                continue
            }
            if !labels.contains(matcher.name) { labels.append(matcher.name) }
        }
        var inner = metric + (matchers.isEmpty ? "" : "{\(matchers.joined(separator: ","))}")
        var operations: [String] = []
        if let call = selected.call, let range = selected.range {
            let end = range.vector.selector.range.upperBound
            let isOpen = isVariable(end..<(selected.wholeEnd))
            guard let length = isOpen ? Self.range : range.length.milliseconds.map(DurationText.words) else {
                return nil
            }
            inner = "\(call.function.name)(\(inner)[\(length)])"
            operations.append(call.function.name + length)
        }
        if aggregation.aggregator != .sum || operations.isEmpty {
            operations.insert(aggregation.aggregator.rawValue, at: 0)
        }
        let by = labels.isEmpty ? "" : " by (\(labels.sorted().joined(separator: ", ")))"
        guard let expression = try? Expression(parsing: "\(aggregation.aggregator.rawValue)\(by) (\(inner))") else {
            return nil
        }
        text = expression.description
        self.labels = labels.sorted()
        self.metric = selected.call == nil || !metric.hasSuffix("_total") ? metric : String(metric.dropLast(6))
        self.operations = operations
        fixed = Dictionary(
            selected.vector.selector.matchers.filter {
                $0.type == .equal && $0.name != Matcher.nameLabel && !isVariable($0.range)
            }.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    /// By convention, with the values of some labels behind the metric.
    func name(telling told: Set<String>) -> String {
        let values = told.sorted().compactMap { fixed[$0] }.map { value in
            String(value.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
        }
        let names = labels.joined(separator: "_")
        return "\(names):\(([metric] + values).joined(separator: "_")):\(operations.joined(separator: "_"))"
    }

    /// A name that no other of the same metric, labels and operations has: by what their matchers differ in.
    func name(among others: [SharedAggregate]) -> String {
        let told = Set(
            others.flatMap { other in
                Set(fixed.keys).union(other.fixed.keys).filter { fixed[$0] != other.fixed[$0] }
            })
        return name(telling: told)
    }

    /// `x` or `rate(x[5m])`: what can be recorded under the name of one metric.
    private struct Selected {
        let vector: VectorSelector
        var call: Call?
        var range: RangeSelector?
        var wholeEnd = 0

        init?(_ expression: Expression) {
            switch expression.kind {
            case .vector(let vector): self.vector = vector
            case .call(let call):
                guard call.function.takesIncrease, let argument = call.arguments.first?.unwrapped,
                    case .range(let range) = argument.kind
                else { return nil }
                vector = range.vector
                self.call = call
                self.range = range
                wholeEnd = argument.range.upperBound
            default: return nil
            }
        }
    }
}
