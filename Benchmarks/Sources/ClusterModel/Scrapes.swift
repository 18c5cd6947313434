/// The series of a cluster by scrape target, and the scrapes of all targets in the order of time.
///
/// Unlike `rows(of:)` it holds every series: a head, too, has them all in memory.
package struct Scrapes {
    package struct Series {
        /// Symbols of names and values in turn.
        package let labels: ArraySlice<SymbolID>
        package let times: ScrapeTimes
        /// Distinguishes this series' values from others'.
        package let number: Int
    }

    /// One scrape: all samples of a target at one moment.
    package struct Scrape {
        package let time: Int64
        fileprivate let target: Int
    }

    private var labels: [SymbolID] = []
    /// Where the labels of each series end.
    private var ends: [Int] = []
    private var times: [ScrapeTimes] = []
    /// Series numbers of each target.
    private var targets: [[Int]] = []
    /// All scrapes of the window in the order of time.
    package private(set) var inOrder: [Scrape] = []

    package init(of cluster: Cluster, from start: Int64, length: Int64) {
        var places: [Int: Int] = [:]
        for lead in cluster.leadingOrder {
            for metric in cluster.metrics {
                cluster.rows(of: metric, lead: lead).forEach { row, index in
                    let entity = cluster.entities[index]
                    let place = places[entity.target] ?? targets.count
                    if place == targets.count {
                        places[entity.target] = place
                        targets.append([])
                    }
                    targets[place].append(times.count)
                    labels.append(contentsOf: row)
                    ends.append(labels.count)
                    times.append(cluster.scrapes(of: entity, from: start, length: length))
                }
            }
        }
        for (target, series) in targets.enumerated() {
            let moments = Set(series.flatMap { number in (0..<times[number].count).map { times[number].time($0) } })
            inOrder += moments.map { Scrape(time: $0, target: target) }
        }
        inOrder.sort { ($0.time, $0.target) < ($1.time, $1.target) }
    }

    package var seriesCount: Int { times.count }

    /// The series that have a sample in `scrape`.
    package func forEachSeries(of scrape: Scrape, _ body: (Series) -> Void) {
        for number in targets[scrape.target] {
            let times = times[number]
            guard scrape.time >= times.first, scrape.time <= times.time(times.count - 1) else { continue }
            let start = number == 0 ? 0 : ends[number - 1]
            body(Series(labels: labels[start..<ends[number]], times: times, number: number))
        }
    }
}
