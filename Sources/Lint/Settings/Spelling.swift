/// Finds what somebody probably meant.
package enum Spelling {
    /// The candidate that takes fewest edits to reach from `word`, if those are few for its length.
    package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        let typed = Array(word.lowercased().utf8.prefix(80))
        var best: (candidate: String, distance: Int)?
        for candidate in candidates {
            // Long names that differ in a word are other names: nobody mistypes four letters.
            let limit = max(1, min(typed.count / 3, candidate.utf8.count / 3, 3))
            guard abs(typed.count - min(candidate.utf8.count, 80)) <= limit else { continue }
            guard !differsByWords(word, candidate) else { continue }
            let edits = distance(typed, Array(candidate.lowercased().utf8.prefix(80)))
            if edits <= limit, edits < best?.distance ?? .max { best = (candidate, edits) }
        }
        return best?.candidate
    }

    /// The end of a message about an unknown word: what was meant, or what there is.
    package static func advice(for word: String, among candidates: [String]) -> String {
        if let nearest = nearest(to: word, among: candidates) { return "did you mean '\(nearest)'?" }
        let some = candidates.prefix(20).joined(separator: ", ")
        return "known are \(some)\(candidates.count > 20 ? " and others" : "")"
    }

    /// Whether they are two names, by their words: one has all words of the other in order, and more, as
    /// `x_samples_total` and `x_samples_in_total`; or a word is another one, as in `probe_icmp` and `probe_http`.
    private static func differsByWords(_ one: String, _ other: String) -> Bool {
        func words(_ text: String) -> [Substring] { text.split { $0 == "_" || $0 == ":" || $0 == "-" || $0 == "." } }
        let (shorter, longer) = { $0.count < $1.count ? ($0, $1) : ($1, $0) }(words(one), words(other))
        guard shorter.count > 1 else { return false }
        if shorter.count == longer.count {
            return zip(shorter, longer).contains { one, other in
                one != other
                    && distance(Array(one.lowercased().utf8.prefix(80)), Array(other.lowercased().utf8.prefix(80)))
                        > max(1, min(one.utf8.count, other.utf8.count) / 3)
            }
        }
        var rest = longer[...]
        return shorter.allSatisfy { word in
            guard let index = rest.firstIndex(of: word) else { return false }
            rest = rest[(index + 1)...]
            return true
        }
    }

    /// Insertions, deletions, substitutions and swaps of neighbours.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            current.reserveCapacity(right.count + 1)
            for column in right.indices {
                let substituted = last[column] + (left[row] == right[column] ? 0 : 1)
                var edits = min(substituted, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    edits = min(edits, beforeLast[column - 1] + 1)
                }
                current.append(edits)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
