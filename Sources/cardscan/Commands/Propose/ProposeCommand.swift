import ArgumentParser
import Lint
import Manifests
import Propose
import Regex
import TSDB

/// `cardscan propose`: relabelling rules, each with its measured saving and its proof.
struct ProposeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "propose",
        abstract: "Propose relabelling rules, each measured and proved.",
        discussion: """
            Every candidate is replayed on the series, and holds for their time alone:
              safe        nothing merges, nothing that is read is lost
              aggregates  series of the same time would become one: no rule is given
              breaks      somebody reads what would be lost; they are named
              unknown     it cannot be told

            EXAMPLES:
              cardscan propose /prometheus --used-by rules/ dashboards/
              cardscan propose /prometheus --used-by rules/ --target -30%
              cardscan propose /prometheus --config prometheus.yml --format prometheus
            """)

    @OptionGroup(title: "What to read") var source: SourceArguments
    @OptionGroup(title: "What to read") var readers: ReadersArguments
    @OptionGroup(title: "What to propose") var wanted: ProposalArguments
    @OptionGroup(title: "What to show") var rows: RowsArguments
    @OptionGroup(title: "What to show") var result: PlanResultArguments
    @OptionGroup(title: "What to show") var output: OutputArguments
    @OptionGroup(visibility: .hidden) var head: HeadArguments
    @OptionGroup(visibility: .hidden) var redaction: RedactionArguments
    @OptionGroup var effort: EffortArguments
    @OptionGroup var messages: QuietArguments

    func validate() throws {
        if head.noActivity {
            throw ValidationError("--no-activity leaves unknown which series live at the same time")
        }
        if let option = redaction.given.first {
            throw ValidationError("rules quote label values: \(option) does not go with propose")
        }
        if wanted.remoteWrite != nil, readers.usedBy.isEmpty {
            throw ValidationError("--remote-write needs --used-by: without it nothing is called unused")
        }
    }

    func run() throws {
        let configuration = try Configuration.find()
        var options = ProposeOptions(source.options(effort, configuration))
        try output.check(outside: source.sources)
        wanted.apply(to: &options)
        if !readers.usedBy.isEmpty { options.usedBy = try PlanInputs.readers(readers.usedBy) }
        options.configurations = try PlanInputs.configurations(readers.config)
        options.remoteWrite = try wanted.remoteWrite.map { try Self.address(of: $0, in: options.configurations) }
        options.curated = try PlanInputs.curatedLists()

        let plan = try Watched.run(options.analysis, quiet: messages.quiet) { analysis throws(Diagnostic) in
            var options = options
            options.analysis = analysis
            return try Planner.plan(options)
        }
        StandardError.report(plan.diagnostics, withoutWarnings: messages.quiet)
        try write(plan, configuration)
        if plan.diagnostics.contains(where: { $0.severity == .error }) { throw ExitStatus.failure }
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

    private func write(_ plan: Plan, _ configuration: Configuration) throws {
        let settings = ReportSettings(
            sources: source.sources, selectors: source.selecting.selectors, rows, output, configuration)
        let writePlan = try writing(plan, settings)
        try output.write { writer in writePlan(&writer) }
    }

    private func writing(_ plan: Plan, _ settings: ReportSettings) throws -> (inout ByteWriter) -> Void {
        do throws(DialectRefusal) {
            return try result.format.writing(plan, settings)
        } catch {
            StandardError.error(Escaper.show(error.description, columns: 1000, in: .notation))
            throw ExitStatus.failure
        }
    }
}
