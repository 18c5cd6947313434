import ArgumentParser
import Cardinality
import Lint
import TSDB
import Spelling

/// `cardscan analyze`: what holds the series, and which label makes it so.
struct AnalyzeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyze",
        abstract: "Show what holds the series, and which label does it.",
        discussion: """
            EXAMPLES:
              cardscan analyze /prometheus
              cardscan analyze /prometheus --match '{job="node"}' --min-time -2h
              cardscan analyze block-1 block-2 --by namespace,team --sort new
              cardscan analyze /prometheus --metric http_requests_total
              curl -s :8080/metrics | cardscan analyze - --targets 40
              cardscan analyze /prometheus --format html -o report.html
            """)

    @OptionGroup(title: "What to read") var source: SourceArguments
    @OptionGroup(title: "What to read") var head: HeadArguments
    @OptionGroup(title: "What to read") var fleet: TargetsArgument
    @OptionGroup(title: "What to show") var result: ResultArguments
    @OptionGroup(title: "What to show") var redaction: RedactionArguments
    @OptionGroup var effort: EffortArguments
    @OptionGroup var messages: QuietArguments

    func run() throws {
        let configuration = try Configuration.find()
        let settings = result.settings(source, configuration)
        var options = source.options(effort, configuration)
        options.readsActivity = !head.noActivity
        options.redactionKey = redaction.key
        options.groupBy = result.groups.labels
        options.targets = fleet.targets
        options.metricInDepth = result.metric
        options.pairLimit = settings.pairsNeeded(
            standard: result.format == .html ? HTMLReport.standardRows : ReportSettings.standardLimit)
        options.wantsTimeline = result.format == .html
        try result.output.check(outside: source.sources)

        let report = try Watched.run(options, quiet: messages.quiet) { options throws(Diagnostic) in
            try Analysis.run(options)
        }
        StandardError.report(report.diagnostics, withoutWarnings: messages.quiet)
        if let metric = result.metric, report.metricDetail == nil {
            let guess = Spelling.nearest(to: metric, among: report.metrics.lazy.map(\.name))
            let hint = guess.map { "; did you mean '\(Escaper.show($0, columns: 200))'?" } ?? ""
            StandardError.error("no selected series has the name '\(Escaper.show(metric, columns: 200))'\(hint)")
            throw ExitStatus.failure
        }
        try result.write(report, settings)
        if report.diagnostics.contains(where: { $0.severity == .error }) { throw ExitStatus.failure }
    }
}
