import Cardinality

/// Why a metric has so many series: its labels, the most consequential first, with what would be left without them.
///
/// Labels that determine each other (`pod`, `uid`) are one cause, since dropping just one of them frees nothing, and
/// labels that follow from another one hang on it: otherwise innocents would be listed as causes, and the cause as
/// innocent.
struct MetricCauses {
    struct Cause {
        /// Labels with the same effect, the metric's order kept.
        var names: [String]
        var values: Int
        /// Series that remain without it, where it is a single label.
        var seriesWithout: Int?
        /// Labels that follow from these, the widest first.
        var fixed: [String] = []
        /// The first of them if it has nearly as many values: it would stand in for this one if that were dropped.
        var standIn: (name: String, values: Int)?
        /// Whether it frees next to nothing alone, because what it fixes tells its series apart as well.
        var isTied = false
    }

    let causes: [Cause]

    /// Takes no longer than in proportion to the labels, of which there can be thousands, as few determine one another.
    init(_ metric: MetricRow) {
        let rows = metric.labels
        let rowByName = Dictionary(rows.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var causes: [Cause] = []
        var causeByName: [String: Int] = [:]
        for row in rows {
            let twins = row.determinedBy.lazy.filter { rowByName[$0]?.determinedBy.contains(row.name) ?? false }
            if let twin = twins.compactMap({ causeByName[$0] }).min() {
                causes[twin].names.append(row.name)
                causes[twin].seriesWithout = nil
                continue
            }
            causeByName[row.name] = causes.count
            causes.append(Cause(names: [row.name], values: row.values, seriesWithout: row.seriesWithout))
        }
        // The widest first, so that a chain (pod fixes node, node fixes zone) hangs on its start.
        causes.sort { $0.values > $1.values }
        var roots: [Cause] = []
        var rootByName: [String: Int] = [:]
        for cause in causes {
            let determining = rowByName[cause.names[0]]?.determinedBy ?? []
            if let root = determining.compactMap({ rootByName[$0] }).min() {
                guard cause.values > 1 else { continue }
                roots[root].fixed.append(contentsOf: cause.names)
                if roots[root].standIn == nil, cause.values * 5 >= roots[root].values * 4 {
                    roots[root].standIn = (cause.names[0], cause.values)
                }
            } else {
                rootByName[cause.names[0]] = roots.count
                roots.append(cause)
            }
        }
        self.causes = Self.ranked(roots.filter { $0.values > 1 }, series: metric.counts.series)
    }

    /// The fewest series left first. Labels that only free something when they leave together with others, such as a
    /// user id beside a path that holds it, stand before the first label that has fewer values: what would be left
    /// without all of them is not known.
    private static func ranked(_ causes: [Cause], series: Int) -> [Cause] {
        let causes = causes.map { cause in
            var cause = cause
            let saved = series - (cause.seriesWithout ?? series)
            cause.isTied =
                cause.seriesWithout == nil || !cause.fixed.isEmpty && Double(saved) < Double(series) * 0.01
            return cause
        }
        let untied = causes.filter { !$0.isTied }.sorted { ($0.seriesWithout ?? 0) < ($1.seriesWithout ?? 0) }
        var rest = untied[...]
        var ranked: [Cause] = []
        // The widest come first here, so that the place of each is not before that of the last.
        for cause in causes where cause.isTied {
            let wider = rest.prefix { $0.values >= cause.values }
            ranked += wider
            rest = rest.dropFirst(wider.count)
            ranked.append(cause)
        }
        return ranked + rest
    }
}
