import Manifests
import Relabel
import Testing
import YAML

@testable import Propose

/// What our own readers make of a text.
func read(_ text: String, path: String = "file.yml") -> ManifestFile {
    ManifestReader(options: ManifestOptions()).read(path: path, source: SourceText(text))
}

extension ManifestFile {
    var relabelLists: [RelabelList] { contents.flatMap(\.relabelLists) }
}

extension RelabelList {
    var plainRules: [RelabelRule] { rules.compactMap(\.rule) }
}

/// Expects the rules that were written, no more and no fewer, each with its effect.
func expectSame(
    _ found: [RelabelRule]?, _ written: [CommentedRule], in text: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    guard let found, found.count == written.count else {
        Issue.record("\(found?.count ?? 0) of \(written.count) rules in\n\(text)", sourceLocation: sourceLocation)
        return
    }
    for (one, other) in zip(found, written) {
        var other = other.rule
        if other.regex == "null" || other.regex == "~" { other.regex = "(?:\(other.regex))" }
        #expect(one.hasSameEffect(as: other), "\(other)\n\(text)", sourceLocation: sourceLocation)
    }
}
