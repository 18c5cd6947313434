import ArgumentParser
import Glibc

/// Where a result goes, and what it looks like there.
struct OutputArguments: ParsableArguments {
    @Option(
        name: .shortAndLong, help: ArgumentHelp("Write the result there, whole or not at all.", valueName: "file"),
        completion: .file(), transform: GivenText.parse)
    var output: String?

    @Option(
        help: .choice(ColorChoice.self, " (default: auto)", valueName: "when"), completion: ColorChoice.completion,
        transform: ColorChoice.init(parsing:))
    var color: ColorChoice?

    /// The file to write, nil for standard output, which `-` means too.
    private var file: String? { output == "-" ? nil : output }

    private var descriptor: Int32? { file == nil ? STDOUT_FILENO : nil }

    func usesColor(_ configuration: Configuration) -> Bool {
        Terminal.usesColor(color ?? configuration.color ?? .auto, on: descriptor)
    }

    /// Columns.
    var width: Int { descriptor.map { Terminal.width(of: $0) } ?? Terminal.standardWidth }

    /// Fails early when the result could not be written later.
    func check(outside sources: [String] = []) throws {
        guard let file else { return }
        do { try OutputFile.check(file, outside: sources) } catch { throw error.reported() }
    }

    func write(_ body: (inout ByteWriter) -> Void) throws { try Self.write(to: file, body) }

    /// Writes to a file, or to standard output for nil, whose reader may leave early: that is no failure.
    static func write(to file: String? = nil, _ body: (inout ByteWriter) -> Void) throws {
        do throws(OutputFile.Failure) {
            let out = if let file { try OutputFile.file(file) } else { OutputFile.standardOutput() }
            var writer = ByteWriter(to: out)
            body(&writer)
            writer.flush()
            try out.finish()
        } catch {
            if error == .readerGone { return }
            throw error.reported()
        }
    }
}

/// How long lists are.
struct RowsArguments: ParsableArguments {
    @Option(
        parsing: .unconditional, help: ArgumentHelp("Rows of each list, 0 for all. (default: 20)", valueName: "n"),
        transform: WholeNumber.rows)
    var limit: Int?
}

extension ReportSettings {
    /// How a report is shown that is written where `output` says.
    init(
        sources: [String], selectors: [String] = [], _ rows: RowsArguments, _ output: OutputArguments,
        _ configuration: Configuration
    ) {
        self.init(sources: sources, selectors: selectors)
        limit = rows.limit ?? configuration.limit
        price = configuration.price
        usesColor = output.usesColor(configuration)
        width = output.width
    }
}

extension OutputFile.Failure {
    /// Says what went wrong, and stands for it in the exit status.
    func reported() -> ExitStatus {
        switch self {
        case .readerGone: StandardError.error("standard output: cannot be written: its reader is gone")
        case .system(let path, let reason):
            StandardError.error("\(Escaper.show(path)): cannot be written: \(reason)")
        }
        return .failure
    }
}
