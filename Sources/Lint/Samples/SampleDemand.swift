package import LabelSets
import Manifests
import PromQL

/// The metrics whose samples say something about the files: what is rated, divided by, compared, or read by groups that
/// have an interval of their own.
package struct SampleDemand {
    package private(set) var metrics: Set<String> = []

    package init(of project: Project, over index: SeriesIndex) {
        let known = Set(index.metricNames)
        for placed in project.rules {
            guard let expression = placed.rule.parsed else { continue }
            add(expression, known, all: placed.group.interval != nil)
        }
        for file in project.files {
            for case .dashboard(let dashboard) in file.contents {
                for query in dashboard.queries { if let parsed = query.parsed { add(parsed, known, all: false) } }
            }
        }
    }

    private mutating func add(_ expression: Expression, _ known: Set<String>, all: Bool) {
        func add(_ part: Expression) {
            for vector in part.selectors {
                metrics.formUnion((vector.selector.metricNames ?? []).filter { known.contains($0) })
            }
        }
        if all { return add(expression) }
        expression.visit { part in
            switch part.kind {
            case .range: add(part)
            case .binary(let operation) where operation.symbol == .divide || operation.symbol == .modulo:
                add(operation.right)
            case .binary(let operation) where operation.symbol == .greater || operation.symbol == .greaterOrEqual:
                add(operation.left)
            default: break
            }
        }
    }
}
