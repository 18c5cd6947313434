import Lint
import Manifests
import YAML

/// Where a finding is, for people: the end is the position behind the last character.
struct FindingPlace {
    let start: SourcePosition
    let end: SourcePosition

    init(_ range: Range<Int>, in file: ManifestFile?) {
        guard let source = file?.text.source else {
            start = SourcePosition(line: 1, column: 1)
            end = start
            return
        }
        start = source.position(of: range.lowerBound)
        end = source.position(of: max(range.lowerBound, range.upperBound))
    }
}

extension LintReport {
    func place(of finding: Finding) -> FindingPlace { FindingPlace(finding.range, in: file(finding.file)) }

    func place(of related: RelatedPlace) -> FindingPlace { FindingPlace(related.range, in: file(related.file)) }
}

extension Finding {
    /// The message and what to do about it, in one paragraph. Both have hostile names escaped already or not: formats
    /// escape the whole.
    var messageAndAdvice: String { advice.map { "\(message): \($0)" } ?? message }
}
