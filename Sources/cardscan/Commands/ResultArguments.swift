import ArgumentParser
import Cardinality
import Glibc

/// How a report is cut, ordered and written.
struct ResultArguments: ParsableArguments {
    @Option(
        name: .customLong("by"),
        help: ArgumentHelp("Count series by these labels, such as job or namespace,team.", valueName: "label,..."))
    var by: [String] = []

    @Option(help: ArgumentHelp("Show one metric in depth: its labels, their values and shapes.", valueName: "name"))
    var metric: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("Rows of each list, 0 for all. (default: 20)", valueName: "n"))
    var limit: Int?

    @Option(
        help: ArgumentHelp(
            "Order of rows: series, active, new, gone, churn, name or bytes. (default: series; for labels their values)",
            valueName: "key"))
    var sort: SortKey?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("text, json, csv, markdown, html, or openmetrics (gauges).", valueName: "format"))
    var format: ReportFormat = .text

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Write the result there, whole or not at all.", valueName: "file"), completion: .file())
    var output: String?

    @Option(help: ArgumentHelp("auto, always or never. (default: auto)", valueName: "when"))
    var color: ColorChoice?

    /// The file to write, nil for standard output, which `-` means too.
    private var file: String? { output == "-" ? nil : output }

    var groupBy: [String] { SourceArguments.names(by) }

    func validate() throws {
        if let limit, limit < 0 { throw ValidationError("--limit must be 0 or more") }
        if !by.isEmpty, groupBy.isEmpty { throw ValidationError("--by names no label") }
        if output?.isEmpty == true { throw ValidationError("--output must not be empty") }
        if metric?.isEmpty == true { throw ValidationError("--metric must not be empty") }
    }

    func settings(
        sources: [String], selectors: [String], _ configuration: Configuration
    ) throws -> ReportSettings {
        var settings = ReportSettings(sources: sources, selectors: selectors)
        settings.limit = limit ?? configuration.limit
        settings.sort = sort
        settings.price = configuration.price
        let descriptor = file == nil ? STDOUT_FILENO : nil
        settings.usesColor = Terminal.usesColor(color ?? configuration.color ?? .auto, on: descriptor)
        settings.width = descriptor.map { Terminal.width(of: $0) } ?? Terminal.standardWidth
        return settings
    }

    /// Fails early when the result could not be written later.
    func checkOutput(outside sources: [String]) throws {
        guard let file else { return }
        do { try OutputFile.check(file, outside: sources) } catch { throw error.reported() }
    }

    /// Writes `report` where it was asked for. A reader of standard output who leaves early is no failure.
    func write(_ report: CardinalityReport, _ settings: ReportSettings) throws {
        do throws(OutputFile.Failure) {
            let out = if let file { try OutputFile.file(file) } else { OutputFile.standardOutput() }
            var writer = ByteWriter(to: out)
            format.write(report, settings, to: &writer)
            writer.flush()
            try out.finish()
        } catch {
            if error == .readerGone { return }
            throw error.reported()
        }
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
