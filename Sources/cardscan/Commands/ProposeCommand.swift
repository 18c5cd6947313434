import ArgumentParser
import Glibc
import Lint
import Manifests
import Propose
import Regex
import TSDB
import Spelling

extension ProposeOptions.Allowance: ExpressibleByArgument {}

/// `cardscan propose`: relabelling rules, each with its measured saving and its proof.
struct ProposeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "propose",
        abstract: "Propose relabelling rules, each with its measured saving and its proof.",
        discussion: """
            Every candidate is replayed on the series of the SOURCE. A verdict holds for the time that
            the series are from, and says no more:
              safe        nothing merges, nothing that is read is lost
              aggregates  series that live at the same time would become one: no rule is given
              breaks      somebody reads what would be lost; they are named
              unknown     it cannot be told

            EXAMPLES:
              cardscan propose /prometheus --used-by rules/ dashboards/
              cardscan propose /prometheus --used-by rules/ --config prometheus.yml --target -30%
              cardscan propose /prometheus --used-by rules/ --format markdown -o plan.md
            """)

    @OptionGroup(title: "What to read") var source: SourceArguments

    @Option(
        name: .customLong("used-by"), parsing: .upToNextOption,
        help: ArgumentHelp(
            "Rules, dashboards, Alertmanager configurations, Prometheus' query log: who reads what.",
            valueName: "path"),
        completion: .file())
    var usedBy: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "prometheus.yml, ServiceMonitors: where rules belong, and how often is scraped.", valueName: "file"),
        completion: .file())
    var config: [String] = []

    @Option(
        help: ArgumentHelp(
            "Also keep what scrapes' rules do not reach from being sent there: an address, or a name in --config.",
            valueName: "url|name"))
    var remoteWrite: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Stop at so many active series, or so much less: 7M, -30%.", valueName: "series"))
    var target: String?

    @Option(help: ArgumentHelp("Leave out what spares fewer series. (default: 1)", valueName: "series"))
    var minSaving: String?

    @Option(
        help: ArgumentHelp(
            "Risks to take: shown (labels somebody only sees), unknown-readers, breaks.", valueName: "risk,..."))
    var allow: [String] = []

    @Option(
        help: ArgumentHelp("Leave these metrics or proposals alone, whole names.", valueName: "regex"))
    var exclude: [String] = []

    @Option(help: ArgumentHelp("Show how series spread over so many servers.", valueName: "n"))
    var shards: Int?

    @Option(help: ArgumentHelp("Label whose hash decides the server. (default: instance)", valueName: "label"))
    var shardLabel: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("Rows of lists, 0 for all. (default: 20)", valueName: "n"))
    var limit: Int?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "text, json, markdown, html or openmetrics (gauges); or the rules for prometheus, monitor (patches), values (kube-prometheus-stack), alloy, vmagent or otel. (default: text)",
            valueName: "format"))
    var format: PlanFormat = .text

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Write the result there, whole or not at all.", valueName: "file"), completion: .file())
    var output: String?

    @Option(help: ArgumentHelp("auto, always or never. (default: auto)", valueName: "when"))
    var color: ColorChoice?

    func validate() throws {
        if let limit, limit < 0 { throw ValidationError("--limit must be 0 or more") }
        if let shards, !(1...10_000).contains(shards) { throw ValidationError("--shards must be from 1 to 10000") }
        if output?.isEmpty == true { throw ValidationError("--output must not be empty") }
        if source.noActivity {
            throw ValidationError("--no-activity leaves unknown which series live at the same time")
        }
        if source.redact || source.redactKey != nil {
            throw ValidationError("rules quote label values: --redact does not go with propose")
        }
        if remoteWrite != nil, usedBy.isEmpty {
            throw ValidationError("--remote-write needs --used-by: without it nothing is called unused")
        }
        _ = try allowances()
        if let target { _ = try Self.goal(target) }
        if let minSaving { _ = try Self.series("--min-saving", minSaving) }
    }

    func run() throws {
        let configuration = try Configuration.find()
        var options = ProposeOptions(try source.options(configuration))
        if let output, output != "-" {
            do { try OutputFile.check(output, outside: source.sources) } catch { throw error.reported() }
        }
        options.allowed = try allowances()
        options.target = try target.map(Self.goal)
        options.minSaving = try minSaving.map { try Self.series("--min-saving", $0) } ?? 1
        options.excluded = try exclude.map(Self.pattern)
        options.shards = shards
        options.shardLabel = shardLabel ?? options.shardLabel
        if !usedBy.isEmpty { options.usedBy = try PlanInputs.readers(usedBy) }
        options.configurations = try PlanInputs.files(config)
        options.remoteWrite = try remoteWrite.map { try Self.address(of: $0, in: options.configurations) }
        options.curated = try PlanInputs.curatedLists()

        let plan = try SourceArguments.watched(options.analysis, quiet: source.quiet) { analysis throws(Diagnostic) in
            var options = options
            options.analysis = analysis
            return try Planner.plan(options)
        }
        StandardError.report(plan.diagnostics, withoutWarnings: source.quiet)
        try write(plan, configuration)
        if plan.diagnostics.contains(where: { $0.severity == .error }) { throw ExitStatus.failure }
    }

    // MARK: Arguments

    private func allowances() throws -> Set<ProposeOptions.Allowance> {
        Set(
            try SourceArguments.names(allow).map { name in
                guard let allowance = ProposeOptions.Allowance(rawValue: name) else {
                    let advice = Spelling.advice(for: name, among: ProposeOptions.Allowance.allCases.map(\.rawValue))
                    throw ValidationError("--allow: there is no risk '\(Escaper.show(name, columns: 60))'; \(advice)")
                }
                return allowance
            })
    }

    /// `7M`, `500k`, `1200`, `-30%`.
    static func goal(_ text: String) throws -> ProposeOptions.Target {
        if text.hasPrefix("-"), text.hasSuffix("%") {
            guard let share = Double(text.dropFirst().dropLast()), share > 0, share <= 100 else {
                throw ValidationError("--target: expected a share such as -30%")
            }
            return .less(share / 100)
        }
        return .series(try series("--target", text))
    }

    private static func series(_ option: String, _ text: String) throws -> Int {
        let units: [Character: Double] = ["k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9]
        let unit = text.last.flatMap { units[$0] }
        guard let number = Double(unit == nil ? text[...] : text.dropLast()), number >= 0, number.isFinite,
            number * (unit ?? 1) < 1e15
        else {
            throw ValidationError("\(option): expected a number of series such as 500k or 7M, or for --target -30%")
        }
        return Int(number * (unit ?? 1))
    }

    /// The address of the remote storage that `--remote-write` names.
    private static func address(of name: String, in files: [ManifestFile]) throws -> String {
        for file in files {
            for case .prometheus(let configuration) in file.contents {
                let remote = configuration.remoteWrites.first { $0.name?.value == name }
                if let url = remote?.url?.value { return url }
            }
        }
        guard name.contains("://") else {
            throw ValidationError(
                "--remote-write: no remote_write of --config is named '\(Escaper.show(name, columns: 60))'; "
                    + "give its name or its address")
        }
        return name
    }

    private static func pattern(_ text: String) throws -> Regex {
        do throws(RegexError) {
            return try Regex(text, for: .matching)
        } catch {
            throw ValidationError("--exclude: \(error.message)")
        }
    }

    private func write(_ plan: Plan, _ configuration: Configuration) throws {
        let path = output == "-" ? nil : output
        let descriptor = path == nil ? STDOUT_FILENO : nil
        var settings = ReportSettings(sources: source.sources, selectors: source.match)
        settings.limit = limit ?? configuration.limit
        settings.price = configuration.price
        settings.usesColor = Terminal.usesColor(color ?? configuration.color ?? .auto, on: descriptor)
        settings.width = descriptor.map { Terminal.width(of: $0) } ?? Terminal.standardWidth
        let writePlan = try writing(plan, settings)
        do throws(OutputFile.Failure) {
            let out = if let path { try OutputFile.file(path) } else { OutputFile.standardOutput() }
            var writer = ByteWriter(to: out)
            writePlan(&writer)
            writer.flush()
            try out.finish()
        } catch {
            if error == .readerGone { return }
            throw error.reported()
        }
    }

    private func writing(_ plan: Plan, _ settings: ReportSettings) throws -> (inout ByteWriter) -> Void {
        do throws(DialectRefusal) {
            return try format.writing(plan, settings)
        } catch {
            StandardError.error(Escaper.show(error.description, columns: 1000, in: .notation))
            throw ExitStatus.failure
        }
    }
}
