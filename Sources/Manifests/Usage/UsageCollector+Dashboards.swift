import PromQL

extension UsageCollector {
    mutating func add(_ dashboard: Dashboard, _ path: String) {
        if case .libraryPanel = dashboard.form, let uid = dashboard.uid { addLibraryPanel(uid) }
        let suffix = dashboard.title.map { ", dashboard \"\($0)\"" } ?? ""
        var values: [String: [String]] = [:]
        for variable in dashboard.variables {
            if let known = variable.values { values[variable.name] = known }
            if let query = variable.query { add(query, .variable, suffix, values, path) }
        }
        for query in dashboard.annotations { add(query, .annotation, suffix, values, path) }
        for panel in dashboard.panels {
            for query in panel.queries { add(query, .panel, suffix, values, path) }
            if let uid = panel.missingLibraryPanel {
                addMissingPanel(uid, "panel \"\(panel.title ?? "")\"\(suffix)", path)
            }
        }
    }

    private mutating func add(
        _ query: DashboardQuery, _ kind: UsageReader.Kind, _ suffix: String, _ values: [String: [String]],
        _ path: String
    ) {
        let owner = query.owner + suffix
        func everything(_ reads: [LabelDemand.Read], _ pattern: Matcher? = nil) -> UsageReader {
            UsageReader(
                kind: kind, owner: owner, path: path, fileRange: query.scalar.fileRange, through: [],
                metric: MetricPattern(names: nil, matchers: [pattern].compactMap(\.self)), matchers: [],
                matchedLabels: [], demand: LabelDemand(reads: reads), passedMatchers: [])
        }
        switch query.kind {
        case .unknown(let reason):
            note(owner, reason, path, query.scalar.fileRange)
        case .metrics(let pattern):
            if let names = try? Matcher(name: Matcher.nameLabel, type: .regex, value: ".*(?:\(pattern)).*"),
                !pattern.contains("$"), !pattern.contains("[[")
            {
                addReader(everything([], names))
            } else {
                note(owner, "metrics(\(pattern)) is no regular expression that is known", path, query.scalar.fileRange)
            }
        case .labelValues(let label, let selector):
            guard VariableReference(in: Array(label.utf8), at: 0) == nil else {
                note(owner, "reads a label that a variable names", path, query.scalar.fileRange)
                return
            }
            let read = LabelDemand.Read(label, .outside, at: 0..<0)
            if let selector {
                add(selector, kind, owner, LabelDemand(reads: [read]), values, path)
            } else {
                addReader(everything([read]))
            }
        case .labelNames(let selector):
            guard let selector else {
                addReader(everything([]))
                return
            }
            add(selector, kind, owner, LabelDemand(wholes: [.init(.result, at: 0..<0)]), values, path)
        case .expression(let expression):
            let reads = Self.labels(inLegend: query.legend?.value ?? "")
            add(
                expression, kind, owner,
                LabelDemand(
                    reads: reads.map { .init($0, .outside, at: 0..<0) }, wholes: [.init(.result, at: 0..<0)]),
                values, path)
        }
    }

    private mutating func add(
        _ written: DashboardExpression, _ kind: UsageReader.Kind, _ owner: String, _ demand: LabelDemand,
        _ values: [String: [String]], _ path: String
    ) {
        switch written.expression {
        case .success(let expression):
            add(
                UsageQuery(
                    kind: kind, owner: owner, path: path, expression: expression, demand: demand,
                    place: { written.fileRange(of: $0) }, placeholders: written.placeholders, values: values))
        case .failure(let error):
            note(owner, error.message, path, written.fileRange(of: error.range))
        }
    }

    /// The labels that a `legendFormat` names: `{{pod}} on {{ node }}`.
    private static func labels(inLegend legend: String) -> [String] {
        legend.split(separator: "{{").dropFirst().compactMap { part in
            guard let end = part.firstRange(of: "}}") else { return nil }
            let name = part[..<end.lowerBound].utf8.drop(while: \.isSpace).reversed().drop(while: \.isSpace).reversed()
            return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
        }
    }
}
