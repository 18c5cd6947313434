import ArgumentParser
import Cardinality
import TSDB

/// `cardscan diff`: what grew between two sources, and because of which label.
struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show what grew between two sources, and why.",
        usage: """
            cardscan diff <old> <new> [<options>]
            cardscan diff <source> --new-window <from..to> [<options>]
            """,
        discussion: """
            EXAMPLES:
              cardscan diff monday.cardscan friday.cardscan
              cardscan diff /prometheus --new-window -2h.. --by namespace
              cardscan diff /prometheus --old-window -4h..-2h --new-window -2h..
              cardscan diff before.json after.json          reports: numbers alone

            docs/diff.md tells what counts as churn, renamed and growth.
            """)

    @OptionGroup(title: "What to read") var arguments: DiffArguments
    @OptionGroup(title: "What to show") var groups: GroupArguments
    @OptionGroup(title: "What to show") var rows: RowsArguments
    @OptionGroup(title: "What to show") var result: DiffResultArguments
    @OptionGroup(title: "What to show") var output: OutputArguments
    @OptionGroup(title: "What to show") var redaction: RedactionArguments
    @OptionGroup var effort: EffortArguments
    @OptionGroup var messages: QuietArguments

    func run() throws {
        let configuration = try Configuration.find()
        let sides = try arguments.sides(redaction, effort, configuration)
        try output.check(outside: arguments.sources)
        let diff = try compare(sides.old, sides.new)
        StandardError.report(diff.diagnostics, withoutWarnings: messages.quiet)
        try write(diff, configuration)
        if diff.diagnostics.contains(where: { $0.severity == .error }) { throw ExitStatus.failure }
    }

    private func compare(_ old: DiffArguments.Side, _ new: DiffArguments.Side) throws -> CardinalityDiff {
        let groupBy = groups.labels
        if case .series(var old) = old, case .series(var new) = new {
            old.groupBy = groupBy
            new.groupBy = groupBy
            return try Watched.run(new, quiet: messages.quiet) { new throws(Diagnostic) in
                try Diff.run(old, new)
            }
        }
        if case .report = old, case .report = new, !groupBy.isEmpty {
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
            let report = try Watched.run(options, quiet: messages.quiet) { options throws(Diagnostic) in
                try Analysis.run(options)
            }
            return ReportDigest(report)
        }
    }

    private func write(_ diff: CardinalityDiff, _ configuration: Configuration) throws {
        let settings = ReportSettings(
            sources: arguments.sources, selectors: arguments.selecting.selectors, rows, output, configuration)
        let rows = DiffRows(diff, settings, result.sort)
        try output.write { writer in result.format.write(rows, to: &writer) }
    }
}

/// How a comparison is ordered and written.
struct DiffResultArguments: ParsableArguments {
    @Option(
        help: .choice(DiffSortKey.self, " (default: growth or loss)", valueName: "key"),
        completion: DiffSortKey.completion, transform: DiffSortKey.init(parsing:))
    var sort: DiffSortKey?

    @Option(
        name: .shortAndLong, help: .choice(DiffFormat.self, " (default: text)", valueName: "format"),
        completion: DiffFormat.completion,
        transform: DiffFormat.init(parsing:))
    var format: DiffFormat = .text
}
