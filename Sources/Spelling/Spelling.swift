/// Finds what somebody probably meant.
package enum Spelling {
    /// Longer words are cut: the time it takes grows with the square.
    private static let longest = 80

    /// The candidate that takes fewest edits to reach from `word`, if those are few for its length; the first of
    /// several. Case does not count.
    package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        best(for: word, among: candidates)?.candidate
    }

    /// The same where it is the only one so near, as whatever is replaced without asking must be.
    package static func onlyNearest(to word: String, among candidates: some Sequence<String>) -> String? {
        best(for: word, among: candidates).flatMap { $0.isOnly ? $0.candidate : nil }
    }

    private static func best(
        for word: String, among candidates: some Sequence<String>
    ) -> (candidate: String, isOnly: Bool)? {
        let typed = folded(word)
        var best: (candidate: String, distance: Int)?
        var isOnly = false
        for candidate in candidates where candidate != word {
            // Long names that differ in a word are other names: nobody mistypes four letters.
            let limit = max(1, min(typed.count / 3, candidate.utf8.count / 3, 3))
            guard abs(typed.count - min(candidate.utf8.count, longest)) <= limit else { continue }
            guard !differsByWords(word, candidate) else { continue }
            let edits = distance(typed, folded(candidate))
            // Of two letters one is no resemblance.
            guard edits <= limit, edits == 0 || candidate.utf8.count > 2 else { continue }
            if edits == best?.distance { isOnly = false }
            if edits < best?.distance ?? .max { (best, isOnly) = ((candidate, edits), true) }
        }
        return best.map { ($0.candidate, isOnly) }
    }

    private static func folded(_ word: some StringProtocol) -> [UInt8] { Array(word.lowercased().utf8.prefix(longest)) }

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
                    && distance(folded(one), folded(other))
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
