import ArgumentParser
import Cardinality
import Glibc
import TSDB

/// The two sides of a comparison, and which of their series are wanted.
struct DiffArguments: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "What to compare: two of data directory, block, WAL directory, directory of blocks, snapshot, or report (of analyze --format json); or one, with --old-window or --new-window.",
            valueName: "old> <new"),
        completion: .file())
    var sources: [String]

    @Option(
        name: .customLong("old-window"), parsing: .unconditional,
        help: ArgumentHelp(
            "Of the old source only series with samples from then to then: -4h..-2h, ..2026-11-22.",
            valueName: "from..to"))
    var oldWindow: String?

    @Option(
        name: .customLong("new-window"), parsing: .unconditional,
        help: ArgumentHelp(
            "The same of the new source. With one source the window not given ends, or begins, where this one does not.",
            valueName: "from..to"))
    var newWindow: String?

    @Option(
        help: ArgumentHelp(
            "Only series that this PromQL selector accepts; repeated: that any accepts.", valueName: "selector"))
    var match: [String] = []

    @Option(
        name: .customLong("min-time"), parsing: .unconditional,
        help: ArgumentHelp(
            "On both sides only series with samples since then: RFC 3339, Unix time, or -2h before now.",
            valueName: "time"))
    var minTime: String?

    @Option(
        name: .customLong("max-time"), parsing: .unconditional,
        help: ArgumentHelp("On both sides only series with samples until then.", valueName: "time"))
    var maxTime: String?

    @Option(
        name: .customLong("replica-label"),
        help: ArgumentHelp("Label that tells HA replicas apart, removed before comparing.", valueName: "label,..."))
    var replicaLabels: [String] = []

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

    @Option(help: ArgumentHelp("Threads to compare with. (default: processors)", valueName: "n"))
    var threads: Int?

    @Flag(name: .shortAndLong, help: "No progress, no warnings.")
    var quiet = false

    func validate() throws {
        if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads must be from 1 to 1024") }
        if redactKey?.isEmpty == true { throw ValidationError("--redact-key must not be empty") }
        switch sources.count {
        case 2: break
        case 1 where oldWindow != nil || newWindow != nil: break
        case 1:
            throw ValidationError(
                "one source is compared with nothing; name an old and a new one, or windows: --new-window -2h..")
        default: throw ValidationError("diff compares two sources, not \(sources.count)")
        }
    }

    /// Where each side's series or numbers come from, the old one first.
    func sides(_ configuration: Configuration) throws -> (old: Side, new: Side) {
        let isReport = sources.map(ReportFile.isReport)
        if isReport.contains(true) { try validateReports() }
        let windows = try windows()
        let selections = try windows.map { window in
            var selection = try SourceArguments.selection(match, minTime: minTime, maxTime: maxTime)
            selection.minTime = max(selection.minTime, window.minTime ?? .min)
            selection.maxTime = min(selection.maxTime, window.maxTime ?? .max)
            guard selection.minTime <= selection.maxTime else {
                throw ValidationError("a window lies outside of --min-time and --max-time: nothing would be left")
            }
            return selection
        }
        let options = try options(configuration)
        func side(_ index: Int) -> Side {
            let source = min(index, sources.count - 1)
            if isReport[source] { return .report(sources[source], maxMemory: options.maxMemory) }
            var options = options
            options.sources = [sources[source]]
            options.selection = selections[index]
            return .series(options)
        }
        return (side(0), side(1))
    }

    enum Side {
        case series(AnalysisOptions)
        case report(String, maxMemory: Int)
    }

    /// Reports hold numbers: nothing can be picked out of them.
    private func validateReports() throws {
        let asked = [
            ("--match", !match.isEmpty), ("--min-time", minTime != nil), ("--max-time", maxTime != nil),
            ("--old-window", oldWindow != nil), ("--new-window", newWindow != nil),
            ("--replica-label", !replicaLabels.isEmpty), ("--redact", redact), ("--redact-key", redactKey != nil),
        ]
        if let (option, _) = asked.first(where: \.1) {
            throw ValidationError("\(option) needs series; a report holds numbers, made with its own options")
        }
    }

    /// The old window, then the new one. With one source, a window that was not given is what the other leaves.
    private func windows() throws -> [TimeWindow] {
        let now = Int64(time(nil)) * 1000
        func window(_ option: String, _ text: String?) throws -> TimeWindow? {
            guard let text else { return nil }
            return try SourceArguments.value(option, text) { text throws(ArgumentProblem) in
                try TimeWindow(parsing: text, now: now)
            }
        }
        let old = try window("--old-window", oldWindow)
        let new = try window("--new-window", newWindow)
        let all = TimeWindow(minTime: nil, maxTime: nil)
        guard sources.count == 1 else { return [old ?? all, new ?? all] }
        if let old, new == nil {
            guard let end = old.maxTime else {
                throw ValidationError("--old-window has no end, so nothing is left for the new side; add --new-window")
            }
            return [old, TimeWindow(minTime: end == .max ? end : end + 1, maxTime: nil)]
        }
        if let new, old == nil {
            guard let start = new.minTime else {
                throw ValidationError(
                    "--new-window has no beginning, so nothing is left for the old side; add --old-window")
            }
            return [TimeWindow(minTime: nil, maxTime: start == .min ? start : start - 1), new]
        }
        return [old ?? all, new ?? all]
    }

    /// What both sides share.
    private func options(_ configuration: Configuration) throws -> AnalysisOptions {
        var options = AnalysisOptions(sources: [])
        options.formats = SourceFormats.all
        options.replicaLabels = SourceArguments.names(replicaLabels)
        options.threads = threads ?? ProcessorCount.automatic()
        options.maxMemory = configuration.maxMemory?.bytes ?? MemoryLimit.automatic()
        if let maxMemory {
            options.maxMemory = try SourceArguments.value("--max-memory", maxMemory) { text throws(ArgumentProblem) in
                try ByteSize(parsing: text).bytes
            }
        }
        options.redactionKey = SourceArguments.redactionKey(redact, redactKey)
        return options
    }
}
