import Manifests

/// Recording rules that read each other's results.
enum DependencyCycle: Check {
    static let info = CheckInfo(
        "dependency/cycle", .error,
        summary: "Recording rules depend on each other in a circle.",
        rationale: """
            Each of the rules waits for what another recorded an evaluation earlier. Values go round with a delay, errors \
            and gaps never leave the circle, and after a restart there is nothing to start from.
            """,
        faulty: [
            Example(
                rules: """
                    - record: job:errors:ratio
                      expr: ↓job:errors:rate5m / job:requests:rate5m
                    - record: job:errors:rate5m
                      expr: job:errors:ratio * job:requests:rate5m
                    """),
            Example(
                rules: """
                    - record: instance:load:max
                      expr: max by (instance) (node_load1 or ↓instance:load:max)
                    """, note: "A rule that reads its own result."),
        ],
        clean: [
            Example(
                rules: """
                    - record: job:errors:rate5m
                      expr: sum by (job) (rate(errors_total[5m]))
                    - record: job:errors:ratio
                      expr: job:errors:rate5m / job:requests:rate5m
                    """),
            Example(
                rules: """
                    - record: job:up:max
                      expr: max by (job) (up or job:up:max{cluster="other"})
                      labels:
                        cluster: own
                    """, note: "The matcher excludes the rule's own result."),
            Example(
                rules: """
                    - record: job:requests:peak
                      expr: max by (job) (job:requests:rate5m) > (job:requests:peak offset 5m) or job:requests:rate5m
                    """, note: "An offset makes a memory of it, and that is meant."),
        ])

    static func visit(_ project: Project, _ context: inout ProjectContext) {
        var state = [Int](repeating: 0, count: project.rules.count)
        var onPath = [Bool](repeating: false, count: project.rules.count)
        for start in project.rules.indices where state[start] == 0 {
            var stack = [Step(rule: start, edges: edges(of: start, project.graph))]
            (state[start], onPath[start]) = (1, true)
            while let top = stack.last {
                guard top.next < top.edges.count else {
                    onPath[top.rule] = false
                    stack.removeLast()
                    continue
                }
                stack[stack.count - 1].next += 1
                let (target, range) = top.edges[top.next]
                if onPath[target] {
                    let circle = stack.drop { $0.rule != target }.map(\.rule)
                    report(circle, from: top.rule, at: range, project, &context)
                } else if state[target] == 0 {
                    (state[target], onPath[target]) = (1, true)
                    stack.append(Step(rule: target, edges: edges(of: target, project.graph)))
                }
            }
        }
    }

    /// A rule on the path, and where the path has gone on from it.
    private struct Step {
        let rule: Int
        let edges: [(target: Int, range: Range<Int>)]
        var next = 0
    }

    /// What a rule reads at the time of its evaluation; what lies back by an offset cannot be its own result.
    private static func edges(of rule: Int, _ graph: RuleGraph) -> [(target: Int, range: Range<Int>)] {
        graph.reads[rule].flatMap { read in
            read.isCurrent ? read.recordings.map { ($0, read.range) } : []
        }
    }

    /// Reported at the first rule of the circle as the files are ordered.
    private static func report(
        _ circle: [Int], from last: Int, at range: Range<Int>, _ project: Project, _ context: inout ProjectContext
    ) {
        guard let first = circle.min(), let position = circle.firstIndex(of: first) else { return }
        let ordered = circle[position...] + circle[..<position]
        let names = (ordered + [first]).map { project.rules[$0].rule.name.value }
        let placed = project.rules[first]
        let next = ordered.count > 1 ? ordered[ordered.startIndex + 1] : first
        let read = project.graph.reads[first].first { $0.recordings.contains(next) }?.range ?? range
        context.report(
            "recording rules depend on each other: \(names.joined(separator: " → "))", in: project.file(of: placed),
            at: placed.rule.expr.fileRange(of: read), rule: placed.rule.name.value,
            advice: "compute one of them from the metrics it is made of",
            related: ordered.dropFirst().map { index in
                let other = project.rules[index]
                return RelatedPlace(
                    file: project.file(of: other).path, range: other.rule.name.fileRange,
                    message: "\(other.rule.name.value) is recorded here")
            })
    }
}
