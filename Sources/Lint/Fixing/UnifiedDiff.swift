/// The difference of two texts as `diff -u` and git show it.
package struct UnifiedDiff {
    /// Lines around a change.
    private static let context = 3

    package struct Line: Sendable, Equatable {
        package enum Kind: Character, Sendable { case same = " ", removed = "-", added = "+" }

        package let kind: Kind
        package let text: ArraySlice<UInt8>
    }

    package struct Hunk: Sendable, Equatable {
        /// `@@ -1,7 +1,6 @@`.
        package let header: String
        package let lines: [Line]
    }

    package private(set) var hunks: [Hunk] = []

    package init(from old: [UInt8], to new: [UInt8]) {
        let (old, new) = (Self.lines(old), Self.lines(new))
        let all = Self.merged(old, new)
        var index = 0
        // How many lines of each text come before `index`.
        var (oldLine, newLine) = (0, 0)
        while let change = all[index...].firstIndex(where: { $0.kind != .same }) {
            let start = max(index, change - Self.context)
            oldLine += start - index
            newLine += start - index
            var end = change
            var last = change
            while end < all.count, end - last <= 2 * Self.context {
                if all[end].kind != .same { last = end }
                end += 1
            }
            end = min(all.count, last + 1 + Self.context)
            let lines = Array(all[start..<end])
            let removed = lines.count { $0.kind != .added }
            let added = lines.count { $0.kind != .removed }
            let header = "@@ -\(Self.range(oldLine, removed)) +\(Self.range(newLine, added)) @@"
            hunks.append(Hunk(header: header, lines: lines))
            oldLine += removed
            newLine += added
            index = end
        }
    }

    private static func range(_ start: Int, _ count: Int) -> String {
        // An empty range is named by the line before it.
        count == 1 ? "\(start + 1)" : "\(count == 0 ? start : start + 1),\(count)"
    }

    /// Both texts in one list, by the shortest edit of the part that differs.
    private static func merged(_ old: [ArraySlice<UInt8>], _ new: [ArraySlice<UInt8>]) -> [Line] {
        var prefix = 0
        while prefix < min(old.count, new.count), old[prefix] == new[prefix] { prefix += 1 }
        var suffix = 0
        while suffix < min(old.count, new.count) - prefix, old[old.count - 1 - suffix] == new[new.count - 1 - suffix] {
            suffix += 1
        }
        let oldMiddle = Array(old[prefix..<old.count - suffix])
        let newMiddle = Array(new[prefix..<new.count - suffix])
        var lines = old[..<prefix].map { Line(kind: .same, text: $0) }
        let difference = newMiddle.difference(from: oldMiddle)
        let removed = Set(difference.removals.map { Self.offset($0) })
        let added = Set(difference.insertions.map { Self.offset($0) })
        var (from, to) = (0, 0)
        while from < oldMiddle.count || to < newMiddle.count {
            if removed.contains(from) {
                lines.append(Line(kind: .removed, text: oldMiddle[from]))
                from += 1
            } else if added.contains(to) {
                lines.append(Line(kind: .added, text: newMiddle[to]))
                to += 1
            } else if from < oldMiddle.count {
                lines.append(Line(kind: .same, text: oldMiddle[from]))
                from += 1
                to += 1
            } else {
                break
            }
        }
        return lines + old[(old.count - suffix)...].map { Line(kind: .same, text: $0) }
    }

    private static func offset(_ change: CollectionDifference<ArraySlice<UInt8>>.Change) -> Int {
        switch change {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
    }

    /// Lines with their ends.
    private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0a).map { $0 + 1 } ?? bytes.count
            lines.append(bytes[start..<end])
            start = end
        }
        return lines
    }
}
