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

extension LintReport {
    /// What series say of a finding, and which series that were, in one line; `nil` where none were looked at.
    func evidence(of finding: Finding) -> String? {
        guard !finding.evidence.isEmpty else { return nil }
        return "data: " + finding.evidence.words + (data.map { "; of \(FindingSummary.source($0))" } ?? "")
    }

    /// The message, what to do about it, and what series say, in one paragraph. Formats escape the whole.
    func paragraph(on finding: Finding) -> String {
        finding.messageAndAdvice + (evidence(of: finding).map { " (\($0))" } ?? "")
    }
}

extension Finding {
    /// The message and what to do about it, in one paragraph. Both have hostile names escaped already or not: formats
    /// escape the whole.
    var messageAndAdvice: String { advice.map { "\(message): \($0)" } ?? message }
}
