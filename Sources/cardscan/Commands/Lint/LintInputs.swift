import Lint
import Manifests
import Synchronization
import Threading
import YAML

/// The files that are to be linted, read.
struct LintInputs {
    var files: [ManifestFile] = []
    /// Inputs that could not be opened or read, and why.
    var failures: [DiscoveryError] = []

    /// Reads what files, directories and patterns stand for, and parses it on several threads; `-` is standard input.
    static func find(_ paths: [String], standardInputName: String, reader: ManifestReader, threads: Int) -> LintInputs {
        let finder = FileFinder(paths: paths)
        let found = finder.files
        let work = Work(count: found.count)
        // One large file is read on all threads; of many, each on one.
        var options = reader.options
        options.threads = max(1, threads / max(1, found.count))
        let reader = ManifestReader(options: options)
        Threads.run(min(threads, found.count)) { _ in
            while true {
                let index = work.next.add(1, ordering: .relaxed).oldValue
                guard index < found.count else { return }
                let result = read(found[index], standardInputName: standardInputName, reader: reader)
                work.results.withLock { $0[index] = result }
            }
        }
        var inputs = LintInputs(failures: finder.errors)
        for result in work.results.withLock({ $0 }) {
            switch result {
            case .success(let file): inputs.files.append(file)
            case .failure(let failure): inputs.failures.append(failure)
            case nil: break
            }
        }
        return inputs
    }

    /// Says what could not be read, and where there was nothing to read. Throws where nothing is left to say more of.
    func reportProblems(of paths: [String], quiet: Bool) throws {
        for failure in failures { _ = failure.reported() }
        guard files.isEmpty else { return }
        if !failures.isEmpty { throw ExitStatus.failure }
        guard !quiet else { return }
        StandardError.warning("\(Self.shown(paths)): holds no file with a name such as rules.yaml or dashboard.json")
    }

    /// The first paths that the user named.
    static func shown(_ paths: [String]) -> String {
        paths.prefix(3).map { Escaper.show($0) }.joined(separator: ", ") + (paths.count > 3 ? ", …" : "")
    }

    private final class Work: Sendable {
        let next = Atomic<Int>(0)
        let results: Mutex<[Result<ManifestFile, DiscoveryError>?]>

        init(count: Int) { results = Mutex(Array(repeating: nil, count: count)) }
    }

    private static func read(
        _ found: FoundFile, standardInputName name: String, reader: ManifestReader
    ) -> Result<ManifestFile, DiscoveryError> {
        let path = found.path
        let limit = reader.options.limits.bytes
        do throws(DiscoveryError) {
            let isStandardInput = path == "-"
            let takesLogs = reader.options.takesQueryLogs
            if takesLogs, !isStandardInput, let log = try QueryLogFile.read(path: path) { return .success(log) }
            let bytes =
                isStandardInput
                ? try FileBytes.readStandardInput(name: name, limit: limit)
                : try FileBytes.read(path: path, isNamed: found.isNamed, limit: limit)
            let shown = isStandardInput ? name : path
            if takesLogs, let log = QueryLogFile.read(bytes, path: shown) { return .success(log) }
            return .success(reader.read(path: shown, source: SourceText(bytes)))
        } catch {
            return .failure(error)
        }
    }
}
