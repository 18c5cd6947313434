import ArgumentParser
import Cardinality
import Receiver

/// What a receiver counts, and with how much memory.
struct ListenCountingArguments: ParsableArguments {
    @Option(help: ArgumentHelp("The sliding window. (default: 1h)", valueName: "duration"))
    var window: String?

    @Option(
        name: .customLong("active-within"),
        help: ArgumentHelp("Active: had a sample within this duration. (default: 15m)", valueName: "duration"))
    var activeWithin: String?

    @Option(
        name: .customLong("by"),
        help: ArgumentHelp("Count series and samples by these labels: the owners.", valueName: "label,..."))
    var by: [String] = []

    @Option(
        name: .customLong("max-memory"),
        help: ArgumentHelp(
            "Most memory to use; series beyond it are estimated. (default: 1GiB, or half of what the container has free)",
            valueName: "size"))
    var maxMemory: String?

    @Option(help: ArgumentHelp("Threads to count with. (default: processors)", valueName: "n"))
    var threads: Int?

    private static let shortestWindow: Int64 = 60_000

    func validate() throws {
        if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads must be from 1 to 1024") }
        if !by.isEmpty, SourceArguments.names(by).isEmpty { throw ValidationError("--by names no label") }
    }

    func apply(to options: inout ReceiverOptions, _ configuration: Configuration) throws {
        func duration(_ option: String, _ text: String) throws -> Int64 {
            try SourceArguments.value(option, text) { text throws(ArgumentProblem) in
                try PrometheusDuration(parsing: text).milliseconds
            }
        }
        if let window { options.window = try duration("--window", window) }
        guard options.window >= Self.shortestWindow else { throw ValidationError("--window must be 1m or more") }
        options.activeWithin = configuration.activeWithin?.milliseconds ?? options.activeWithin
        if let activeWithin { options.activeWithin = try duration("--active-within", activeWithin) }
        options.groupBy = SourceArguments.names(by)
        options.threads = threads ?? ProcessorCount.automatic()
        options.maxMemory = configuration.maxMemory?.bytes ?? MemoryLimit.automatic()
        if let maxMemory {
            options.maxMemory = try SourceArguments.value("--max-memory", maxMemory) { text throws(ArgumentProblem) in
                try ByteSize(parsing: text).bytes
            }
        }
    }
}
