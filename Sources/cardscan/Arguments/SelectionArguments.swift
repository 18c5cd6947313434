import ArgumentParser
import TSDB

/// Which series are wanted, the same for every command that reads some.
struct SelectionArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp("Only series that this selector accepts; repeatable.", valueName: "selector"),
        transform: SelectorArgument.init(parsing:))
    var match: [SelectorArgument] = []

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Only series with samples since: RFC 3339, Unix, -2h.", valueName: "time"),
        transform: TimeArgument.init(parsing:))
    var minTime: TimeArgument?

    @Option(
        parsing: .unconditional, help: ArgumentHelp("Only series with samples until then.", valueName: "time"),
        transform: TimeArgument.init(parsing:))
    var maxTime: TimeArgument?

    /// The names of the options that were given.
    var given: [String] {
        [("--match", !match.isEmpty), ("--min-time", minTime != nil), ("--max-time", maxTime != nil)]
            .filter(\.1).map(\.0)
    }

    /// The selectors as they were written.
    var selectors: [String] { match.map(\.text) }

    var selection: Selection {
        var selection = Selection()
        selection.selectors = match.map(\.matchers)
        if let minTime { selection.minTime = minTime.milliseconds }
        if let maxTime { selection.maxTime = maxTime.milliseconds }
        return selection
    }

    func validate() throws {
        if let minTime, let maxTime, minTime.milliseconds > maxTime.milliseconds {
            throw ValidationError("--min-time is later than --max-time")
        }
    }
}

/// Label that tells replicas of one series apart.
struct ReplicaArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp("Label that tells HA replicas apart, removed first.", valueName: "label"),
        transform: NameList.init(parsing:))
    var replicaLabel: [NameList] = []

    var labels: [String] { replicaLabel.united }
}

/// Since when a series counts as gone.
struct ActivityArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp("Active: has a sample within this time. (default: 15m)", valueName: "age"),
        transform: PrometheusDuration.init(parsing:))
    var activeWithin: PrometheusDuration?
}

/// Whether the samples of the head are read.
struct HeadArguments: ParsableArguments {
    @Flag(help: "Do not read the head's samples: faster, but no times.") var noActivity = false
}

/// Labels by which series are counted.
struct GroupArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp("Group series by these labels, such as job,team.", valueName: "label,..."),
        transform: NameList.init(parsing:))
    var by: [NameList] = []

    var labels: [String] { by.united }
}

/// Whether values of labels are shown.
struct RedactionArguments: ParsableArguments {
    @Flag(help: "Replace label values by hashes, with a new key.") var redact = false

    @Option(
        help: ArgumentHelp("Redact with this key, so that runs agree.", valueName: "key"), transform: GivenText.parse)
    var redactKey: String?

    var given: [String] { [("--redact", redact), ("--redact-key", redactKey != nil)].filter(\.1).map(\.0) }

    /// The key that was given, or one made for this run; nil when values are shown.
    var key: [UInt8]? {
        if let redactKey { return Array(redactKey.utf8) }
        guard redact else { return nil }
        var random = SystemRandomNumberGenerator()
        return (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }
}
