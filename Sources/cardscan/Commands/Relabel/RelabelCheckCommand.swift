import ArgumentParser
import Glibc
import Lint
import Manifests
import Relabel

/// `cardscan relabel check`: `lint`, for relabelling rules alone.
struct RelabelCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Find what is wrong with relabelling rules.",
        discussion: """
            A PATH is a file with rules, a directory that is searched for them, a pattern, or - for
            standard input. What Prometheus would refuse is an error; what it loads without a word
            although it cannot be meant is a warning. cardscan lint does the same and more.

            EXAMPLES:
              cardscan relabel check prometheus.yml monitors/
              helm template chart/ | cardscan relabel check - --format github

            EXIT STATUS:
              0  no errors or warnings
              1  some
              2  wrong usage, or an input could not be opened
            """)

    @Argument(help: ArgumentHelp("What to check.", valueName: "path"), completion: .file())
    var paths: [String]

    @Option(
        name: .customLong("name-validation-scheme"),
        help: ArgumentHelp("Which label names are valid: utf8 or legacy. (default: utf8)", valueName: "scheme"))
    var scheme: NameScheme = .utf8

    @Option(
        help: ArgumentHelp(
            "Whose rules: prometheus or vmagent. (default: vmagent's where a list that stands alone shows it)",
            valueName: "name"))
    var dialect: RelabelLanguage?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "text, json, jsonl, sarif, github, gitlab, junit, checkstyle or markdown.", valueName: "format"))
    var format: FindingFormat = .text

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Write the result there, whole or not at all.", valueName: "file"), completion: .file())
    var output: String?

    @Option(help: ArgumentHelp("auto, always or never. (default: auto)", valueName: "when"))
    var color: ColorChoice?

    @Flag(name: .shortAndLong, help: "Only findings, without a summary.") var quiet = false

    func validate() throws {
        if paths.contains(where: \.isEmpty) { throw ValidationError("a path must not be empty") }
        if output?.isEmpty == true { throw ValidationError("--output must not be empty") }
    }

    /// What `lint` runs that concerns relabelling, or keeps files with rules from being read.
    private static let checks = ["relabel/*", "manifest/schema", "yaml/parse"]

    func run() throws {
        let configuration = try Configuration.find()
        var run = LintRun(settings: configuration.lint)
        run.settings.selection.only = Self.checks.map { NamePattern(check: $0) }
        run.settings.today = UTCTime(milliseconds: Int64(time(nil)) * 1000).date
        run.threads = ProcessorCount.automatic()
        var options = ManifestOptions()
        options.dialect = run.settings.dialect
        options.relabelLanguage = dialect
        options.nameScheme = scheme
        options.takesBareRules = true
        let inputs = LintInputs.find(
            paths, standardInputName: "stdin.yaml", reader: ManifestReader(options: options), threads: run.threads)
        for failure in inputs.failures {
            StandardError.error("\(Escaper.show(failure.path)): cannot be read: \(failure.reason)")
        }
        var report = run.report(on: Project(files: inputs.files))
        report.rules = report.relabellingRules
        try write(report, configuration)
        if !inputs.failures.isEmpty { throw ExitStatus.failure }
        if !quiet, report.rules == 0, report.holes == 0, report.findings.isEmpty, report.suppressed.isEmpty {
            NothingChecked.warn(of: report, in: paths, lacking: "relabelling rules")
        }
        let least = run.settings.failOn
        if let least, report.findings.contains(where: { $0.severity >= least }) { throw ExitStatus.findings }
    }

    private func write(_ report: LintReport, _ configuration: Configuration) throws {
        let path = output == "-" ? nil : output
        let descriptor = path == nil ? STDOUT_FILENO : nil
        var settings = FindingSettings()
        settings.usesColor = Terminal.usesColor(color ?? configuration.color ?? .auto, on: descriptor)
        settings.width = descriptor.map { Terminal.width(of: $0) } ?? Terminal.standardWidth
        settings.isQuiet = quiet
        do throws(OutputFile.Failure) {
            let out = if let path { try OutputFile.file(path) } else { OutputFile.standardOutput() }
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
