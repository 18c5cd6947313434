/// What changes from one text to another, in the format that `diff -u` writes, and `patch` and `git apply` read.
package struct UnifiedDiff: Sendable {
    package struct Line: Sendable, Equatable {
        package enum Kind: Character, Sendable { case same = " ", removed = "-", added = "+" }

        package let kind: Kind
        /// With its end, which the last line of a text may lack.
        package let text: ArraySlice<UInt8>
    }

    /// Changes that stand together, and the lines around them.
    package struct Hunk: Sendable, Equatable {
        /// Lines of either text, counted from 0.
        package let old: Range<Int>
        package let new: Range<Int>
        package let lines: [Line]

        /// `@@ -1,7 +1,6 @@`.
        package var header: String { "@@ -\(Self.place(old)) +\(Self.place(new)) @@" }

        /// The first line and the number of lines, which is left out where it is 1. Of no lines, the line before.
        private static func place(_ lines: Range<Int>) -> String {
            switch lines.count {
            case 0: "\(lines.lowerBound),0"
            case 1: "\(lines.lowerBound + 1)"
            default: "\(lines.lowerBound + 1),\(lines.count)"
            }
        }
    }

    package let hunks: [Hunk]

    package var isEmpty: Bool { hunks.isEmpty }

    /// - Parameter context: How many unchanged lines to show before and after a change.
    package init(from old: [UInt8], to new: [UInt8], context: Int = 3) {
        let (oldLines, newLines) = (Self.lines(of: old), Self.lines(of: new))
        // Equal lines have equal numbers.
        var numbers: [ArraySlice<UInt8>: Int] = [:]
        func number(_ line: ArraySlice<UInt8>) -> Int {
            if let known = numbers[line] { return known }
            let next = numbers.count
            numbers[line] = next
            return next
        }
        let difference = LineDifference(oldLines.map(number), newLines.map(number))
        hunks = Self.hunks(difference, context: context).map { hunk in
            Hunk(old: hunk.old, new: hunk.new, lines: Self.lines(in: hunk, oldLines, newLines, difference))
        }
    }

    /// The lines of a text with their ends; the last may have none.
    private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0a).map { $0 + 1 } ?? bytes.count
            lines.append(bytes[start..<end])
            start = end
        }
        return lines
    }

    /// Which lines belong together: changes with no more unchanged lines between them than are shown for both.
    private static func hunks(
        _ difference: LineDifference, context: Int
    ) -> [(old: Range<Int>, new: Range<Int>)] {
        let (removed, added) = (difference.removed, difference.added)
        var hunks: [(old: Range<Int>, new: Range<Int>)] = []
        var (old, new) = (0, 0)
        while old < removed.count || new < added.count {
            let isChange = (old < removed.count && removed[old]) || (new < added.count && added[new])
            guard isChange else {
                old += 1
                new += 1
                continue
            }
            let (oldStart, newStart) = (old, new)
            while old < removed.count, removed[old] { old += 1 }
            while new < added.count, added[new] { new += 1 }
            let before = min(context, oldStart, newStart)
            let after = min(context, removed.count - old, added.count - new)
            let next = (old: oldStart - before..<old + after, new: newStart - before..<new + after)
            if let last = hunks.last, last.old.upperBound >= next.old.lowerBound {
                hunks[hunks.count - 1] = (
                    last.old.lowerBound..<next.old.upperBound, last.new.lowerBound..<next.new.upperBound
                )
            } else {
                hunks.append(next)
            }
        }
        return hunks
    }

    private static func lines(
        in hunk: (old: Range<Int>, new: Range<Int>), _ old: [ArraySlice<UInt8>], _ new: [ArraySlice<UInt8>],
        _ difference: LineDifference
    ) -> [Line] {
        var lines: [Line] = []
        var (oldLine, newLine) = (hunk.old.lowerBound, hunk.new.lowerBound)
        while oldLine < hunk.old.upperBound || newLine < hunk.new.upperBound {
            if oldLine < hunk.old.upperBound, difference.removed[oldLine] {
                lines.append(Line(kind: .removed, text: old[oldLine]))
                oldLine += 1
            } else if newLine < hunk.new.upperBound, difference.added[newLine] {
                lines.append(Line(kind: .added, text: new[newLine]))
                newLine += 1
            } else if oldLine < hunk.old.upperBound {
                lines.append(Line(kind: .same, text: old[oldLine]))
                oldLine += 1
                newLine += 1
            } else {
                break
            }
        }
        return lines
    }
}
