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

    @Option(
        help: ArgumentHelp(
            "Record requests to this file, which every command takes as a SOURCE.", valueName: "file"),
        completion: .file())
    var record: String?

    @Option(
        name: .customLong("record-size"),
        help: ArgumentHelp(
            "Begin a new file at this size; FILE.1 is the one before. (default: 1GiB)", valueName: "size"))
    var recordSize: String?

    @Option(
        name: .customLong("record-files"),
        help: ArgumentHelp("Files kept, the one in use included. (default: 4)", valueName: "n"))
    var recordFiles: Int?

    @Option(
        help: ArgumentHelp(
            "Pass requests on to this remote-write address; its answer is the sender's.", valueName: "url"))
    var forward: String?

    @Option(
        name: .customLong("forward-ca"),
        help: ArgumentHelp("Trust these authorities there, PEM. (default: the system's)", valueName: "file"),
        completion: .file())
    var forwardAuthorities: String?

    private static let smallestRecording = 1 << 20
    private static let shortestInterval: Int64 = 1000

    func validate() throws {
        if state?.isEmpty == true { throw ValidationError("--state must not be empty") }
        if snapshotInterval != nil, state == nil {
            throw ValidationError("--snapshot-interval is about what is kept: name a directory with --state")
        }
        if record?.isEmpty == true { throw ValidationError("--record must not be empty") }
        if record == nil, recordSize != nil || recordFiles != nil {
            throw ValidationError("--record-size and --record-files are about --record: name its file")
        }
        if let recordFiles, !(1...1000).contains(recordFiles) {
            throw ValidationError("--record-files must be from 1 to 1000")
        }
        if let forward, ForwardTarget(forward) == nil {
            throw ValidationError(
                "'\(Escaper.show(forward, columns: 60))' is no value for --forward: "
                    + "write an address such as http://127.0.0.1:9090/api/v1/write")
        }
        if forwardAuthorities != nil, forward.flatMap({ ForwardTarget($0) })?.isSecure != true {
            throw ValidationError("--forward-ca is about certificates: name an https address with --forward")
        }
    }

    func apply(to options: inout ReceiverOptions) throws {
        options.stateDirectory = state
        options.forward = forward.flatMap { ForwardTarget($0) }
        options.forward?.authorities = forwardAuthorities
        if let record {
            var recording = RecordingOptions(record)
            recording.fileLimit = recordFiles ?? recording.fileLimit
            if let recordSize {
                recording.sizeLimit = try SourceArguments.value("--record-size", recordSize) {
                    text throws(ArgumentProblem) in try ByteSize(parsing: text).bytes
                }
            }
            guard recording.sizeLimit >= Self.smallestRecording else {
                throw ValidationError("--record-size must be 1MiB or more")
            }
            options.recording = recording
        }
        guard let snapshotInterval else { return }
        options.snapshotInterval = try SourceArguments.value("--snapshot-interval", snapshotInterval) {
            text throws(ArgumentProblem) in try PrometheusDuration(parsing: text).milliseconds
        }
        guard options.snapshotInterval >= Self.shortestInterval else {
            throw ValidationError("--snapshot-interval must be 1s or more")
        }
    }
}
