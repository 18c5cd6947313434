import ArgumentParser
import ClusterModel
import TSDBFiles

/// `generate block`: one block of two hours, streamed metric by metric.
struct Block: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Write a block of two hours into a data directory.")

    @Option(help: "How many series.")
    var series: Int

    @Option(help: "The cluster: the same seed gives the same one.")
    var seed: UInt64 = 1

    @Option(name: .shortAndLong, help: "The data directory.")
    var output: String

    @Option(help: "First millisecond of the window.")
    var start = Generate.defaultStart

    @Option(
        help: "Replace pods and users so that this share of the series is also in the block made without it (0 to 1).")
    var overlap: Double?

    @Option(help: "The share of series with a label that sorts before __name__ (0.004 for a realistic few, 1 for all).")
    var uppercaseShare = 0.0

    @Flag(inversion: .prefixedNo, help: "Write the chunk files; without them only the index and meta.json.")
    var chunks = true

    func validate() throws {
        guard series >= 1000 else { throw ValidationError("--series must be at least 1000") }
        guard (0...1).contains(overlap ?? 0) else { throw ValidationError("--overlap must be between 0 and 1") }
        guard (0...1).contains(uppercaseShare) else {
            throw ValidationError("--uppercase-share must be between 0 and 1")
        }
    }

    func run() throws {
        let cluster = Cluster.fitting(
            series: series, shared: overlap,
            leading: uppercaseShare > 0 ? .uppercase(share: uppercaseShare) : .none, seed: seed)
        var writer = try BlockWriter(
            in: output, start: start, entropy: cluster.blockEntropy(start: start), symbols: cluster.symbols.strings,
            writesChunks: chunks)
        var shared = 0
        for lead in cluster.leadingOrder {
            for metric in cluster.metrics {
                try cluster.rows(of: metric, lead: lead).forEach { labels, entity in
                    let entity = cluster.entities[entity]
                    if !entity.isReplaced { shared += 1 }
                    let times = cluster.scrapes(of: entity, from: start, length: BlockWriter.duration)
                    try writer.add(
                        labels: labels, first: times.first, interval: times.interval, samples: times.count)
                }
            }
        }
        print(try writer.finish())
        if overlap != nil { print("shared: \(shared)") }
    }
}
