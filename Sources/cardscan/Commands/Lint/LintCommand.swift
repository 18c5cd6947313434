import ArgumentParser
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
            A PATH is a rule file, a Kubernetes manifest, a directory that is searched for them, a
            pattern, or - for standard input.

            EXAMPLES:
              cardscan lint rules/
              cardscan lint rules/ --select 'alert/*' --format github
              cardscan lint rules/ --diff
              helm template chart/ | cardscan lint - --stdin-filename chart.yaml
              cardscan lint rules/ --changed-since origin/main
              cardscan lint rules/ dashboards/ --data /prometheus
              cardscan lint rules/ dashboards/ --data /prometheus --cost
              cardscan lint rules/ dashboards/ --graph svg --output rules.svg

            EXIT STATUS:
              0  no findings of --fail-on or above
              1  findings; with --diff, something could be mended
              2  wrong usage, or an input could not be opened
            """)

    @Argument(help: ArgumentHelp("What to lint.", valueName: "path"), completion: .file())
    var paths: [String] = []

    @OptionGroup(title: "What to check") var checks: CheckArguments
    @OptionGroup(title: "Series to check against") var data: LintDataArguments
    @OptionGroup(title: "What to do about it") var fixing: FixArguments

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "text, json, jsonl, sarif, github, gitlab, junit, checkstyle, markdown or html.", valueName: "format"))
    var format: FindingFormat = .text

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Write the result there, whole or not at all.", valueName: "file"), completion: .file())
    var output: String?

    @Option(
        help: ArgumentHelp(
            "Instead of findings: which rule, dashboard or relabelling feeds which, as dot, svg or json.",
            valueName: "format"))
    var graph: GraphFormat?

    @Option(help: ArgumentHelp("What to call standard input.", valueName: "name"))
    var stdinFilename = "stdin.yaml"

    @Option(help: ArgumentHelp("auto, always or never. (default: auto)", valueName: "when"))
    var color: ColorChoice?

    @Flag(name: .shortAndLong, help: "Only findings, without a summary.") var quiet = false

    func validate() throws {
        if paths.isEmpty { throw ValidationError("name files or directories to lint, or - for standard input") }
        if paths.contains(where: \.isEmpty) { throw ValidationError("a path must not be empty") }
        if output?.isEmpty == true { throw ValidationError("--output must not be empty") }
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
        let configuration = try Configuration.find()
        var run = LintRun(settings: try checks.settings(configuration.lint))
        run.settings.today = UTCTime(milliseconds: Int64(time(nil)) * 1000).date
        run.threads = ProcessorCount.automatic()
        if let path = fixing.baseline { run.baseline = try BaselineFile.read(path) }
        let revision = try revision()

        var options = ManifestOptions()
        options.language = run.settings.language
        options.dialect = run.settings.dialect
        let reader = ManifestReader(options: options)
        let inputs = LintInputs.find(
            paths, standardInputName: stdinFilename, reader: reader, threads: run.threads)
        for failure in inputs.failures {
            StandardError.error("\(Escaper.show(failure.path)): cannot be read: \(failure.reason)")
        }
        let project = Project(files: inputs.files, threads: run.threads)
        // The process ends with the command: what a large project is made of need not be taken apart before.
        _ = Unmanaged.passRetained(project)
        if let revision {
            run.changes = revision.changedLines(of: inputs.files.map(\.path))
            run.previous = revision.project(before: project, paths: paths, reader: reader)
        }
        run.data = try data.read(
            for: project, configuration, threads: run.threads, samples: !data.cost && graph == nil, quiet: quiet)
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
                StandardError.write(
                    "cardscan: warning: \(Escaper.show(path)): its fixes would bring errors and were not applied\n")
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
        if isWhole, !quiet, report.isAboutNothing { NothingChecked.warn(of: report, in: paths, lacking: "rules") }
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

    /// Writes where it was asked for. A reader of standard output who leaves early is no failure.
    private func write(_ body: (inout ByteWriter, FindingSettings) -> Void) throws {
        let path = output == "-" ? nil : output
        let descriptor = path == nil ? STDOUT_FILENO : nil
        var settings = FindingSettings()
        let configured = try color ?? Configuration.find().color
        settings.usesColor = Terminal.usesColor(configured ?? .auto, on: descriptor)
        settings.width = descriptor.map { Terminal.width(of: $0) } ?? Terminal.standardWidth
        settings.isQuiet = quiet
        do throws(OutputFile.Failure) {
            let out = if let path { try OutputFile.file(path) } else { OutputFile.standardOutput() }
            var writer = ByteWriter(to: out)
            body(&writer, settings)
            writer.flush()
            try out.finish()
        } catch {
            if error == .readerGone { return }
            throw error.reported()
        }
    }
}
