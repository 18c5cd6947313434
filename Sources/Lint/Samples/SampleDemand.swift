package import LabelSets
import Manifests
import PromQL

/// The metrics whose samples say something about the files: what is rated, divided by, compared, or read by groups that
/// have an interval of their own.
package struct SampleDemand {
    package let metrics: Set<String>

    package init(of project: Project, over index: SeriesIndex) {
        var names: Set<String> = []
        for placed in project.rules {
            guard let expression = placed.rule.parsed else { continue }
            names.formUnion(Self.names(in: placed.group.interval == nil ? Self.parts(of: expression) : [expression]))
        }
        for file in project.files {
            for case .dashboard(let dashboard) in file.contents {
                for query in dashboard.queries {
                    if let expression = query.parsed { names.formUnion(Self.names(in: Self.parts(of: expression))) }
                }
            }
        }
        metrics = names.intersection(index.metricNames)
    }

    private static func names(in parts: [Expression]) -> Set<String> {
        Set(parts.flatMap(\.selectors).flatMap { $0.selector.metricNames ?? [] })
    }

    private static func parts(of expression: Expression) -> [Expression] {
        var parts: [Expression] = []
        expression.visit { part in
            switch part.kind {
            case .range: parts.append(part)
            case .binary(let operation) where operation.symbol == .divide || operation.symbol == .modulo:
                parts.append(operation.right)
            case .binary(let operation) where operation.symbol == .greater || operation.symbol == .greaterOrEqual:
                parts.append(operation.left)
            default: break
            }
        }
        return parts
    }
}
