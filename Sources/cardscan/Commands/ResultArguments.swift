import ArgumentParser
import Cardinality

/// How a report is cut, ordered and written.
struct ResultArguments: ParsableArguments {
    @OptionGroup var groups: GroupArguments

    @Option(
        help: ArgumentHelp("One metric in depth: its labels, values and shapes.", valueName: "name"),
        transform: GivenText.parse)
    var metric: String?

    @OptionGroup var rows: RowsArguments

    @Option(
        help: .choice(SortKey.self, " (default: series; of labels, values)", valueName: "key"),
        completion: SortKey.completion, transform: SortKey.init(parsing:))
    var sort: SortKey?

    @Option(
        name: .shortAndLong, help: .choice(ReportFormat.self, " (default: text)", valueName: "format"),
        completion: ReportFormat.completion, transform: ReportFormat.init(parsing:))
    var format: ReportFormat = .text

    @OptionGroup var output: OutputArguments

    func settings(_ source: SourceArguments, _ configuration: Configuration) -> ReportSettings {
        var settings = ReportSettings(
            sources: source.sources, selectors: source.selecting.selectors, rows, output, configuration)
        settings.sort = sort
        return settings
    }

    func write(_ report: CardinalityReport, _ settings: ReportSettings) throws {
        try output.write { writer in format.write(report, settings, to: &writer) }
    }
}
