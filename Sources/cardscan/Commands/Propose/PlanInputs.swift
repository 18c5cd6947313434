import Manifests
import Propose

/// What plans are made from beside series.
enum PlanInputs {
    /// What cannot be read is reported; without all readers nothing can be proved, so nothing goes on without them.
    ///
    /// `takingLogs` takes Prometheus' query logs, too.
    static func files(_ paths: [String], takingLogs: Bool = false) throws -> [ManifestFile] {
        guard !paths.isEmpty else { return [] }
        var options = ManifestOptions()
        options.takesQueryLogs = takingLogs
        let inputs = LintInputs.find(
            paths, standardInputName: "<stdin>", reader: ManifestReader(options: options),
            threads: ProcessorCount.automatic())
        for failure in inputs.failures { _ = failure.reported() }
        if !inputs.failures.isEmpty { throw ExitStatus.failure }
        return inputs.files
    }

    /// Files of `--config`. One that cannot be read as YAML, or none with scrapes, would leave out without a word what was
    /// asked for.
    static func configurations(_ paths: [String]) throws -> [ManifestFile] {
        let files = try files(paths)
        for file in files {
            guard let fault = file.faults.first(where: { $0.kind == .syntax }) else { continue }
            InputText.report(fault.message, at: fault.range.lowerBound, in: file.text.source, file.path)
            throw ExitStatus.failure
        }
        let isAny = files.contains { file in
            file.contents.contains { content in
                switch content {
                case .prometheus, .monitor: true
                default: false
                }
            }
        }
        if !files.isEmpty, !isAny {
            StandardError.error(
                "\(Escaper.show(files[0].path)): --config: holds no scrape configuration; expected a prometheus.yml, "
                    + "ServiceMonitors or PodMonitors")
            throw ExitStatus.failure
        }
        return files
    }

    /// The files of `--used-by`. That nothing in them reads is no proof that nothing is read: somebody named the wrong ones.
    static func readers(_ paths: [String]) throws -> Readership {
        let readership = Readership(try files(paths, takingLogs: true))
        for file in readership.files where file.isUnrecognized && paths.contains(file.path) {
            StandardError.warning("\(Escaper.show(file.path)): holds nothing that is known to read series")
        }
        guard !readership.isEmpty else {
            StandardError.error(
                "--used-by: nothing in \(LintInputs.shown(paths)) reads a series, so that all would seem unread; name the rule files, "
                    + "dashboards and query logs of those who read")
            throw ExitStatus.failure
        }
        return readership
    }

    static func curatedLists() throws -> [CuratedList] {
        do throws(CuratedFault) {
            return try CuratedList.embedded()
        } catch {
            StandardError.error(error.description)
            throw ExitStatus.failure
        }
    }
}
