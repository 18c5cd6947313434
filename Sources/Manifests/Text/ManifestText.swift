package import YAML

/// A text that manifests are read from: a file, or a text embedded in one, as a rule file in a ConfigMap.
package final class ManifestText: Sendable {
    package let source: SourceText
    /// Where the text stands in `parent`; `nil` for a file.
    package let map: TextMap?
    package let parent: ManifestText?
    /// Bytes of the text that only Helm knows: ascending, apart from each other.
    let holes: [Range<Int>]

    /// A file.
    package init(_ source: SourceText) {
        self.source = source
        map = nil
        parent = nil
        holes = []
    }

    /// A Helm template with placeholders for what only Helm knows; each of its bytes stands where it does in the file.
    init(_ template: HelmTemplate, parent: ManifestText) {
        source = SourceText(template.masked)
        map = TextMap(at: 0, count: template.masked.count)
        self.parent = parent
        holes = template.holes
    }

    /// A text decoded from a scalar of `parent`.
    package init(_ source: SourceText, map: TextMap, parent: ManifestText) {
        self.source = source
        self.map = map
        self.parent = parent
        holes = []
    }

    /// The bytes of the file that hold these bytes of the text.
    package func fileRange(of range: Range<Int>) -> Range<Int> {
        guard let map, let parent else { return range }
        return parent.fileRange(of: map.source(of: range))
    }

    /// Whether any of these bytes of the text are only known to Helm, so that nothing can be said against them.
    package func hasHole(in range: Range<Int>) -> Bool {
        if let parent, holes.isEmpty { return map.map { parent.hasHole(in: $0.source(of: range)) } ?? false }
        var (low, high) = (0, holes.count)
        while low < high {
            let middle = (low + high) / 2
            if holes[middle].upperBound <= range.lowerBound { low = middle + 1 } else { high = middle }
        }
        return low < holes.count && holes[low].lowerBound < range.upperBound
    }

    /// Whether it comes from a Helm template.
    var isTemplate: Bool { !holes.isEmpty || parent?.isTemplate == true }

    /// Where the YAML document that goes on at a byte ends, not looked for beyond some thousand lines.
    func documentEnd(from start: Int) -> Int {
        let bytes = source.bytes.prefix(max(0, start) + 65536)
        var line = min(max(start, 0), bytes.count)
        while let newline = bytes[line...].firstIndex(of: 0x0a) {
            line = newline + 1
            if bytes[line...].starts(with: [0x2d, 0x2d, 0x2d]) { return line }
        }
        return bytes.endIndex
    }
}
