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
        usage: "cardscan relabel check [<options>] <path> ...",
        discussion: """
            What Prometheus would refuse is an error; what it loads without a word
            although it cannot be meant is a warning. cardscan lint does the same and more.

            EXAMPLES:
              cardscan relabel check prometheus.yml monitors/
              helm template chart/ | cardscan relabel check - --format github

            EXIT STATUS: 0 no errors or warnings, 1 some, 2 wrong usage or input
            """)

    @Argument(
        help: ArgumentHelp("Files, directories, patterns, or - for standard input.", valueName: "path"),
        completion: .file(), transform: GivenText.parse)
    var paths: [String]

    @Option(
        name: .customLong("name-validation-scheme"),
        help: .choice(NameScheme.self, " (default: utf8)", valueName: "scheme"), completion: NameScheme.completion,
        transform: NameScheme.init(parsing:))
    var scheme: NameScheme?

    @OptionGroup var writtenFor: RelabelDialectArguments
    @OptionGroup(title: "What to show") var result: FindingResultArguments
    @OptionGroup var messages: QuietArguments

    /// What `lint` runs that concerns relabelling, or keeps files with rules from being read.
    private static let checks = ["relabel/*", "manifest/schema", "yaml/parse"]

    func run() throws {
        let configuration = try Configuration.find()
        try result.output.check()
        var run = LintRun(settings: configuration.lint)
        run.settings.selection.only = Self.checks.map { NamePattern(check: $0) }
        run.settings.today = UTCTime(milliseconds: Int64(time(nil)) * 1000).date
        run.threads = ProcessorCount.automatic()
        var options = ManifestOptions()
        options.dialect = run.settings.dialect
        options.relabelLanguage = writtenFor.dialect
        options.nameScheme = scheme ?? .utf8
        options.takesBareRules = true
        let inputs = LintInputs.find(
            paths, standardInputName: "stdin.yaml", reader: ManifestReader(options: options), threads: run.threads)
        try inputs.reportProblems(of: paths, quiet: messages.quiet)
        var report = run.report(on: Project(files: inputs.files))
        report.rules = report.relabellingRules
        let settings = result.settings(configuration, quiet: messages.quiet)
        try result.output.write { result.format.write(report, settings, to: &$0) }
        if !inputs.failures.isEmpty { throw ExitStatus.failure }
        if !messages.quiet, report.rules == 0, report.holes == 0, report.findings.isEmpty, report.suppressed.isEmpty {
            NothingChecked.warn(of: report, lacking: "relabelling rules")
        }
        let least = run.settings.failOn
        if let least, report.findings.contains(where: { $0.severity >= least }) { throw ExitStatus.findings }
    }
}
