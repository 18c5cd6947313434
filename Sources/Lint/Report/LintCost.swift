package import LabelSets
import Manifests
import PromQL

/// What rules and panels cost: the series they read, ranked.
package struct LintCost: Sendable {
    package struct Row: Sendable, Equatable {
        package enum Kind: String, Sendable {
            case recording, alert, panel
        }

        package let kind: Kind
        package let name: String
        package let file: String
        /// Bytes of the file.
        package let range: Range<Int>
        /// Series read each time it is evaluated, those that several selectors read as often as that.
        package let touched: Int
        /// Milliseconds between two evaluations; `nil` for panels, which are evaluated when somebody looks.
        package let interval: Int64?
        /// Series of the result, and whether that is exact; `nil` where variables decide.
        package let series: SeriesCount?

        package var touchedPerHour: Int? {
            guard let interval, interval > 0 else { return nil }
            let (product, overflow) = touched.multipliedReportingOverflow(by: Int(3_600_000 / interval))
            return overflow ? .max : product
        }
    }

    /// The interval of groups that name none: Prometheus' own default.
    package static let defaultInterval: Int64 = 60_000

    /// Rules by series per hour, panels behind them by series.
    package let rows: [Row]
    /// Recording rules for what several panels compute.
    package let proposals: [RecordingProposal]
    package let data: SeriesData

    package init(of project: Project, over data: SeriesData) {
        let grounding = Grounding(data, project)
        var rows: [Row] = []
        for placed in project.rules {
            guard let query = DataQuery(placed.rule, in: placed.group, grounding), let evaluation = query.evaluation
            else { continue }
            rows.append(
                Row(
                    kind: placed.rule.kind == .recording ? .recording : .alert, name: query.name,
                    file: project.file(of: placed).path, range: placed.rule.name.fileRange,
                    touched: evaluation.result.touched,
                    interval: placed.group.interval?.milliseconds ?? Self.defaultInterval,
                    series: evaluation.result.count))
        }
        for file in project.files {
            for case .dashboard(let dashboard) in file.contents {
                for panel in dashboard.queries {
                    guard let query = DataQuery(panel, grounding) else { continue }
                    let touched = query.evaluation?.result.touched ?? query.mostTouched(grounding)
                    rows.append(
                        Row(
                            kind: .panel, name: query.name, file: file.path, range: panel.scalar.fileRange,
                            touched: touched, interval: nil, series: query.evaluation?.result.count))
                }
            }
        }
        self.rows = rows.sorted { one, other in
            if (one.kind == .panel) != (other.kind == .panel) { return other.kind == .panel }
            let (left, right) = (one.touchedPerHour ?? one.touched, other.touchedPerHour ?? other.touched)
            return left != right
                ? left > right : (one.file, one.range.lowerBound) < (other.file, other.range.lowerBound)
        }
        proposals = RecordingProposal.all(for: project, grounding)
        self.data = data
    }
}

extension DataQuery {
    /// The most series that it reads whatever its variables are: those that the matchers without variables accept.
    fileprivate func mostTouched(_ grounding: Grounding) -> Int {
        expression.selectors.reduce(0) { sum, vector in
            guard let selector = written(vector) else { return sum }
            return sum + grounding.index.effect(of: selector).selected
        }
    }
}
