import ArgumentParser
import Cardinality

/// How much of the machine may be used.
struct EffortArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp("Memory limit. (default: 1GiB, or half of what is free)", valueName: "size"),
        transform: ByteSize.init(parsing:))
    var maxMemory: ByteSize?

    @Option(
        help: ArgumentHelp("Threads to use. (default: processors)", valueName: "n"),
        transform: WholeNumber.parser(1...1024))
    var threads: Int?

    var threadCount: Int { threads ?? ProcessorCount.automatic() }

    /// In bytes.
    func memory(_ configuration: Configuration) -> Int {
        maxMemory?.bytes ?? configuration.maxMemory?.bytes ?? MemoryLimit.automatic()
    }

    func apply(to options: inout AnalysisOptions, _ configuration: Configuration) {
        options.threads = threadCount
        options.maxMemory = memory(configuration)
    }
}

/// How much is said beside the result.
struct QuietArguments: ParsableArguments {
    @Flag(name: .shortAndLong, help: "No progress, warnings or summary.") var quiet = false
}
