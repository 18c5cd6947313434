import LabelSets
import Manifests
import PromQL

/// Label sets that two rules of one name can both write, as series show.
struct SharedResults {
    /// How many, of those of the first and of the second.
    let count: Int
    let first: Int
    let second: Int
    private let examples: [String]

    /// More are not compared.
    private static let limit = 20_000

    /// `nil` where the series of a result are not known, or too many.
    init?(_ one: PlacedRule, _ other: PlacedRule, _ grounding: Grounding) {
        guard let ours = Self.labelSets(of: one, grounding), let theirs = Self.labelSets(of: other, grounding) else {
            return nil
        }
        let shared = ours.intersection(theirs)
        count = shared.count
        first = ours.count
        second = theirs.count
        examples = shared.sorted().prefix(3).map { String($0.prefix(300)) }
    }

    var evidence: Evidence {
        var evidence: Evidence = ["shared": .number(count), "first": .number(first), "second": .number(second)]
        evidence.add("examples", .list(examples))
        return evidence
    }

    /// The label sets of a rule's result, with the labels that the rule sets in place of those.
    private static func labelSets(of placed: PlacedRule, _ grounding: Grounding) -> Set<String>? {
        guard let expression = placed.rule.parsed else { return nil }
        let result = Evaluation(expression, over: grounding.index).result
        guard result.hasSeries, result.count.limit <= limit else { return nil }
        let own = placed.labels
        return Set(
            result.examples(limit).map { labels in
                let kept = labels.filter { $0.name != Matcher.nameLabel && own[$0.name] == nil }
                let set = own.map { (name: $0.key, value: $0.value) }
                let all = (kept + set).sorted { $0.name < $1.name }
                return "{\(all.map { "\($0.name)=\(SeriesText.quoted($0.value))" }.joined(separator: ", "))}"
            })
    }
}
