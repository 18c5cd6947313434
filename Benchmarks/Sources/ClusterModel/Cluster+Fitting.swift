extension Cluster {
    /// A cluster with exactly `series` series.
    ///
    /// `shared` is the share of its series that the cluster of the same seed with `shared` nil has as well: the pods
    /// and users make up the difference, as they do in reality, while nodes and servers stay.
    package static func fitting(
        series: Int, shared: Double? = nil, leading: LeadingLabels = .none, seed: UInt64
    ) -> Cluster {
        var size = Size(pods: max(Cluster.smallest, series / 100))
        var count = Cluster(size, churned: 0, leading: .none, seed: seed).counts
        for _ in 0..<20 {
            let ratio = Double(series) * (1 - userShare) / Double(count.all)
            if (0.985...1.005).contains(ratio) { break }
            if size.kept < 1 || (size.pods == Cluster.smallest && ratio < 1) {
                size.kept = min(1, size.kept * ratio)
            } else {
                size.pods = max(Cluster.smallest, Int(Double(size.pods) * ratio))
            }
            count = Cluster(size, churned: 0, leading: .none, seed: seed).counts
        }
        size.users = max(0, series - count.all)
        let podBound = Double(count.podBound + size.users) / Double(max(series, 1))
        let churned = shared.map { min(1, (1 - $0) / podBound) } ?? 0
        return Cluster(size, churned: churned, leading: leading, seed: seed)
    }

    private static let smallest = 40
    private static let userShare = 0.04

    private struct Counts {
        var all = 0
        var podBound = 0
    }

    private var counts: Counts {
        var counts = Counts()
        for metric in metrics {
            for part in metric.parts {
                visit(part, of: metric, lead: nil) { entity, _ in
                    let series = max(1, part.bounds.count)
                    counts.all += series
                    if entities[entity].isPodBound { counts.podBound += series }
                }
            }
        }
        return counts
    }

    /// A number for a name that is the same in every run.
    static func identity(_ name: String) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return Int(truncatingIfNeeded: hash)
    }
}
