import ArgumentParser
import CPlatform
import Glibc
import Lint
import Manifests
import YAML

/// `cardscan lint`: what is wrong with rules.
struct LintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        // It is run for every commit: what has a command above it is not asked for completion scripts.
        _superCommandName: "cardscan",
        abstract: "Find what is wrong with rule files.",
        discussion: """
            EXAMPLES:
              cardscan lint rules/ --select 'alert/*' --format github
              cardscan lint rules/ --diff
              helm template chart/ | cardscan lint - --stdin-filename chart.yaml
              cardscan lint rules/ --changed-since origin/main
              cardscan lint rules/ dashboards/ --data /prometheus --cost

            EXIT STATUS: 0 clean, 1 findings of --fail-on, 2 wrong usage or input
            """)

    @OptionGroup(title: "What to check") var named: LintPathArguments
    @OptionGroup(title: "What to check") var checks: CheckArguments
    @OptionGroup(title: "Series to check against") var data: LintDataArguments
    @OptionGroup(title: "What to do about it") var fixing: FixArguments
    @OptionGroup(title: "What to show") var result: FindingResultArguments
    @OptionGroup(title: "What to show") var drawing: GraphArguments
    @OptionGroup var effort: EffortArguments
    @OptionGroup var messages: QuietArguments

    private var paths: [String] { named.paths }
    private var stdinFilename: String { named.stdinFilename ?? "stdin.yaml" }
    private var format: FindingFormat { result.format }
    private var graph: GraphFormat? { drawing.graph }

    func validate() throws {
        if data.cost, format != .text, format != .json {
            throw ValidationError("--cost is written as text or json")
        }
        if data.cost, fixing.safety != nil { throw ValidationError("--cost does not go with fixes") }
        if graph != nil {
            if data.cost { throw ValidationError("--graph does not go with --cost") }
            if fixing.safety != nil { throw ValidationError("--graph does not go with fixes") }
            if format != .text { throw ValidationError("--graph has formats of its own; leave --format out") }
        }
        if paths.contains("-"), fixing.safety != nil, !fixing.diff {
            throw ValidationError("standard input cannot be changed; --diff shows what would be")
        }
    }

    func run() throws {
        // A large project is millions of small objects: it spares a twentieth of the time.
        cplatform_grow_heap_by(64 << 20)
        let configuration = try Configuration.find()
        try result.output.check()
        var run = LintRun(settings: try checks.settings(configuration.lint))
        run.settings.today = UTCTime(milliseconds: Int64(time(nil)) * 1000).date
        run.threads = effort.threadCount
        if let path = fixing.baseline { run.baseline = try BaselineFile.read(path) }
        let revision = try revision()

        var options = ManifestOptions()
        options.language = run.settings.language
        options.dialect = run.settings.dialect
        let reader = ManifestReader(options: options)
        let inputs = LintInputs.find(
            paths, standardInputName: stdinFilename, reader: reader, threads: run.threads)
        try inputs.reportProblems(of: paths, quiet: messages.quiet)
        let project = Project(files: inputs.files, threads: run.threads)
        // The process ends with the command: what a large project is made of need not be taken apart before.
        _ = Unmanaged.passRetained(project)
        if let revision {
            run.changes = revision.changedLines(of: inputs.files.map(\.path))
            run.previous = revision.project(before: project, paths: paths, reader: reader)
        }
        run.data = try data.read(
            for: project, effort, configuration, samples: !data.cost && graph == nil, quiet: messages.quiet)
        if let graph {
            let drawn = ProjectGraph(of: project, over: run.data)
            try write { writer, _ in graph.write(drawn, of: project, to: &writer) }
            if !inputs.failures.isEmpty { throw ExitStatus.failure }
            return
        }
        if data.cost, let series = run.data {
            let report = CostReport(LintCost(of: project, over: series), of: project)
            try write { writer, settings in report.write(as: format, settings, to: &writer) }
            if !inputs.failures.isEmpty { throw ExitStatus.failure }
            return
        }
        let status = try finish(project, run, reader, isWhole: inputs.failures.isEmpty)
        if !inputs.failures.isEmpty { throw ExitStatus.failure }
        if status != .success { throw status }
    }

    /// - Parameter isWhole: Whether all inputs could be read.
    private func finish(
        _ project: Project, _ run: LintRun, _ reader: ManifestReader, isWhole: Bool
    ) throws -> ExitStatus {
        var report: LintReport
        if let safety = fixing.safety {
            let names = Set(project.files.map(\.path)).subtracting(fixing.diff ? [] : [stdinName].compactMap { $0 })
            let result = Fixer(run: run, safety: safety, reader: reader).fix(project, paths: names)
            for path in result.refused {
                StandardError.warning("\(Escaper.show(path)): its fixes would bring errors and were not applied")
            }
            if fixing.diff { return try write(FixDiff(result, project)) }
            try FixedFiles.write(result)
            report = result.report
        } else {
            report = run.report(on: project)
        }
        if let path = fixing.writeBaseline {
            try BaselineFile.write(Baseline(of: report), to: path)
            Baseline(of: report).apply(to: &report)
        }
        try write(report)
        if isWhole, !messages.quiet, report.isAboutNothing { NothingChecked.warn(of: report, lacking: "rules") }
        guard let least = run.settings.failOn else { return .success }
        return report.findings.contains { $0.severity >= least } ? .findings : .success
    }

    private var stdinName: String? { paths.contains("-") ? stdinFilename : nil }

    private func revision() throws -> GitRevision? {
        guard let name = fixing.changedSince else { return nil }
        do throws(ArgumentProblem) {
            return try GitRevision(name)
        } catch {
            StandardError.error("--changed-since: \(error.description)")
            throw ExitStatus.failure
        }
    }

    // MARK: Output

    private func write(_ report: LintReport) throws {
        try write { writer, settings in format.write(report, settings, to: &writer) }
    }

    private func write(_ diff: FixDiff) throws -> ExitStatus {
        try write { writer, settings in diff.write(settings, to: &writer) }
        return diff.isEmpty ? .success : .findings
    }

    private func write(_ body: (inout ByteWriter, FindingSettings) -> Void) throws {
        let settings = result.settings(try Configuration.find(), quiet: messages.quiet)
        try result.output.write { body(&$0, settings) }
    }
}

/// What is linted.
struct LintPathArguments: ParsableArguments {
    @Argument(
        help: ArgumentHelp("Files, directories, patterns, or - for standard input.", valueName: "path"),
        completion: .file(), transform: GivenText.parse)
    var paths: [String]

    @Option(
        help: ArgumentHelp("Name of standard input. (default: stdin.yaml)", valueName: "name"),
        transform: GivenText.parse)
    var stdinFilename: String?
}

/// What is drawn instead of findings.
struct GraphArguments: ParsableArguments {
    @Option(
        help: .choice(GraphFormat.self, " Instead: what feeds what.", valueName: "format"),
        completion: GraphFormat.completion, transform: GraphFormat.init(parsing:))
    var graph: GraphFormat?
}

/// How findings are written.
struct FindingResultArguments: ParsableArguments {
    @Option(
        name: .shortAndLong, help: .choice(FindingFormat.self, " (default: text)", valueName: "format"),
        completion: FindingFormat.completion, transform: FindingFormat.init(parsing:))
    var format: FindingFormat = .text

    @OptionGroup var output: OutputArguments

    func settings(_ configuration: Configuration, quiet: Bool) -> FindingSettings {
        FindingSettings(usesColor: output.usesColor(configuration), width: output.width, isQuiet: quiet)
    }
}
