import ArgumentParser
import Receiver

/// What a receiver keeps, and where.
struct ListenKeepingArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Keep series and counts in this directory over restarts.", valueName: "directory"),
        completion: .directory)
    var state: String?

    @Option(
        name: .customLong("snapshot-interval"),
        help: ArgumentHelp("How often they are written there. (default: 5m)", valueName: "duration"))
    var snapshotInterval: String?

    private static let shortestInterval: Int64 = 1000

    func validate() throws {
        if state?.isEmpty == true { throw ValidationError("--state must not be empty") }
        if snapshotInterval != nil, state == nil {
            throw ValidationError("--snapshot-interval is about what is kept: name a directory with --state")
        }
    }

    func apply(to options: inout ReceiverOptions) throws {
        options.stateDirectory = state
        guard let snapshotInterval else { return }
        options.snapshotInterval = try SourceArguments.value("--snapshot-interval", snapshotInterval) {
            text throws(ArgumentProblem) in try PrometheusDuration(parsing: text).milliseconds
        }
        guard options.snapshotInterval >= Self.shortestInterval else {
            throw ValidationError("--snapshot-interval must be 1s or more")
        }
    }
}
