package import YAML

/// A text that manifests are read from: a file, or a text embedded in one, as a rule file in a ConfigMap.
package final class ManifestText: Sendable {
    package let source: SourceText
    /// Where the text stands in `parent`; `nil` for a file.
    package let map: TextMap?
    package let parent: ManifestText?

    /// A file.
    package init(_ source: SourceText) {
        self.source = source
        map = nil
        parent = nil
    }

    /// A text decoded from a scalar of `parent`.
    package init(_ source: SourceText, map: TextMap, parent: ManifestText) {
        self.source = source
        self.map = map
        self.parent = parent
    }

    /// The bytes of the file that hold these bytes of the text.
    package func fileRange(of range: Range<Int>) -> Range<Int> {
        guard let map, let parent else { return range }
        return parent.fileRange(of: map.source(of: range))
    }
}
