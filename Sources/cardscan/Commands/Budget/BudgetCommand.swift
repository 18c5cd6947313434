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
        abstract: "Tell whether series stay within a budget, for CI.",
        discussion: """
            EXAMPLES:
              cardscan budget /prometheus --write -o budget.yaml
              cardscan budget /prometheus --budget budget.yaml --used-by rules/
              cardscan budget new.cardscan --budget budget.yaml --baseline old.cardscan
              curl -s :8080/metrics | cardscan budget - --budget budget.yaml --targets 40

            EXIT STATUS: 0 kept, 1 broken or past its last day, 2 wrong usage or input
            """)

    @OptionGroup(title: "What to read") var source: SourceArguments
    @OptionGroup(title: "What to read") var head: HeadArguments
    @OptionGroup(title: "What to read") var fleet: TargetsArgument
    @OptionGroup(title: "What to judge by") var judging: JudgingArguments
    @OptionGroup(title: "Instead of judging") var drafting: DraftArguments
    @OptionGroup(title: "What to show") var rows: RowsArguments
    @OptionGroup(title: "What to show") var result: BudgetResultArguments
    @OptionGroup(title: "What to show") var output: OutputArguments
    @OptionGroup(visibility: .hidden) var redaction: RedactionArguments
    @OptionGroup var effort: EffortArguments
    @OptionGroup var messages: QuietArguments

    func validate() throws {
        if let option = redaction.given.first {
            throw ValidationError("budgets name label values: \(option) does not go with budget")
        }
        if fleet.targets != nil, !judging.readers.usedBy.isEmpty {
            throw ValidationError("rules are proved on series as they are: --used-by does not go with --targets")
        }
        if fleet.targets != nil, !judging.rules.isEmpty {
            throw ValidationError("rules are evaluated over series as they are: --rules does not go with --targets")
        }
        if drafting.write, !judging.isEmpty {
            throw ValidationError("--write makes a budget from what is; it does not go with --budget and its options")
        }
        if !drafting.write, judging.budgets.budget == nil {
            throw ValidationError("name a budget file with --budget, or make one with --write")
        }
        if drafting.write, result.format != .text {
            throw ValidationError("--write writes YAML; --format does not go with it")
        }
    }

    func run() throws {
        let configuration = try Configuration.find()
        var options = source.options(effort, configuration)
        options.readsActivity = !head.noActivity
        options.targets = fleet.targets
        try output.check(outside: source.sources)
        if drafting.write { return try draft(options) }
        let file = try judging.budgets.file()
        let view = try view(file, options, configuration)
        let diagnostics =
            view.report.diagnostics
            + (view.plan?.diagnostics ?? []).filter { diagnostic in
                !view.report.diagnostics.contains(diagnostic)
            }
        StandardError.report(diagnostics, withoutWarnings: messages.quiet)
        try output.write { result.format.write(view, to: &$0) }
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
        let isWhole = source.selecting.given.isEmpty
        let today = UTCTime(milliseconds: Int64(time(nil)) * 1000).date
        let settings = judging.settings(today: today)
        let before = try judging.baseline.map {
            try BaselineFigures.read($0, questions, options, isWhole: isWhole, quiet: messages.quiet)
        }

        let rules =
            try judging.rules.isEmpty
            ? nil
            : Watched.run(options, quiet: messages.quiet) { options throws(Diagnostic) in
                try RuleSeries(judging.rules, over: options)
            }
        if let rules { options.openParts.append(rules.part) }

        var now = BudgetFigures()
        var result = BudgetResult(file: file)
        var scopes: [BudgetScope] = []
        let (report, parts) = try Watched.run(options, quiet: messages.quiet) { options throws(Diagnostic) in
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
        let plan = isBroken && !judging.readers.usedBy.isEmpty ? try plan(options) : nil
        return BudgetView(
            result: result, report: report, causes: causes, plan: plan,
            settings: ReportSettings(
                sources: source.sources, selectors: source.selecting.selectors, rows, output, configuration),
            usedBy: judging.readers.usedBy, today: today, samplesPerSecond: now.samplesPerSecond,
            tellsNewSeries: now.knowsNew,
            rules: rules?.rows)
    }

    private func plan(_ options: AnalysisOptions) throws -> Plan {
        var options = options
        options.breakdowns = []
        var proposing = ProposeOptions(options)
        proposing.usedBy = try PlanInputs.readers(judging.readers.usedBy)
        proposing.configurations = try PlanInputs.configurations(judging.readers.config)
        proposing.curated = try PlanInputs.curatedLists()
        return try Watched.run(options, quiet: messages.quiet) { analysis throws(Diagnostic) in
            var options = proposing
            options.analysis = analysis
            return try Planner.plan(options)
        }
    }

    // MARK: Drafting

    private func draft(_ options: AnalysisOptions) throws {
        var options = options
        options.groupBy = drafting.groups.labels
        options.pairLimit = 0
        let report = try Watched.run(options, quiet: messages.quiet) { options throws(Diagnostic) in
            try Analysis.run(options)
        }
        StandardError.report(report.diagnostics, withoutWarnings: messages.quiet)
        let text = BudgetDraft(report, drafting.settings).text
        try output.write { $0.write(text) }
        if report.diagnostics.contains(where: { $0.severity == .error }) { throw ExitStatus.failure }
    }
}

/// How judged budgets are written.
struct BudgetResultArguments: ParsableArguments {
    @Option(
        name: .shortAndLong, help: .choice(BudgetFormat.self, " (default: text)", valueName: "format"),
        completion: BudgetFormat.completion, transform: BudgetFormat.init(parsing:))
    var format: BudgetFormat = .text
}
