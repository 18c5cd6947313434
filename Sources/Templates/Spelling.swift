/// Finds the name that a misspelt one stands for.
enum Spelling {
    /// The only nearest of `candidates`: but for case, or within two edits (one, if the name is shorter than five).
    static func nearest(to name: String, in candidates: some Collection<String>) -> String? {
        guard name.utf8.count <= 40 else { return nil }
        let folded = name.lowercased()
        let sameButForCase = candidates.filter { $0.lowercased() == folded }
        if sameButForCase.count == 1 { return sameButForCase.first }
        let limit = name.utf8.count < 5 ? 1 : 2
        var best: (name: String, distance: Int)?
        var isUnique = false
        for candidate in candidates {
            // A short name must keep its first letter: `le` is not what `se` stands for.
            let distance = distance(Array(folded.utf8), Array(candidate.lowercased().utf8))
            guard distance <= limit, distance < candidate.utf8.count / 2 else { continue }
            if distance < best?.distance ?? .max {
                (best, isUnique) = ((candidate, distance), true)
            } else if distance == best?.distance {
                isUnique = false
            }
        }
        return isUnique ? best?.name : nil
    }

    /// Letters to insert, delete or replace.
    private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        if abs(one.count - other.count) > 2 { return .max }
        var row = Array(0...other.count)
        for (line, byte) in one.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for (column, against) in other.enumerated() {
                let replaced = diagonal + (byte == against ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
            }
        }
        return row[other.count]
    }
}
