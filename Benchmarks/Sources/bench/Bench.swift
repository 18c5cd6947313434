import ArgumentParser
import Glibc

/// Measures cardscan against promtool as whole processes, and says which targets are met.
@main
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure cardscan against promtool: ratios, each beside its target.",
        discussion: """
            A missed target is reported and is no failure. The exit status is 2 when a command fails.
            """)

    @Option(help: "The cardscan to measure.")
    var cardscan = "../.build/release/cardscan"

    @Option(help: "The promtool to measure against (targets are meant for 2.42).")
    var promtool = "promtool"

    @Option(help: "Where generated data is kept between runs (1.3 GB, with --full 7.5 GB).")
    var scratch = ".build/bench-data"

    @Option(help: "The generator; by default the one built beside this program.")
    var generator: String?

    @Option(help: "The relabelling rules that are replayed.")
    var rules = "relabel.yml"

    @Option(help: "Rule files to lint against series, such as those of kube-prometheus; repeated: all of them.")
    var lintRules: [String] = []

    @Option(help: "The directory of the budget files that are judged.")
    var budgets = "../rules/budgets"

    @Option(help: "What says who reads which series, for proposals: files and directories, separated by commas.")
    var usage = "../testdata/usage"

    @Flag(help: "Also the blocks of 5 and 10 million series: they take half an hour.")
    var full = false

    @Option(help: "Only these cases, separated by commas: \(Case.all.map(\.name).joined(separator: ", ")).")
    var only: String?

    @Option(help: "Measured rounds, after one that is thrown away.")
    var runs = 5

    @Option(help: "Also write the result as JSON to this file.")
    var json: String?

    func validate() throws {
        guard runs >= 1 else { throw ValidationError("--runs must be at least 1") }
        let names = Case.all.map(\.name)
        for name in chosen ?? [] where !names.contains(name) {
            throw ValidationError("--only: there is no case \(name); there are \(names.joined(separator: ", "))")
        }
    }

    private var chosen: [String]? { only?.split(separator: ",").map(String.init) }

    func run() throws {
        do {
            try measure()
        } catch let error as CommandError {
            log("bench: \(error)")
            throw ExitCode(2)
        }
    }

    private func measure() throws {
        _ = try Measurement(["mkdir", "-p", scratch])
        let beside = CommandLine.arguments[0].split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let contest = Contest(
            cardscan: cardscan, promtool: promtool,
            scratch: Scratch(
                directory: scratch, generator: generator ?? (beside + ["generate"]).joined(separator: "/")),
            runs: runs, rules: rules, lintRules: lintRules.isEmpty ? nil : lintRules, budgets: budgets,
            usage: usage.split(separator: ",").map(String.init))
        var report = Report(machine: try Machine(promtool: promtool, cardscan: cardscan, scratch: scratch))
        for one in Case.all where chosen?.contains(one.name) ?? (full || !one.isLarge) {
            log("measuring \(one.name)")
            do throws(CommandError) {
                report.rows += try one.measure(contest)()
            } catch {
                report.failures.append(Report.Failure(name: one.name, reason: error.description))
            }
        }
        print(report.text)
        if let json { try write(report.json, to: json) }
        if !report.failures.isEmpty { throw ExitCode(2) }
    }

    private func write(_ text: String, to path: String) throws(CommandError) {
        guard let file = fopen(path, "w") else {
            throw CommandError(command: ["write", path], reason: String(cString: strerror(errno)))
        }
        defer { fclose(file) }
        fputs(text, file)
    }
}
