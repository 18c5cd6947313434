import ArgumentParser
import Cardinality
import Glibc
import Manifests
import Propose
import Relabel
import TSDB
import YAML

/// `cardscan relabel test`
struct RelabelTestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Replay rules on real series, or on series whose result is known.",
        discussion: """
            With --data the rules are applied to every distinct series of a SOURCE. Which
            series a job has scraped is not known from data: say it with --match.
            docs/relabel.md shows a file of --fixtures.

            EXAMPLES:
              cardscan relabel test prometheus.yml --job node --data /prometheus
              cardscan relabel test rules.yml --fixtures rules_test.yml

            EXIT STATUS: 0 done, 1 a fixture came out otherwise, 2 wrong usage or input
            """)

    @OptionGroup(title: "Which rules") var rules: RelabelListArguments
    @OptionGroup(title: "On what") var data: DataArguments
    @OptionGroup(title: "On what") var replicas: ReplicaArguments
    @OptionGroup(title: "On what") var expected: FixtureArguments
    @OptionGroup(title: "What to show") var result: RelabelResultArguments
    @OptionGroup(title: "What to show") var output: OutputArguments
    @OptionGroup var effort: EffortArguments
    @OptionGroup var messages: QuietArguments

    func validate() throws {
        if data.data.isEmpty, expected.fixtures.isEmpty {
            throw ValidationError("name series with --data, or a file of tests with --fixtures")
        }
    }

    func run() throws {
        let configuration = try Configuration.find()
        try output.check(outside: data.data)
        var options = AnalysisOptions(sources: data.data)
        options.formats = SourceFormats.all
        options.selection = data.selecting.selection
        options.replicaLabels = replicas.labels
        effort.apply(to: &options, configuration)
        let content = try RelabelFile.read(rules.file, rules.dialect)
        let files = try expected.fixtures.map(readFixtures)
        var found = RelabelTestResult()
        for fixtures in files {
            let chosen = try choose(from: content, fixtures.choice)
            if found.list == nil { found.list = chosen }
            found.fixtures += fixtures.tests.map { FixtureResult(fixtures.path, $0, chosen.relabelling) }
        }
        if !data.data.isEmpty {
            let chosen = try choose(from: content, RelabelListChoice())
            found.list = chosen
            try checkReach(of: chosen)
            let ignoring = chosen.list.place == .samples ? OutOfReach.ofScrapes : .nothing
            let start = Self.now()
            let (replay, diagnostics) = try Watched.run(options, quiet: messages.quiet) {
                options throws(Diagnostic) in
                try RelabelReplay.run(
                    chosen.relabelling, on: options, ignoring: ignoring,
                    interval: RelabelReplay.scrapeInterval(in: content))
            }
            found.milliseconds = Self.now() - start
            StandardError.report(diagnostics, withoutWarnings: messages.quiet)
            found.replay = replay
            found.isDamaged = diagnostics.contains { $0.severity == .error }
        }
        try write(found, configuration)
        if found.isDamaged { throw ExitStatus.failure }
        if found.fixtures.contains(where: { !$0.isPassed }) { throw ExitStatus.findings }
    }

    private func choose(from file: ManifestFile, _ other: RelabelListChoice) throws -> ChosenRelabelList {
        let choice = RelabelListChoice(job: rules.job ?? other.job, list: rules.list ?? other.list)
        do throws(ArgumentProblem) {
            return try ChosenRelabelList(from: file, choice, scheme: rules.scheme)
        } catch {
            StandardError.error(error.description)
            throw ExitStatus.failure
        }
    }

    /// Data hold series, neither targets nor alerts.
    private func checkReach(of chosen: ChosenRelabelList) throws {
        let place = chosen.list.place
        guard place == .targets || place == .alerts else { return }
        let seen = place == .targets ? "targets with their __meta labels" : "alerts"
        StandardError.error(
            "\(chosen.title): these rules see \(seen), which --data does not hold; test them with --fixtures, or choose"
                + " another list with --list")
        throw ExitStatus.failure
    }

    private func readFixtures(_ path: String) throws -> RelabelFixtures {
        let source = try InputText.read(path, limit: YAMLLimits().bytes)
        do throws(ArgumentProblem) {
            return try RelabelFixtures(path: path, source: source)
        } catch {
            StandardError.error(error.description)
            throw ExitStatus.failure
        }
    }

    private func write(_ found: RelabelTestResult, _ configuration: Configuration) throws {
        try output.write { writer in
            switch result.format {
            case .json: RelabelTestJSON(result: found).write(to: &writer)
            case .text:
                for line in RelabelTestText(result: found).lines {
                    writer.write(line.rendered(inColor: output.usesColor(configuration)) + "\n")
                }
            }
        }
    }

    private static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }
}

/// Series whose result is known.
struct FixtureArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp("Series, and what should become of them; repeatable.", valueName: "file"),
        completion: .file(), transform: GivenText.parse)
    var fixtures: [String] = []
}

/// What `relabel test` found out.
struct RelabelTestResult {
    var list: ChosenRelabelList?
    var fixtures: [FixtureResult] = []
    var replay: RelabelReplay?
    /// Time that replaying took, reading included.
    var milliseconds = 0
    var isDamaged = false
}
