import ArgumentParser
import LabelSets
import Lint
import Manifests
import PromQL
import TSDB

/// The series that rules are checked against.
struct LintDataArguments: ParsableArguments {
    @OptionGroup var series: DataArguments

    @Flag(help: "Instead: what rules and panels read, dearest first.") var cost = false

    func validate() throws {
        if series.data.isEmpty, cost { throw ValidationError("--cost is about series: name them with --data") }
    }

    /// What samples show of the series that the files read. Where the memory does not suffice, nothing of them is said.
    private func observe(
        for project: Project, _ index: SeriesIndex, _ selection: Selection, _ budget: MemoryBudget, quiet: Bool
    ) throws(Diagnostic) -> SampleObservations? {
        let wanted = SampleDemand(of: project, over: index).metrics
        do throws(Diagnostic) {
            return try SampleObservations(
                wanted, of: series.data, selection, from: index.times?.first ?? .min, until: index.times?.last ?? .max,
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
        for project: Project, _ effort: EffortArguments, _ configuration: Configuration, samples: Bool, quiet: Bool
    ) throws -> SeriesData? {
        let sources = series.data
        guard !sources.isEmpty else { return nil }
        let selection = series.selecting.selection
        do throws(Diagnostic) {
            let budget = MemoryBudget(limit: effort.memory(configuration))
            let index = try SeriesIndex(
                sources: sources, formats: SourceFormats.all, selectors: project.selectors, selection: selection,
                threads: effort.threadCount, budget: budget)
            StandardError.report(index.diagnostics, withoutWarnings: quiet)
            return SeriesData(
                index: index, sources: sources, isFiltered: !series.selecting.match.isEmpty,
                samples: samples ? try observe(for: project, index, selection, budget, quiet: quiet) : nil)
        } catch {
            StandardError.report([error], withoutWarnings: false)
            throw ExitStatus.failure
        }
    }
}
