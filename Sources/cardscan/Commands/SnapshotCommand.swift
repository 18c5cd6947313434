import ArgumentParser
import Cardinality
import Glibc
import TSDB

/// `cardscan snapshot`: the series of a source in one small file.
struct SnapshotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshot",
        abstract: "Write the series of a source to one small file.",
        discussion: """
            The file holds the labels and the first and last time of the selected series.
            Every command takes it as a SOURCE, on machines without the data.

            EXAMPLE:
              cardscan snapshot /prometheus -o series.cardscan
            """)

    @OptionGroup(title: "What to read") var source: SourceArguments
    @OptionGroup(title: "What to read") var head: HeadArguments

    @Option(
        name: .shortAndLong, help: ArgumentHelp("Write the result there, whole or not at all.", valueName: "file"),
        completion: .file(), transform: GivenText.parse)
    var output: String

    @OptionGroup var redaction: RedactionArguments
    @OptionGroup var effort: EffortArguments
    @OptionGroup var messages: QuietArguments

    func validate() throws {
        if output == "-", Terminal.isTerminal(STDOUT_FILENO) {
            throw ValidationError("a snapshot is not for a terminal; name a file, or send it elsewhere")
        }
    }

    func run() throws {
        var options = source.options(effort, try Configuration.find())
        options.readsActivity = !head.noActivity
        options.redactionKey = redaction.key
        let file: OutputFile
        do { file = try open() } catch { throw error.reported() }
        let diagnostics: [Diagnostic]
        do {
            diagnostics = try Watched.run(options, quiet: messages.quiet) { options throws(Diagnostic) in
                try SnapshotExport.run(options, to: { file.write($0) }, restart: file.restart)
            }
        } catch {
            file.discard()
            throw error
        }
        do { try file.finish() } catch { throw error.reported() }
        StandardError.report(diagnostics, withoutWarnings: messages.quiet)
        if diagnostics.contains(where: { $0.severity == .error }) { throw ExitStatus.failure }
    }

    /// `-` is standard output.
    private func open() throws(OutputFile.Failure) -> OutputFile {
        if output == "-" { return OutputFile.standardOutput() }
        try OutputFile.check(output, outside: source.sources)
        return try OutputFile.file(output)
    }
}
