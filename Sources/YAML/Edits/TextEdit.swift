/// Bytes of a text, and what takes their place.
package struct TextEdit: Sendable, Equatable {
    /// Bytes of the file; empty where something is inserted.
    package let range: Range<Int>
    package let replacement: [UInt8]

    package init(_ range: Range<Int>, _ replacement: [UInt8]) {
        self.range = range
        self.replacement = replacement
    }

    package init(_ range: Range<Int>, _ replacement: String) { self.init(range, Array(replacement.utf8)) }

    fileprivate func isBefore(_ other: TextEdit) -> Bool {
        (range.lowerBound, range.upperBound) < (other.range.lowerBound, other.range.upperBound)
    }
}

/// Changes of one text that do not get into each other's way: a corrected file is its text with these applied.
///
/// What is not edited stays as it is, byte by byte: comments, quotes and line ends are the author's.
package struct TextEdits: Sendable, Equatable {
    package enum Conflict: Error, Sendable, Equatable {
        /// Two edits want the same bytes, or insert at the same place.
        case overlap(TextEdit, TextEdit)
        /// An edit of bytes that the text does not have.
        case outside(TextEdit)
    }

    /// In the order of the text.
    package private(set) var edits: [TextEdit] = []

    package init() {}

    package var isEmpty: Bool { edits.isEmpty }

    /// Adds the edits of one correction, all or none. An edit that is there already is not added again.
    package mutating func add(_ correction: [TextEdit]) throws(Conflict) {
        var edits = edits
        for edit in correction { try Self.insert(edit, into: &edits) }
        self.edits = edits
    }

    private static func insert(_ edit: TextEdit, into edits: inout [TextEdit]) throws(Conflict) {
        var (low, high) = (0, edits.count)
        while low < high {
            let middle = (low + high) / 2
            if edits[middle].isBefore(edit) { low = middle + 1 } else { high = middle }
        }
        if low < edits.count {
            let next = edits[low]
            if next == edit { return }
            guard next.range != edit.range, edit.range.upperBound <= next.range.lowerBound else {
                throw .overlap(next, edit)
            }
        }
        if low > 0, edits[low - 1].range.upperBound > edit.range.lowerBound { throw .overlap(edits[low - 1], edit) }
        edits.insert(edit, at: low)
    }

    /// The text after all edits.
    package func applied(to source: SourceText) throws(Conflict) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(source.bytes.count + edits.reduce(0) { $0 + $1.replacement.count })
        var offset = 0
        for edit in edits {
            guard edit.range.lowerBound >= offset, edit.range.upperBound <= source.bytes.count else {
                throw .outside(edit)
            }
            result += source.bytes[offset..<edit.range.lowerBound]
            result += edit.replacement
            offset = edit.range.upperBound
        }
        return result + source.bytes[offset...]
    }
}
