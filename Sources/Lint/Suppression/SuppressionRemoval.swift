import Manifests
import YAML

/// Takes a suppression out of a file: the comment with its line, or names from its list.
struct SuppressionRemoval {
    private let suppression: Suppression
    private let bytes: [UInt8]

    init(_ suppression: Suppression, in file: ManifestFile) {
        self.suppression = suppression
        bytes = file.text.source.bytes
    }

    /// `indices` are those of the names to remove.
    func fix(removing indices: [Int]) -> Fix? {
        if indices.count == suppression.names.count {
            return Fix(.safe, "Remove the comment", [Fix.Edit(wholeComment, "")])
        }
        let edits = indices.map { Fix.Edit(listElement($0), "") }
        // Neighbours share a comma.
        for (edit, next) in zip(edits, edits.dropFirst()) where edit.range.overlaps(next.range) { return nil }
        return Fix(.safe, "Remove the name", edits)
    }

    /// The comment with the blanks before it, and with its line where it has one of its own.
    private var wholeComment: Range<Int> {
        var start = suppression.range.lowerBound
        var end = min(suppression.range.upperBound, bytes.count)
        while start > 0, bytes[start - 1] == 0x20 || bytes[start - 1] == 0x09 { start -= 1 }
        guard start == 0 || bytes[start - 1] == 0x0a || bytes[start - 1] == 0x0d else { return start..<end }
        if end < bytes.count, bytes[end] == 0x0d { end += 1 }
        if end < bytes.count, bytes[end] == 0x0a { end += 1 }
        return start..<end
    }

    /// A name with the comma and the blanks behind it, or before it if it is the last.
    private func listElement(_ index: Int) -> Range<Int> {
        let names = suppression.names
        let range = names[index].range
        if index + 1 < names.count {
            return range.lowerBound..<max(range.upperBound, names[index + 1].range.lowerBound)
        }
        if index > 0 { return min(names[index - 1].range.upperBound, range.lowerBound)..<range.upperBound }
        return range
    }
}
