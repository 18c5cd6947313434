import ArgumentParser
import Cardinality
import TSDB

/// Which series rules are tried on, for commands that also read other files.
struct DataArguments: ParsableArguments {
    @Option(
        name: .customLong("data"),
        help: ArgumentHelp(
            "Data directory, block, WAL directory, directory of Thanos blocks, or snapshot; repeated: united.",
            valueName: "source"),
        completion: .file())
    var sources: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only series that this PromQL selector accepts; repeated: that any accepts.", valueName: "selector"))
    var match: [String] = []

    @Option(
        name: .customLong("min-time"), parsing: .unconditional,
        help: ArgumentHelp(
            "Only series with samples since then: RFC 3339, Unix time, or -2h before now.", valueName: "time"))
    var minTime: String?

    @Option(
        name: .customLong("max-time"), parsing: .unconditional,
        help: ArgumentHelp("Only series with samples until then.", valueName: "time"))
    var maxTime: String?

    @Option(
        name: .customLong("replica-label"),
        help: ArgumentHelp("Label that tells HA replicas apart, removed before replaying.", valueName: "label,..."))
    var replicaLabels: [String] = []

    @Option(
        name: .customLong("max-memory"),
        help: ArgumentHelp(
            "Most memory to use. (default: 1GiB, or half of what the container has free)", valueName: "size"))
    var maxMemory: String?

    @Flag(name: .shortAndLong, help: "No progress, no warnings.")
    var quiet = false

    /// The question as the engine understands it.
    func options(_ configuration: Configuration) throws -> AnalysisOptions {
        var options = AnalysisOptions(sources: sources)
        options.formats = SourceFormats.all
        options.selection = try SourceArguments.selection(match, minTime: minTime, maxTime: maxTime)
        options.replicaLabels = SourceArguments.names(replicaLabels)
        options.threads = ProcessorCount.automatic()
        options.maxMemory = configuration.maxMemory?.bytes ?? MemoryLimit.automatic()
        if let maxMemory {
            options.maxMemory = try SourceArguments.value("--max-memory", maxMemory) { text throws(ArgumentProblem) in
                try ByteSize(parsing: text).bytes
            }
        }
        return options
    }
}
