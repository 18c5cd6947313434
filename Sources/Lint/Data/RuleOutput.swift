package import LabelSets
import Manifests
import PromQL

/// The series that one recording rule writes, over given series.
package struct RuleOutput: Sendable {
    package let name: String
    package let file: String
    /// Bytes of the file: the name.
    package let range: Range<Int>
    /// Labels that the rule and its group set.
    package let labels: [(name: String, value: String)]
    package let result: ExpressionResult

    /// Of every recording rule that is understood, in the order of files; rules that read each other's results see what
    /// these would be.
    package static func all(of project: Project, over data: SeriesData) -> [RuleOutput] {
        let index = Grounding(data, project).index
        return project.rules.compactMap { placed in
            guard placed.rule.kind == .recording, let expression = placed.rule.parsed, !placed.rule.isMasked else {
                return nil
            }
            return RuleOutput(
                name: placed.rule.name.value, file: project.file(of: placed).path, range: placed.rule.name.fileRange,
                labels: placed.labels.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
                result: Evaluation(expression, over: index).result)
        }
    }

    /// Every series with its labels, those that the rule sets among them; nil where they are not followed one by one.
    package var series: [[(name: String, value: String)]]? {
        guard result.hasSeries else { return nil }
        let own = [(name: Matcher.nameLabel, value: name)] + labels
        return result.examples(.max).map { found in
            own + found.filter { label in !own.contains { $0.name == label.name } }
        }
    }
}
