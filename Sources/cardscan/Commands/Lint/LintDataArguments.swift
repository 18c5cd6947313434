import ArgumentParser
import LabelSets
import Lint
import Manifests
import PromQL
import TSDB

/// The series that rules are checked against.
struct LintDataArguments: ParsableArguments {
    @Option(
        name: .customLong("data"),
        help: ArgumentHelp(
            "Check against these series: data directory, block, or snapshot; repeated: united.", valueName: "source"),
        completion: .file())
    var sources: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only series that this PromQL selector accepts; repeated: that any accepts.", valueName: "selector"))
    var match: [String] = []

    @Option(
        name: .customLong("min-time"), parsing: .unconditional,
        help: ArgumentHelp(
            "Only series with samples since then: RFC 3339, Unix time, or -2h before now.", valueName: "time"))
    var minTime: String?

    @Option(
        name: .customLong("max-time"), parsing: .unconditional,
        help: ArgumentHelp("Only series with samples until then.", valueName: "time"))
    var maxTime: String?

    @Option(
        name: .customLong("max-memory"),
        help: ArgumentHelp(
            "Most memory to use. (default: 1GiB, or half of what the container has free)", valueName: "size"))
    var maxMemory: String?

    @Flag(help: "Instead of findings: what rules and panels read, the dearest first (text or json).") var cost = false

    func validate() throws {
        if sources.contains(where: \.isEmpty) { throw ValidationError("--data must not be empty") }
        guard sources.isEmpty else { return }
        for (name, isGiven) in [
            ("match", !match.isEmpty), ("min-time", minTime != nil), ("max-time", maxTime != nil),
            ("max-memory", maxMemory != nil), ("cost", cost),
        ]
        where isGiven {
            throw ValidationError("--\(name) is about series: name them with --data")
        }
    }

    /// What samples show of the series that the files read. Where the memory does not suffice, nothing of them is said.
    private func observe(
        for project: Project, _ index: SeriesIndex, _ selection: Selection, _ budget: MemoryBudget, quiet: Bool
    ) throws(Diagnostic) -> SampleObservations? {
        let wanted = SampleDemand(of: project, over: index).metrics
        do throws(Diagnostic) {
            return try SampleObservations(
                wanted, of: sources, selection, from: index.times?.first ?? .min, until: index.times?.last ?? .max,
                budget: budget
            ) { found in
                // Of the sources as such was told before.
                let new = found.filter { !index.diagnostics.contains($0) && !$0.message.contains("no samples") }
                StandardError.report(new, withoutWarnings: quiet)
            }
        } catch {
            guard error.isRefusal else { throw error }
            let warning = Diagnostic(.warning, file: error.file, "samples were not looked at: \(error.message)")
            StandardError.report([warning], withoutWarnings: quiet)
            return nil
        }
    }

    /// The series that the files read; `nil` if none were asked for.
    func read(
        for project: Project, _ configuration: Configuration, threads: Int, samples: Bool, quiet: Bool
    ) throws -> SeriesData? {
        guard !sources.isEmpty else { return nil }
        let selection = try SourceArguments.selection(match, minTime: minTime, maxTime: maxTime)
        var limit = configuration.maxMemory?.bytes ?? MemoryLimit.automatic()
        if let maxMemory {
            limit = try SourceArguments.value("--max-memory", maxMemory) { text throws(ArgumentProblem) in
                try ByteSize(parsing: text).bytes
            }
        }
        do throws(Diagnostic) {
            let budget = MemoryBudget(limit: limit)
            let index = try SeriesIndex(
                sources: sources, formats: SourceFormats.all, selectors: project.selectors, selection: selection,
                threads: threads, budget: budget)
            StandardError.report(index.diagnostics, withoutWarnings: quiet)
            return SeriesData(
                index: index, sources: sources, isFiltered: !match.isEmpty,
                samples: samples ? try observe(for: project, index, selection, budget, quiet: quiet) : nil)
        } catch {
            StandardError.report([error], withoutWarnings: false)
            throw ExitStatus.failure
        }
    }
}
