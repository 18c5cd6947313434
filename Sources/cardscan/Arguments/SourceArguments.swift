import ArgumentParser
import Cardinality
import Glibc
import TSDB

/// What every command that reads series takes: the sources, and which of their series are wanted.
struct SourceArguments: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Data directory, blocks, WAL, snapshot, recording, text exposition (-); several are united.",
            valueName: "source"),
        completion: .file())
    var sources: [String]

    @OptionGroup var selecting: SelectionArguments
    @OptionGroup var activity: ActivityArguments
    @OptionGroup var replicas: ReplicaArguments

    /// The question as the engine understands it.
    func options(_ effort: EffortArguments, _ configuration: Configuration) -> AnalysisOptions {
        var options = AnalysisOptions(sources: sources)
        options.formats = SourceFormats.all
        options.selection = selecting.selection
        options.activeWithin =
            activity.activeWithin?.milliseconds ?? configuration.activeWithin?.milliseconds ?? options.activeWithin
        options.replicaLabels = replicas.labels
        effort.apply(to: &options, configuration)
        return options
    }
}

/// Work that somebody at a terminal can follow.
enum Watched {
    /// Runs `work` with progress on standard error where somebody can see it; what it throws is reported.
    static func run<Result>(
        _ options: AnalysisOptions, quiet: Bool, _ work: (AnalysisOptions) throws(Diagnostic) -> Result
    ) throws -> Result {
        let line = quiet || !Terminal.isTerminal(STDERR_FILENO) ? nil : ProgressLine()
        var options = options
        if let line { options.progress = { line.update($0) } }
        defer { line?.finish() }
        do {
            return try work(options)
        } catch {
            line?.finish()
            StandardError.report([error], withoutWarnings: false)
            throw ExitStatus.failure
        }
    }
}
