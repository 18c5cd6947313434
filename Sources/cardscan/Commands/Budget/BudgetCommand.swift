import ArgumentParser
import Budgets
import Cardinality
import Glibc
import Lint
import Propose
import TSDB

/// `cardscan budget`: whether series stay within what was agreed on.
struct BudgetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "budget",
        abstract: "Tell whether series stay within a budget; the gate for CI.",
        discussion: """
            A budget file limits series in total, by selector, metric and group, values of labels,
            churn, growth and samples a second; docs/budget.md explains its keys.

            EXAMPLES:
              cardscan budget /prometheus --write -o budget.yaml
              cardscan budget /prometheus --budget budget.yaml
              cardscan budget new.cardscan --budget budget.yaml --baseline old.cardscan
              cardscan budget /prometheus --budget budget.yaml --used-by rules/ --format markdown
              cardscan budget /prometheus --budget budget.yaml --rules rules/new.yaml
              curl -s :8080/metrics | cardscan budget - --budget budget.yaml --targets 40

            EXIT STATUS:
              0  every budget is kept
              1  a budget is broken, or its last day is over
              2  wrong usage, or an input could not be opened or decoded
            """)

    @OptionGroup(title: "What to read") var source: SourceArguments
    @OptionGroup(title: "What to read") var fleet: TargetsArgument
    @OptionGroup(title: "What to judge by") var judging: BudgetArguments
    @OptionGroup(title: "Instead of judging") var drafting: DraftArguments

    @Option(parsing: .unconditional, help: ArgumentHelp("Rows of lists, 0 for all. (default: 20)", valueName: "n"))
    var limit: Int?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "text, json, markdown, openmetrics, junit, sarif, github, gitlab, checkstyle, jsonl or html.",
            valueName: "format"))
    var format: BudgetFormat = .text

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Write the result there, whole or not at all.", valueName: "file"), completion: .file())
    var output: String?

    @Option(help: ArgumentHelp("auto, always or never. (default: auto)", valueName: "when"))
    var color: ColorChoice?

    func validate() throws {
        if let limit, limit < 0 { throw ValidationError("--limit must be 0 or more") }
        if output?.isEmpty == true { throw ValidationError("--output must not be empty") }
        if source.redact || source.redactKey != nil {
            throw ValidationError("budgets name label values: --redact does not go with budget")
        }
        if fleet.targets != nil, !judging.usedBy.isEmpty {
            throw ValidationError("rules are proved on series as they are: --used-by does not go with --targets")
        }
        if fleet.targets != nil, !judging.rules.isEmpty {
            throw ValidationError("rules are evaluated over series as they are: --rules does not go with --targets")
        }
        if drafting.write, !judging.isEmpty {
            throw ValidationError("--write makes a budget from what is; it does not go with --budget and its options")
        }
        if !drafting.write, judging.budget == nil {
            throw ValidationError("name a budget file with --budget, or make one with --write")
        }
        if drafting.write, format != .text {
            throw ValidationError("--write writes YAML; --format does not go with it")
        }
    }

    func run() throws {
        let configuration = try Configuration.find()
        var options = try source.options(configuration)
        options.targets = fleet.targets
        if let output, output != "-" {
            do { try OutputFile.check(output, outside: source.sources) } catch { throw error.reported() }
        }
        if drafting.write { return try draft(options) }
        let file = try judging.file()
        let view = try view(file, options, configuration)
        let diagnostics =
            view.report.diagnostics
            + (view.plan?.diagnostics ?? []).filter { diagnostic in
                !view.report.diagnostics.contains(diagnostic)
            }
        StandardError.report(diagnostics, withoutWarnings: source.quiet)
        try write { writer in format.write(view, to: &writer) }
        if diagnostics.contains(where: { $0.severity == .error }) { throw ExitStatus.failure }
        if !view.result.broken.isEmpty || !view.result.expired.isEmpty { throw ExitStatus.findings }
    }

    // MARK: Judging

    private func view(
        _ file: BudgetFile, _ options: AnalysisOptions, _ configuration: Configuration
    ) throws -> BudgetView {
        let questions = BudgetQuestions(file)
        var options = options
        options.breakdowns = questions.breakdowns
        options.pairLimit = 0
        let isWhole = source.match.isEmpty && source.minTime == nil && source.maxTime == nil
        let today = UTCTime(milliseconds: Int64(time(nil)) * 1000).date
        let settings = try judging.settings(today: today)
        let before = try judging.baseline.map {
            try BaselineFigures.read($0, questions, options, isWhole: isWhole, quiet: source.quiet)
        }

        let rules =
            try judging.rules.isEmpty
            ? nil
            : source.watched(options) { options throws(Diagnostic) in try RuleSeries(judging.rules, over: options) }
        if let rules { options.openParts.append(rules.part) }

        var now = BudgetFigures()
        var result = BudgetResult(file: file)
        var scopes: [BudgetScope] = []
        let (report, parts) = try source.watched(options) { options throws(Diagnostic) in
            try Analysis.run(options, largest: BudgetCauses.metrics) { report in
                now = questions.figures(report, isWhole: isWhole)
                result = BudgetJudge.judge(file, now, before: before, settings)
                scopes = BudgetCauses.scopes(of: result)
                return scopes.map(questions.matchers(of:))
            }
        }
        let causes = BudgetCauses(
            report, parts: Dictionary(uniqueKeysWithValues: zip(scopes, parts)), before: before, counted: file.counted)
        let isBroken = !result.broken.isEmpty || !result.near.isEmpty
        options.openParts = []
        let plan = isBroken && !judging.usedBy.isEmpty ? try plan(options) : nil
        return BudgetView(
            result: result, report: report, causes: causes, plan: plan, settings: shown(configuration),
            usedBy: judging.usedBy, today: today, samplesPerSecond: now.samplesPerSecond, tellsNewSeries: now.knowsNew,
            rules: rules?.rows)
    }

    private func plan(_ options: AnalysisOptions) throws -> Plan {
        var options = options
        options.breakdowns = []
        var proposing = ProposeOptions(options)
        proposing.usedBy = try PlanInputs.files(judging.usedBy, takingLogs: true)
        proposing.configurations = try PlanInputs.files(judging.config)
        proposing.curated = try PlanInputs.curatedLists()
        return try source.watched(options) { analysis throws(Diagnostic) in
            var options = proposing
            options.analysis = analysis
            return try Planner.plan(options)
        }
    }

    // MARK: Drafting

    private func draft(_ options: AnalysisOptions) throws {
        var options = options
        options.groupBy = drafting.groupBy
        options.pairLimit = 0
        let report = try source.watched(options) { options throws(Diagnostic) in try Analysis.run(options) }
        StandardError.report(report.diagnostics, withoutWarnings: source.quiet)
        let text = BudgetDraft(report, try drafting.settings()).text
        try write { $0.write(text) }
        if report.diagnostics.contains(where: { $0.severity == .error }) { throw ExitStatus.failure }
    }

    // MARK: Output

    private var path: String? { output == "-" ? nil : output }

    private func shown(_ configuration: Configuration) -> ReportSettings {
        var settings = ReportSettings(sources: source.sources, selectors: source.match)
        settings.limit = limit ?? configuration.limit
        let descriptor = path == nil ? STDOUT_FILENO : nil
        settings.usesColor = Terminal.usesColor(color ?? configuration.color ?? .auto, on: descriptor)
        settings.width = descriptor.map { Terminal.width(of: $0) } ?? Terminal.standardWidth
        return settings
    }

    /// Writes where it was asked for. A reader of standard output who leaves early is no failure.
    private func write(_ body: (inout ByteWriter) -> Void) throws {
        do throws(OutputFile.Failure) {
            let out = if let path { try OutputFile.file(path) } else { OutputFile.standardOutput() }
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
