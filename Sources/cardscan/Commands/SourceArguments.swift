import ArgumentParser
import Cardinality
import Glibc
import TSDB

/// What every command that reads series takes: the sources, and which of their series are wanted.
struct SourceArguments: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Data directory, block, WAL directory, directory of Thanos blocks, snapshot, recording of listen, or text exposition (- for standard input); several are united.",
            valueName: "source"),
        completion: .file())
    var sources: [String]

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
        name: .customLong("active-within"),
        help: ArgumentHelp(
            "Active: has a sample within this duration before the newest one. (default: 15m)", valueName: "duration"))
    var activeWithin: String?

    @Option(
        name: .customLong("replica-label"),
        help: ArgumentHelp("Label that tells HA replicas apart, removed before counting.", valueName: "label,..."))
    var replicaLabels: [String] = []

    @Flag(name: .customLong("no-activity"), help: "Do not read the head's samples: faster, but no times.")
    var noActivity = false

    @Flag(help: "Replace label values by hashes, with a key made for this run.")
    var redact = false

    @Option(
        name: .customLong("redact-key"),
        help: ArgumentHelp("Redact with this key, so that results of several runs agree.", valueName: "key"))
    var redactKey: String?

    @Option(
        name: .customLong("max-memory"),
        help: ArgumentHelp(
            "Most memory to use. (default: 1GiB, or half of what the container has free)", valueName: "size"))
    var maxMemory: String?

    @Option(help: ArgumentHelp("Threads to count with. (default: processors)", valueName: "n"))
    var threads: Int?

    @Flag(name: .shortAndLong, help: "No progress, no warnings.")
    var quiet = false

    func validate() throws {
        if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads must be from 1 to 1024") }
        if !replicaLabels.isEmpty, Self.names(replicaLabels).isEmpty {
            throw ValidationError("--replica-label names no label")
        }
        if redactKey?.isEmpty == true { throw ValidationError("--redact-key must not be empty") }
    }

    /// The question as the engine understands it.
    func options(_ configuration: Configuration) throws -> AnalysisOptions {
        var options = AnalysisOptions(sources: sources)
        options.formats = SourceFormats.all
        options.selection = try Self.selection(match, minTime: minTime, maxTime: maxTime)
        options.activeWithin = configuration.activeWithin?.milliseconds ?? options.activeWithin
        if let activeWithin {
            options.activeWithin = try Self.value("--active-within", activeWithin) { text throws(ArgumentProblem) in
                try PrometheusDuration(parsing: text).milliseconds
            }
        }
        options.readsActivity = !noActivity
        options.replicaLabels = Self.names(replicaLabels)
        options.threads = threads ?? ProcessorCount.automatic()
        options.maxMemory = configuration.maxMemory?.bytes ?? MemoryLimit.automatic()
        if let maxMemory {
            options.maxMemory = try Self.value("--max-memory", maxMemory) { text throws(ArgumentProblem) in
                try ByteSize(parsing: text).bytes
            }
        }
        options.redactionKey = Self.redactionKey(redact, redactKey)
        return options
    }

    /// The key that was given, or one made for this run; nil when values are shown.
    static func redactionKey(_ isRedacted: Bool, _ key: String?) -> [UInt8]? {
        if let key { return Array(key.utf8) }
        guard isRedacted else { return nil }
        var random = SystemRandomNumberGenerator()
        return (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }

    static func selection(_ match: [String], minTime: String?, maxTime: String?) throws -> Selection {
        var selection = Selection()
        selection.selectors = try SelectorArgument.matchers(of: match)
        let now = Int64(time(nil)) * 1000
        func moment(_ option: String, _ text: String) throws -> Int64 {
            try value(option, text) { text throws(ArgumentProblem) in
                try TimeArgument(parsing: text, now: now).milliseconds
            }
        }
        if let minTime { selection.minTime = try moment("--min-time", minTime) }
        if let maxTime { selection.maxTime = try moment("--max-time", maxTime) }
        guard selection.minTime <= selection.maxTime else {
            throw ValidationError("--min-time is later than --max-time")
        }
        return selection
    }

    /// Runs `work` with progress on standard error where somebody can see it; what it throws is reported.
    func watched<Result>(
        _ options: AnalysisOptions, _ work: (AnalysisOptions) throws(Diagnostic) -> Result
    ) throws -> Result {
        try Self.watched(options, quiet: quiet, work)
    }

    static func watched<Result>(
        _ options: AnalysisOptions, quiet: Bool, _ work: (AnalysisOptions) throws(Diagnostic) -> Result
    ) throws -> Result {
        let line = quiet || !Terminal.isTerminal(STDERR_FILENO) ? nil : ProgressLine()
        var options = options
        if let line { options.progress = { line.update($0) } }
        defer { line?.finish() }
        do {
            return try work(options)
        } catch {
            line?.finish()
            StandardError.report([error], withoutWarnings: false)
            throw ExitStatus.failure
        }
    }

    /// Names given one by one or with commas between them, each once.
    static func names(_ lists: [String]) -> [String] {
        var names: [String] = []
        for name in lists.joined(separator: ",").split(separator: ",") {
            var trimmed = name.drop { $0 == " " }
            while trimmed.last == " " { trimmed.removeLast() }
            if !trimmed.isEmpty, !names.contains(String(trimmed)) { names.append(String(trimmed)) }
        }
        return names
    }

    static func value<Value>(
        _ option: String, _ text: String, _ parse: (String) throws(ArgumentProblem) -> Value
    ) throws -> Value {
        do {
            return try parse(text)
        } catch {
            throw ValidationError(
                "'\(Escaper.show(text, columns: 60))' is no value for \(option): \(error.description)")
        }
    }
}
