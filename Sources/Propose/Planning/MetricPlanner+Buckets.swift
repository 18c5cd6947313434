import Manifests
import Relabel

/// Bounds of classic histograms that quantiles can do without.
extension MetricPlanner {
    /// Every second bound that nobody asks for by itself, the last finite one and `+Inf` excepted. Whoever computes
    /// quantiles gets coarser ones, so it is theirs to decide: the verdict names them.
    mutating func findBuckets() {
        guard series.name.hasSuffix("_bucket"), let column = series.column("le"), context.usage != nil else { return }
        // Whoever computes quantiles reads `le` itself or keeps it in a sum; both lose what lies between bounds.
        let quantiles = readers.all.filter { !$0.matchedLabels.contains("le") && $0.need(of: "le") > .none }
        guard !quantiles.isEmpty else { return }
        let before = state
        var texts: Set<UInt32> = []
        for row in 0..<series.rows where before.isKept[row] {
            let value = series.columns[column].values[row]
            if value != MetricSeries.absent { texts.insert(value) }
        }
        let bounds = texts.compactMap { number -> (text: String, bound: Double)? in
            let text = series.text(number)
            guard let bound = Double(text), bound.isFinite, !text.contains(";") else { return nil }
            return (text, bound)
        }.sorted { $0.bound < $1.bound }
        guard bounds.count >= 6 else { return }
        let named = readers.all.filter { $0.matchedLabels.contains("le") }
        var removed: [String] = []
        var worst: (before: Double, after: Double) = (1, 1)
        var lastKept = bounds[0].bound
        for (index, bound) in bounds.enumerated().dropFirst().dropLast() {
            let isNamed = named.contains { $0.reads(bound.text, of: "le") }
            if index % 2 == 1, !isNamed {
                removed.append(bound.text)
                continue
            }
            worst = Self.worse(worst, bounds[index - 1].bound, lastKept, bound.bound)
            lastKept = bound.bound
        }
        if let end = bounds.last, bounds.count > 1 {
            worst = Self.worse(worst, bounds[bounds.count - 2].bound, lastKept, end.bound)
        }
        guard !removed.isEmpty else { return }
        let rules = MetricFinding.dropRules([series.name], label: "le", values: removed)
        guard var found = judge(.buckets, labels: ["le"], values: removed, rules, losing: quantiles) else { return }
        found.finding.notes.append(
            "quantiles get coarser: the true value lies within a factor of \(Self.factor(worst.after)) of what is shown "
                + "at worst, where it was \(Self.factor(worst.before)); +Inf, the first and the last bound stay")
        found.finding.alternatives = [
            Alternative(
                .nativeHistogram,
                "scrape it as a native histogram (scrape_native_histograms, or convert_classic_histograms_to_nhcb): "
                    + "one series instead of \(bounds.count + 1)")
        ]
        accept(found)
    }

    /// The wider of two pairs of neighbouring bounds, by the factor between them, before and after.
    private static func worse(
        _ worst: (before: Double, after: Double), _ previous: Double, _ kept: Double, _ bound: Double
    ) -> (before: Double, after: Double) {
        guard previous > 0, kept > 0, bound > 0 else { return worst }
        return (max(worst.before, bound / previous), max(worst.after, bound / kept))
    }

    private static func factor(_ number: Double) -> String {
        let scaled = (number * 100).rounded()
        guard scaled.isFinite, scaled < 1e15 else { return "very much" }
        let cents = Int(scaled)
        return "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
    }
}
