import ArgumentParser
import ClusterModel
import TSDBFiles

/// `generate wal`: a data directory with nothing but a write-ahead log, as after a restart within the first two hours.
struct WriteAheadLog: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wal", abstract: "Write a data directory whose series are all in the head's write-ahead log.")

    enum Codec: String, ExpressibleByArgument, CaseIterable {
        case none, snappy, zstd

        var compression: Compression {
            switch self {
            case .none: .none
            case .snappy: .snappy
            case .zstd: .zstd
            }
        }
    }

    @Option(help: "How many series.")
    var series: Int

    @Option(help: "How many minutes of scrapes, every 15 or 30 seconds.")
    var minutes: Int64 = 5

    @Option(help: "The cluster: the same seed gives the same one.")
    var seed: UInt64 = 1

    @Option(name: .shortAndLong, help: "The data directory.")
    var output: String

    @Option(help: "First millisecond of the window.")
    var start = Generate.defaultStart

    @Option(help: "The records' compression: none, snappy or zstd.")
    var compression = Codec.snappy

    func validate() throws {
        guard series >= 1000 else { throw ValidationError("--series must be at least 1000") }
        guard minutes >= 1 else { throw ValidationError("--minutes must be at least 1") }
    }

    func run() throws {
        let cluster = Cluster.fitting(series: series, seed: seed)
        let scrapes = Scrapes(of: cluster, from: start, length: minutes * 60_000)
        var log = try LogWriter(in: output, compression: compression.compression)
        // The head numbers series in the order in which it meets them; 0 is a series not met yet.
        var references = [UInt64](repeating: 0, count: scrapes.seriesCount)
        var last: UInt64 = 0
        for scrape in scrapes.inOrder {
            // A commit writes the new series first, then the samples.
            var series = SeriesRecord()
            var samples = SamplesRecord()
            scrapes.forEachSeries(of: scrape) { one in
                if references[one.number] == 0 {
                    last += 1
                    references[one.number] = last
                    series.add(reference: last, labels: one.labels, symbols: cluster.symbols.strings)
                }
                samples.add(
                    reference: references[one.number], time: scrape.time, value: value(of: one, at: scrape.time))
            }
            if !series.isEmpty { try log.append(series.buffer) }
            if !samples.isEmpty { try log.append(samples.buffer) }
        }
        try log.finish()
        print(output)
    }

    /// Half of the series count up, the others rest.
    private func value(of series: Scrapes.Series, at time: Int64) -> Double {
        let resting = Double(series.number % 9973)
        guard series.number.isMultiple(of: 2) else { return resting }
        return resting + Double((time - series.times.first) / series.times.interval * Int64(series.number % 31))
    }
}
