import ArgumentParser
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
            With --data the rules are applied to every distinct series of a SOURCE. Which series a job
            has scraped is not known from data: say it with --match '{job="..."}'.

            A file of --fixtures says what should become of series:
              tests:
                - series: go_gc_duration_seconds{job="node"}
                  expect: dropped
                - series: up{instance="a:9100"}
                  expect: up{instance="a:9100", node="a"}

            EXAMPLES:
              cardscan relabel test prometheus.yml --job node --data /prometheus --match '{job="node"}'
              cardscan relabel test rules.yml --fixtures rules_test.yml

            EXIT STATUS:
              0  done; all fixtures came out as expected
              1  a fixture did not
              2  the rules are invalid, wrong usage, or an input could not be read
            """)

    @OptionGroup(title: "Which rules") var rules: RelabelListArguments
    @OptionGroup(title: "On what") var data: DataArguments

    @Option(
        help: ArgumentHelp("Test with the series listed there; repeated: several files.", valueName: "file"),
        completion: .file())
    var fixtures: [String] = []

    @Option(name: .shortAndLong, help: ArgumentHelp("text or json. (default: text)", valueName: "format"))
    var format: RelabelFormat = .text

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Write the result there, whole or not at all.", valueName: "file"), completion: .file())
    var output: String?

    @Option(help: ArgumentHelp("auto, always or never. (default: auto)", valueName: "when"))
    var color: ColorChoice?

    func validate() throws {
        if data.sources.isEmpty, fixtures.isEmpty {
            throw ValidationError("name series with --data, or a file of tests with --fixtures")
        }
        if output?.isEmpty == true { throw ValidationError("--output must not be empty") }
    }

    func run() throws {
        let configuration = try Configuration.find()
        let options = try data.options(configuration)
        let content = try RelabelFile.read(rules.file, rules.dialect)
        let files = try fixtures.map(readFixtures)
        var result = RelabelTestResult()
        for fixtures in files {
            let chosen = try choose(from: content, fixtures.choice)
            if result.list == nil { result.list = chosen }
            result.fixtures += fixtures.tests.map { FixtureResult(fixtures.path, $0, chosen.relabelling) }
        }
        if !data.sources.isEmpty {
            let chosen = try choose(from: content, RelabelListChoice())
            result.list = chosen
            try checkReach(of: chosen)
            let ignoring = chosen.list.place == .samples ? OutOfReach.ofScrapes : .nothing
            let start = Self.now()
            let (replay, diagnostics) = try SourceArguments.watched(options, quiet: data.quiet) {
                options throws(Diagnostic) in
                try RelabelReplay.run(
                    chosen.relabelling, on: options, ignoring: ignoring,
                    interval: RelabelReplay.scrapeInterval(in: content))
            }
            result.milliseconds = Self.now() - start
            StandardError.report(diagnostics, withoutWarnings: data.quiet)
            result.replay = replay
            result.isDamaged = diagnostics.contains { $0.severity == .error }
        }
        try write(result, configuration)
        if result.isDamaged { throw ExitStatus.failure }
        if result.fixtures.contains(where: { !$0.isPassed }) { throw ExitStatus.findings }
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
        let source = try RelabelFile.source(of: path, limit: YAMLLimits().bytes)
        do throws(ArgumentProblem) {
            return try RelabelFixtures(path: path, source: source)
        } catch {
            StandardError.error(error.description)
            throw ExitStatus.failure
        }
    }

    private func write(_ result: RelabelTestResult, _ configuration: Configuration) throws {
        let path = output == "-" ? nil : output
        let usesColor = Terminal.usesColor(
            color ?? configuration.color ?? .auto, on: path == nil ? STDOUT_FILENO : nil)
        do throws(OutputFile.Failure) {
            let out = if let path { try OutputFile.file(path) } else { OutputFile.standardOutput() }
            var writer = ByteWriter(to: out)
            switch format {
            case .json: RelabelTestJSON(result: result).write(to: &writer)
            case .text:
                for line in RelabelTestText(result: result).lines {
                    writer.write(line.rendered(inColor: usesColor) + "\n")
                }
            }
            writer.flush()
            try out.finish()
        } catch {
            if error == .readerGone { return }
            throw error.reported()
        }
    }

    private static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }
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
