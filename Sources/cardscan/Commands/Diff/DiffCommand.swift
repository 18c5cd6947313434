import ArgumentParser
import Cardinality
import Glibc
import TSDB

/// `cardscan diff`: what grew between two sources, and because of which label.
struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show what grew between two sources, and because of which label.",
        usage: """
            cardscan diff <old> <new> [<options>]
            cardscan diff <source> --new-window <from..to> [--old-window <from..to>] [<options>]
            """,
        discussion: """
            EXAMPLES:
              cardscan diff monday.cardscan friday.cardscan
              cardscan diff /prometheus --new-window -2h.. --by namespace
              cardscan diff /prometheus --old-window -4h..-2h --new-window -2h..
              cardscan diff before.json after.json          reports: numbers alone

            docs/diff.md tells what counts as churn, renamed and growth.
            """)

    @OptionGroup(title: "What to compare") var arguments: DiffArguments

    @Option(
        name: .customLong("by"),
        help: ArgumentHelp("Compare series by these labels, such as job or namespace,team.", valueName: "label,..."))
    var by: [String] = []

    @Option(parsing: .unconditional, help: ArgumentHelp("Rows of each list, 0 for all. (default: 20)", valueName: "n"))
    var limit: Int?

    @Option(
        help: ArgumentHelp(
            "Order of rows: growth, series, new, gone, churn or name. (default: growth or loss)", valueName: "key"))
    var sort: DiffSortKey?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("text, json, csv, markdown, html, or openmetrics (gauges).", valueName: "format"))
    var format: DiffFormat = .text

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Write the result there, whole or not at all.", valueName: "file"), completion: .file())
    var output: String?

    @Option(help: ArgumentHelp("auto, always or never. (default: auto)", valueName: "when"))
    var color: ColorChoice?

    func validate() throws {
        if let limit, limit < 0 { throw ValidationError("--limit must be 0 or more") }
        if !by.isEmpty, SourceArguments.names(by).isEmpty { throw ValidationError("--by names no label") }
        if output?.isEmpty == true { throw ValidationError("--output must not be empty") }
    }

    func run() throws {
        let configuration = try Configuration.find()
        let sides = try arguments.sides(configuration)
        if let output, output != "-" {
            do { try OutputFile.check(output, outside: arguments.sources) } catch { throw error.reported() }
        }
        let diff = try compare(sides.old, sides.new)
        StandardError.report(diff.diagnostics, withoutWarnings: arguments.quiet)
        try write(diff, configuration)
        if diff.diagnostics.contains(where: { $0.severity == .error }) { throw ExitStatus.failure }
    }

    private func compare(_ old: DiffArguments.Side, _ new: DiffArguments.Side) throws -> CardinalityDiff {
        let groupBy = SourceArguments.names(by)
        if case .series(var old) = old, case .series(var new) = new {
            old.groupBy = groupBy
            new.groupBy = groupBy
            return try SourceArguments.watched(new, quiet: arguments.quiet) { new throws(Diagnostic) in
                try Diff.run(old, new)
            }
        }
        if case .report = old, case .report = new, !by.isEmpty {
            throw ValidationError("--by needs series; reports have the groups that they were made with")
        }
        return CardinalityDiff(comparing: try digest(of: old, groupBy), with: try digest(of: new, groupBy))
    }

    private func digest(of side: DiffArguments.Side, _ groupBy: [String]) throws -> ReportDigest {
        switch side {
        case .report(let path, let maxMemory):
            do throws(Diagnostic) {
                return try ReportFile.digest(path, maxMemory: maxMemory)
            } catch {
                StandardError.report([error], withoutWarnings: false)
                throw ExitStatus.failure
            }
        case .series(var options):
            options.groupBy = groupBy
            options.pairLimit = 1
            let report = try SourceArguments.watched(options, quiet: arguments.quiet) { options throws(Diagnostic) in
                try Analysis.run(options)
            }
            return ReportDigest(report)
        }
    }

    private func write(_ diff: CardinalityDiff, _ configuration: Configuration) throws {
        let path = output == "-" ? nil : output
        let descriptor = path == nil ? STDOUT_FILENO : nil
        var settings = ReportSettings(sources: arguments.sources, selectors: arguments.match)
        settings.limit = limit ?? configuration.limit
        settings.price = configuration.price
        settings.usesColor = Terminal.usesColor(color ?? configuration.color ?? .auto, on: descriptor)
        settings.width = descriptor.map { Terminal.width(of: $0) } ?? Terminal.standardWidth
        let rows = DiffRows(diff, settings, sort)
        do throws(OutputFile.Failure) {
            let out = if let path { try OutputFile.file(path) } else { OutputFile.standardOutput() }
            var writer = ByteWriter(to: out)
            format.write(rows, to: &writer)
            writer.flush()
            try out.finish()
        } catch {
            if error == .readerGone { return }
            throw error.reported()
        }
    }
}
