import Manifests
import Templates

/// A label or an annotation of a rule that is a template.
struct RuleTemplate {
    let entry: ManifestEntry
    let isOfLabel: Bool
    let template: ReadTemplate
}

/// What a template reads, or why it is none.
final class ReadTemplate {
    let fault: TemplateError?
    /// The alert's labels that it reads by name.
    let labels: [TemplateReads.Label]
    /// Where it prints the alert's value, and does not only compare it.
    let printedValues: [Range<Int>]
    /// The queries it makes, each place once.
    let queries: [TemplateReads.Query]

    init(_ text: String) {
        do throws(TemplateError) {
            let template = try Template(parsing: text)
            let reads = template.reads
            let conditions = reads.readsValue ? template.conditionRanges : []
            fault = nil
            labels = reads.labels
            var places: Set<Range<Int>> = []
            queries = reads.queries.filter { places.insert($0.range).inserted }
            printedValues = reads.values.filter { value in
                !conditions.contains { $0.lowerBound <= value.lowerBound && value.upperBound <= $0.upperBound }
            }
        } catch {
            (fault, labels, printedValues, queries) = (error, [], [], [])
        }
    }
}

extension Template {
    /// The conditions of every `if` in it, the bodies not included.
    fileprivate var conditionRanges: [Range<Int>] {
        var ranges: [Range<Int>] = []
        func visit(_ nodes: [Node]) {
            for node in nodes {
                switch node.kind {
                case .branch(let branch):
                    if branch.keyword == .if { ranges += branch.arms.map(\.pipeline.range) }
                    for arm in branch.arms { visit(arm.body) }
                    visit(branch.otherwise ?? [])
                case .block(let definition, _), .define(let definition): visit(definition.body)
                case .text, .action, .break, .continue, .template: break
                }
            }
        }
        visit(body)
        return ranges
    }
}
