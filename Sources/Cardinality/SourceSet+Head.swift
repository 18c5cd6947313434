import TSDB

/// What parts know beside their series: metadata, and samples that collide.
extension SourceSet {
    private static let exampleCount = 5

    /// Metadata by the global symbol of the metric's name.
    func metadata(in symbols: SymbolSpace) -> [UInt32: MetricMetadata] {
        var metadata: [UInt32: MetricMetadata] = [:]
        for (part, source) in parts.enumerated() {
            let map = symbols.maps[part]
            for (name, entry) in source.metadata { metadata[map.isEmpty ? name : map[Int(name)]] = entry }
        }
        return metadata
    }

    /// Collisions of all heads together; nil when no samples were read.
    func collisions(_ options: AnalysisOptions) -> CollisionSummary? {
        let heads = parts.compactMap { $0 as? Head }
        guard options.readsActivity, !heads.isEmpty else { return nil }
        let redaction = options.redactionKey.map { Redaction(key: $0) }
        var summary = CollisionSummary(samples: 0, series: 0, examples: [])
        for head in heads {
            summary.samples += head.collisions.count
            summary.series += head.collisions.series
            for example in head.collisions.examples where summary.examples.count < Self.exampleCount {
                summary.examples.append(
                    CollisionSummary.Example(
                        series: SeriesText(redaction: redaction).text(of: example.pairs, in: head),
                        time: example.time,
                        values: [example.first.number, example.second.number]))
            }
        }
        return summary
    }
}

extension Collisions.Value {
    /// Nil for a histogram.
    fileprivate var number: Double? {
        switch self {
        case .float(let value): value
        case .histogram: nil
        }
    }
}
