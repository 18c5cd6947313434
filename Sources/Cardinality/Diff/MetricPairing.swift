/// Pairs metrics that are gone with metrics that are new: by what their label sets have in common, and where that fits
/// several, by their names.
struct MetricPairing {
    /// Label sets that both must have.
    private static let sharedSets = 0.5
    /// Words that both names must have, of all words of both, where label sets do not tell metrics apart.
    private static let sharedWords = 0.4
    /// A metric with so few series has the label sets of many others.
    private static let distinctiveSeries = 4

    private struct Candidate {
        var old: Int
        var new: Int
        var words: Double
        var sets: Double
    }

    private let candidates: [Candidate]

    init(_ gone: [Int], _ new: [Int], _ sketches: [Int: MetricSketch]) {
        var candidates: [Candidate] = []
        for old in gone {
            guard let before = sketches[old] else { continue }
            var byLabels: [Candidate] = []
            for new in new {
                guard let after = sketches[new], before.series <= after.series * 2, after.series <= before.series * 2
                else { continue }
                let sets = MetricSketch.overlap(before.whole, after.whole)
                let isSame = sets >= Self.sharedSets
                guard isSame || MetricSketch.overlap(before.stable, after.stable) >= Self.sharedSets else { continue }
                let words = Self.words(before.words, after.words)
                guard isSame || words >= Self.sharedWords else { continue }
                let candidate = Candidate(old: old, new: new, words: words, sets: sets)
                if words >= Self.sharedWords { candidates.append(candidate) } else { byLabels.append(candidate) }
            }
            // Without a likeness of names the label sets must be of one metric alone, and say something.
            if byLabels.count == 1, before.series >= Self.distinctiveSeries { candidates += byLabels }
        }
        self.candidates = candidates
    }

    /// Each metric in one pair at most, the most alike first.
    func best() -> [(old: Int, new: Int)] {
        var taken: (old: Set<Int>, new: Set<Int>) = ([], [])
        var pairs: [(old: Int, new: Int)] = []
        for candidate in candidates.sorted(by: Self.isBetter)
        where !taken.old.contains(candidate.old) && !taken.new.contains(candidate.new) {
            taken.old.insert(candidate.old)
            taken.new.insert(candidate.new)
            pairs.append((candidate.old, candidate.new))
        }
        return pairs
    }

    private static func isBetter(_ a: Candidate, _ b: Candidate) -> Bool {
        (a.words + a.sets, b.old, b.new) > (b.words + b.sets, a.old, a.new)
    }

    /// Words that both names have, as a share of all.
    static func words(_ a: [String], _ b: [String]) -> Double {
        guard !a.isEmpty, !b.isEmpty else { return 0 }
        return Double(2 * Set(a).intersection(b).count) / Double(Set(a).count + Set(b).count)
    }
}
