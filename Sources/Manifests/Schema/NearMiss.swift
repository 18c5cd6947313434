/// Finds the name that was meant where another was written.
package enum NearMiss {
    /// Longer names are not compared: the time it takes grows with the square.
    private static let longest = 64

    /// The name that differs least, if it differs by little: in case, in one letter of few, in two of many.
    package static func of(_ name: String, among names: some Sequence<String>) -> String? {
        let written = folded(name)
        guard !written.isEmpty, written.count <= longest else { return nil }
        let allowed = written.count < 4 ? 1 : 2
        var best: (name: String, distance: Int)?
        for candidate in names where candidate != name {
            let meant = folded(candidate)
            guard abs(meant.count - written.count) <= allowed else { continue }
            let distance = distance(written, meant)
            if distance <= allowed, distance < meant.count - 1, distance < best?.distance ?? Int.max {
                best = (candidate, distance)
            }
        }
        return best?.name
    }

    /// Without case, `-` and `_`: `keepFiringFor` means `keep_firing_for`.
    private static func folded(_ name: String) -> [UInt8] {
        name.utf8.filter { $0 != 0x2d && $0 != 0x5f }.map { $0 >= 0x41 && $0 <= 0x5a ? $0 | 0x20 : $0 }
    }

    /// Insertions, deletions, replacements and swaps of neighbours that lead from one to the other.
    private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        var before: [Int] = []
        var last = Array(0...other.count)
        for (row, byte) in one.enumerated() {
            var line = [row + 1]
            line.reserveCapacity(other.count + 1)
            for (column, target) in other.enumerated() {
                var best = min(last[column + 1] + 1, line[column] + 1, last[column] + (byte == target ? 0 : 1))
                if row > 0, column > 0, byte == other[column - 1], target == one[row - 1] {
                    best = min(best, before[column - 1] + 1)
                }
                line.append(best)
            }
            (before, last) = (last, line)
        }
        return last.last ?? 0
    }
}
