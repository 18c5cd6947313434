import ArgumentParser
import Cardinality
import TSDB

/// The two sides of a comparison, and which of their series are wanted.
struct DiffArguments: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Two SOURCEs or reports of analyze --format json, or one SOURCE and windows.", valueName: "old> <new"),
        completion: .file())
    var sources: [String]

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Of the old one only this time: -4h..-2h.", valueName: "from..to"),
        transform: TimeWindow.init(parsing:))
    var oldWindow: TimeWindow?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Of the new one only this time: -2h.., or the rest.", valueName: "from..to"),
        transform: TimeWindow.init(parsing:))
    var newWindow: TimeWindow?

    @OptionGroup var selecting: SelectionArguments
    @OptionGroup var replicas: ReplicaArguments

    func validate() throws {
        switch sources.count {
        case 2: break
        case 1 where oldWindow != nil || newWindow != nil: break
        case 1:
            throw ValidationError(
                "one source is compared with nothing; name an old and a new one, or windows: --new-window -2h..")
        default: throw ValidationError("diff compares two sources, not \(sources.count)")
        }
    }

    /// Where each side's series or numbers come from, the old one first.
    func sides(
        _ redaction: RedactionArguments, _ effort: EffortArguments, _ configuration: Configuration
    ) throws -> (old: Side, new: Side) {
        let isReport = sources.map(ReportFile.isReport)
        if isReport.contains(true) { try validateReports(redaction) }
        let windows = try windows()
        let selections = try windows.map { window in
            var selection = selecting.selection
            selection.minTime = max(selection.minTime, window.minTime ?? .min)
            selection.maxTime = min(selection.maxTime, window.maxTime ?? .max)
            guard selection.minTime <= selection.maxTime else {
                throw ValidationError("a window lies outside of --min-time and --max-time: nothing would be left")
            }
            return selection
        }
        var options = AnalysisOptions(sources: [])
        options.formats = SourceFormats.all
        options.replicaLabels = replicas.labels
        options.redactionKey = redaction.key
        effort.apply(to: &options, configuration)
        func side(_ index: Int) -> Side {
            let source = min(index, sources.count - 1)
            if isReport[source] { return .report(sources[source], maxMemory: options.maxMemory) }
            var options = options
            options.sources = [sources[source]]
            options.selection = selections[index]
            return .series(options)
        }
        return (side(0), side(1))
    }

    enum Side {
        case series(AnalysisOptions)
        case report(String, maxMemory: Int)
    }

    /// Reports hold numbers: nothing can be picked out of them.
    private func validateReports(_ redaction: RedactionArguments) throws {
        let windows = [("--old-window", oldWindow != nil), ("--new-window", newWindow != nil)].filter(\.1).map(\.0)
        let labels = replicas.labels.isEmpty ? [] : ["--replica-label"]
        if let option = (selecting.given + windows + labels + redaction.given).first {
            throw ValidationError("\(option) needs series; a report holds numbers, made with its own options")
        }
    }

    /// The old window, then the new one. With one source, a window that was not given is what the other leaves.
    private func windows() throws -> [TimeWindow] {
        let (old, new) = (oldWindow, newWindow)
        let all = TimeWindow(minTime: nil, maxTime: nil)
        guard sources.count == 1 else { return [old ?? all, new ?? all] }
        if let old, new == nil {
            guard let end = old.maxTime else {
                throw ValidationError("--old-window has no end, so nothing is left for the new side; add --new-window")
            }
            return [old, TimeWindow(minTime: end == .max ? end : end + 1, maxTime: nil)]
        }
        if let new, old == nil {
            guard let start = new.minTime else {
                throw ValidationError(
                    "--new-window has no beginning, so nothing is left for the old side; add --old-window")
            }
            return [TimeWindow(minTime: nil, maxTime: start == .min ? start : start - 1), new]
        }
        return [old ?? all, new ?? all]
    }
}
