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
        for failure in inputs.failures {
            StandardError.error("\(Escaper.show(failure.path)): \(failure.reason)")
        }
        if !inputs.failures.isEmpty { throw ExitStatus.failure }
        return inputs.files
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
