package import RemoteWrite
import TSDB

/// What a receiver shows of itself beside the report of its series.
package struct StreamStatus: Sendable {
    package struct Metric: Sendable {
        package var name: String
        package var series: Int
        package var samples: Int
        package var samplesPerSecond: Double
    }

    package struct Owner: Sendable {
        /// One for each label asked for, nil where it is absent; none for owners beyond the number that is told apart.
        package var values: [String?]
        package var series: Int
        package var samples: Int
        package var samplesPerSecond: Double
    }

    package struct Sender: Sendable {
        package var address: String
        package var agent: String
        package var version: String
        package var requests: Int
        package var failedRequests: Int
        package var samples: Int
        package var rejectedSeries: Int
        package var lastSeen: Int64
        package var lastFault: String
    }

    package struct Tail: Sendable {
        package var series: Int
        /// Relative standard error of `series`.
        package var error: Double
        package var samples: Int
        package var metrics: [(name: String, series: Int, samples: Int)]
        package var metricError: Double
    }

    /// Milliseconds since the epoch.
    package var now: Int64
    package var startTime: Int64
    package var window: ClosedRange<Int64>
    package var totals: StreamTotals
    package var labelLimits: LabelLimits
    package var knownSeries: Int
    package var activeSeries: Int
    package var metricCount: Int
    package var ownerLabels: [String]
    package var memoryUsed: Int
    package var memoryLimit: Int
    package var samplesPerSecond: Double
    package var metrics: [Metric]
    package var owners: [Owner]
    package var senders: [Sender]
    package var history: [HistoryPoint]
    /// Series that no memory was left for, since the start; nil when there are none.
    package var tail: Tail?
    /// Estimate of those of them that had a sample in the window.
    package var tailSeriesInWindow: Int
    /// Estimate of the series that left the window and were forgotten to make room; 0 while all of them are known.
    package var forgottenSeries: Int
}

extension LiveStream {
    /// `limit` bounds every list.
    package func status(limit: Int = 20) -> StreamStatus {
        let now = Self.now()
        let seconds = recentSeconds(now)
        let window = window(now)
        let (totals, senders, history) = counted()
        let since = window.upperBound - options.activeWithin
        func rate(_ counts: StreamCounts) -> Double { Double(counts.recent) / seconds }
        return series.withTable { table in
            let metrics = table.busiestMetrics(limit).map {
                StreamStatus.Metric(
                    name: $0.name, series: Int($0.counts.series), samples: Int($0.counts.samples),
                    samplesPerSecond: rate($0.counts))
            }
            let owners = table.busiestOwners(limit).map {
                StreamStatus.Owner(
                    values: $0.values, series: Int($0.counts.series), samples: Int($0.counts.samples),
                    samplesPerSecond: rate($0.counts))
            }
            return StreamStatus(
                now: now, startTime: startTime, window: window, totals: totals, labelLimits: options.labelLimits,
                knownSeries: table.count,
                activeSeries: table.count(since: since), metricCount: table.metricCount,
                ownerLabels: table.ownerLabels,
                memoryUsed: table.memoryUsed + requestMemoryInUse, memoryLimit: options.maxMemory,
                samplesPerSecond: Double(table.recentSamples) / seconds, metrics: metrics, owners: owners,
                senders: Array(senders.prefix(limit)), history: history,
                tail: tail.estimate(sinceStart: true, metrics: limit).map {
                    StreamStatus.Tail(
                        series: $0.series, error: $0.error, samples: $0.samples, metrics: $0.metrics,
                        metricError: $0.metricError)
                }, tailSeriesInWindow: tail.estimate(sinceStart: false, metrics: 0)?.series ?? 0,
                forgottenSeries: tail.forgotten)
        }
    }

    private func counted() -> (StreamTotals, [StreamStatus.Sender], [HistoryPoint]) {
        let (totals, senders, history) = counts()
        let rows = senders.senders.map { key, sender in
            StreamStatus.Sender(
                address: key.address, agent: key.agent, version: sender.version.number, requests: sender.requests,
                failedRequests: sender.failedRequests, samples: sender.samples,
                rejectedSeries: sender.rejectedSeries, lastSeen: sender.lastSeen, lastFault: sender.lastFault)
        }
        return (totals, rows.sorted { ($0.samples, $1.address) > ($1.samples, $0.address) }, history)
    }
}
