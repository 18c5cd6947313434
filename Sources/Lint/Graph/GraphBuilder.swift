import LabelSets
import Manifests
import PromQL

/// Collects what reads what.
struct GraphBuilder {
    private struct Key: Hashable {
        let kind: ProjectGraph.Node.Kind
        let name: String
    }

    private struct Pair: Hashable {
        let kind: ProjectGraph.Edge.Kind
        let from: Int
        let to: Int
    }

    private(set) var nodes: [ProjectGraph.Node] = []
    private(set) var edges: [ProjectGraph.Edge] = []
    private var numbers: [Key: Int] = [:]
    private var edgeNumbers: [Pair: Int] = [:]
    private let project: Project
    private let grounding: Grounding?
    /// More metrics of one pattern are shown as the pattern.
    private static let mostOfPattern = 20

    init(_ project: Project, _ grounding: Grounding?) {
        self.project = project
        self.grounding = grounding
    }

    mutating func addRules() {
        for placed in project.rules {
            let rule = placed.rule
            let kind: ProjectGraph.Node.Kind = rule.kind == .recording ? .recording : .alert
            let node = node(kind, rule.name.value, project.file(of: placed).path, rule.name.fileRange)
            if let grounding {
                let result = DataQuery(rule, in: placed.group, grounding)?.evaluation?.result.count
                add(result, to: node)
            }
            for vector in rule.parts.selectors { read(vector.selector, by: node) }
        }
    }

    mutating func addDashboards() {
        for file in project.files {
            for case .dashboard(let dashboard) in file.contents {
                let node = node(.dashboard, dashboard.title ?? file.path, file.path, dashboard.fileRange)
                for query in dashboard.queries {
                    guard !query.isGuessed, case .expression(let masked) = query.kind, let parsed = masked.parsed else {
                        continue
                    }
                    for vector in parsed.selectors {
                        let start = vector.selector.range.lowerBound
                        let name = start..<start + (vector.selector.name?.utf8.count ?? 0)
                        let onName = vector.selector.matchers.filter { $0.name == Matcher.nameLabel }.map(\.range)
                        // A name with a variable in it is none.
                        guard
                            !masked.placeholders.contains(where: { place in
                                place.range.overlaps(name) || onName.contains { $0.overlaps(place.range) }
                            })
                        else { continue }
                        read(vector.selector, by: node)
                    }
                }
            }
        }
    }

    /// Jobs that drop what is read.
    mutating func addRelabelling() {
        let jobs = ScrapedJob.All(in: project).jobs.filter { $0.relabelling != nil }
        for (index, metric) in nodes.enumerated() where metric.kind == .metric && !ScrapedJob.isOwn(metric.name) {
            for job in jobs where job.step(dropping: metric.name) != nil {
                let node = node(.relabelling, job.owner, job.file.path, job.list?.rules.first?.shown ?? 0..<0)
                connect(.drops, from: node, to: index)
            }
        }
    }

    private mutating func node(
        _ kind: ProjectGraph.Node.Kind, _ name: String, _ file: String? = nil, _ range: Range<Int> = 0..<0
    ) -> Int {
        let key = Key(kind: kind, name: name)
        if let known = numbers[key] { return known }
        numbers[key] = nodes.count
        nodes.append(ProjectGraph.Node(kind: kind, name: name, file: file, range: range))
        return nodes.count - 1
    }

    /// Rules of one name write their series side by side.
    private mutating func add(_ count: SeriesCount?, to node: Int) {
        guard let count else { return }
        guard let known = nodes[node].series else { return nodes[node].series = count }
        let (sum, overflow) = known.limit.addingReportingOverflow(count.limit)
        let total = overflow ? Int.max : sum
        nodes[node].series = known.isExact && count.isExact ? .exact(total) : .atMost(total)
    }

    private mutating func connect(_ kind: ProjectGraph.Edge.Kind, from: Int, to: Int) {
        let pair = Pair(kind: kind, from: from, to: to)
        if let known = edgeNumbers[pair] { return edges[known].count += 1 }
        edgeNumbers[pair] = edges.count
        edges.append(ProjectGraph.Edge(kind: kind, from: from, to: to))
    }

    private mutating func read(_ selector: Selector, by reader: Int) {
        for name in names(of: selector) {
            if project.recordings[name] != nil {
                connect(.reads, from: node(.recording, name), to: reader)
                continue
            }
            let isNew = numbers[Key(kind: .metric, name: name)] == nil
            let metric = node(.metric, name)
            if isNew, let grounding { nodes[metric].series = grounding.count(of: name) }
            connect(.reads, from: metric, to: reader)
        }
    }

    /// The names that a selector reads; a pattern stands for itself where it cannot be told, or for too many.
    private func names(of selector: Selector) -> [String] {
        if let names = selector.metricNames { return Set(names.filter { !$0.isEmpty }).sorted() }
        let onName = selector.matchers.filter { $0.name == Matcher.nameLabel }
        guard !onName.isEmpty else { return ["{\(selector.matchers.map(\.description).joined(separator: ", "))}"] }
        let known = Set(project.recordings.keys).union(grounding?.data.index.metricNames ?? [])
        let found = known.filter { name in !name.isEmpty && onName.allSatisfy { $0.matches(name) } }
        guard !found.isEmpty, found.count <= Self.mostOfPattern else {
            return ["{\(onName.map(\.description).joined(separator: ", "))}"]
        }
        return found.sorted()
    }
}

extension Grounding {
    /// Series of a metric in the data, whenever they were.
    fileprivate func count(of name: String) -> SeriesCount? {
        guard let selector = try? Selector(parsing: "{\(Matcher.nameLabel)=\(SeriesText.quoted(name))}") else {
            return nil
        }
        return .exact(data.index.effect(of: selector).series)
    }
}
