import Manifests

/// Metrics that readers ask for by name and that are not there: an alert on what has not gone wrong yet.
struct AwaitedMetrics {
    /// Readers of such metrics, and those that ask for names by a pattern.
    private let readers: [(reader: UsageReader, names: Set<String>?)]

    /// - Parameter recorded: What rules record, which no scrape brings.
    init(_ usage: Usage, besides present: Set<String>, recorded: Set<String>) {
        readers = usage.allReaders.compactMap { reader in
            guard reader.kind.isEnd, !reader.metric.isEverything else { return nil }
            guard let names = reader.metric.names else { return (reader, nil) }
            let absent = Set(names).subtracting(present).filter { OutOfReach.isReached($0, recorded: recorded) }
            return absent.isEmpty ? nil : (reader, absent)
        }
    }

    /// Those that a job might come to have; nil where a reader asks for a pattern: what it waits for cannot be listed.
    func metrics(of job: String) -> Set<String>? {
        var metrics: Set<String> = []
        for (reader, names) in readers where reader.reads(job, of: "job") {
            guard let names else { return nil }
            metrics.formUnion(names)
        }
        return metrics
    }
}
