import ArgumentParser
import Receiver

/// What a receiver keeps, and where.
struct ListenKeepingArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp("Keep series and counts there over restarts.", valueName: "directory"),
        completion: .directory, transform: GivenText.parse)
    var state: String?

    @Option(
        help: ArgumentHelp("How often they are written there. (default: 5m)", valueName: "duration"),
        transform: DurationArgument.parser(atLeast: 1000))
    var snapshotInterval: PrometheusDuration?

    @Option(
        help: ArgumentHelp("Record requests there; the file is a SOURCE.", valueName: "file"), completion: .file(),
        transform: GivenText.parse)
    var record: String?

    @Option(
        help: ArgumentHelp("Begin a new file at this size. (default: 1GiB)", valueName: "size"),
        transform: ListenKeepingArguments.recordSize)
    var recordSize: ByteSize?

    @Option(
        help: ArgumentHelp("Files kept, the one in use included. (default: 4)", valueName: "n"),
        transform: WholeNumber.parser(1...1000))
    var recordFiles: Int?

    @Option(
        help: ArgumentHelp("Pass requests on to this remote-write address.", valueName: "url"),
        transform: ListenKeepingArguments.target)
    var forward: ForwardTarget?

    @Option(
        name: .customLong("forward-ca"),
        help: ArgumentHelp("Authorities to trust there, PEM. (default: system's)", valueName: "file"),
        completion: .file(), transform: GivenText.parse)
    var forwardAuthorities: String?

    func validate() throws {
        if snapshotInterval != nil, state == nil {
            throw ValidationError("--snapshot-interval is about what is kept: name a directory with --state")
        }
        if record == nil, recordSize != nil || recordFiles != nil {
            throw ValidationError("--record-size and --record-files are about --record: name its file")
        }
        if forwardAuthorities != nil, forward?.isSecure != true {
            throw ValidationError("--forward-ca is about certificates: name an https address with --forward")
        }
    }

    func apply(to options: inout ReceiverOptions) {
        options.stateDirectory = state
        options.forward = forward
        options.forward?.authorities = forwardAuthorities
        if let record {
            var recording = RecordingOptions(record)
            recording.fileLimit = recordFiles ?? recording.fileLimit
            recording.sizeLimit = recordSize?.bytes ?? recording.sizeLimit
            options.recording = recording
        }
        options.snapshotInterval = snapshotInterval?.milliseconds ?? options.snapshotInterval
    }

    private static func recordSize(_ text: String) throws -> ByteSize {
        let size = try ByteSize(parsing: text)
        guard size.bytes >= 1 << 20 else { throw ArgumentProblem("expected 1MiB or more") }
        return size
    }

    private static func target(_ text: String) throws -> ForwardTarget {
        guard let target = ForwardTarget(text) else {
            throw ArgumentProblem("expected an address such as http://127.0.0.1:9090/api/v1/write")
        }
        return target
    }
}
