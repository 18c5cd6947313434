import Glibc
import Lint
import Manifests
import Synchronization
import Threading
import YAML

/// The files that are to be linted, read.
struct LintInputs {
    var files: [ManifestFile] = []
    /// Inputs that could not be opened or read, and why.
    var failures: [(path: String, reason: String)] = []

    /// Reads and parses files on several threads, in the order of `paths`. `-` is standard input.
    static func read(_ paths: [String], standardInputName: String, reader: ManifestReader, threads: Int) -> LintInputs {
        read(
            paths, standardInputName: standardInputName, limit: reader.options.limits.bytes, threads: threads
        ) { reader.read(path: $0, source: $1) }
    }

    /// `parse` is given the name of each file and its text.
    static func read(
        _ paths: [String], standardInputName: String, limit: Int = YAMLLimits().bytes, threads: Int,
        _ parse: @escaping @Sendable (String, SourceText) -> ManifestFile
    ) -> LintInputs {
        let work = Work(count: paths.count)
        Threads.run(min(threads, paths.count)) { _ in
            while true {
                let index = work.next.add(1, ordering: .relaxed).oldValue
                guard index < paths.count else { return }
                let result = read(paths[index], standardInputName: standardInputName, limit: limit, parse)
                work.results.withLock { $0[index] = result }
            }
        }
        var inputs = LintInputs()
        for (path, result) in zip(paths, work.results.withLock { $0 }) {
            switch result {
            case .success(let file): inputs.files.append(file)
            case .failure(let failure): inputs.failures.append((path, failure.reason))
            case nil: break
            }
        }
        return inputs
    }

    private struct Failure: Error { let reason: String }

    private final class Work: Sendable {
        let next = Atomic<Int>(0)
        let results: Mutex<[Result<ManifestFile, Failure>?]>

        init(count: Int) { results = Mutex(Array(repeating: nil, count: count)) }
    }

    private static func read(
        _ path: String, standardInputName: String, limit: Int, _ parse: (String, SourceText) -> ManifestFile
    ) -> Result<ManifestFile, Failure> {
        do throws(Failure) {
            let bytes = try content(of: path, limit: limit)
            let name = path == "-" ? standardInputName : path
            return .success(parse(name, SourceText(bytes)))
        } catch {
            return .failure(error)
        }
    }

    /// All bytes of a file, or one more than `limit`, which the reader then refuses.
    private static func content(of path: String, limit: Int) throws(Failure) -> [UInt8] {
        // A pipe without a writer must not block, standard input may.
        let file = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw Failure(reason: String(cString: strerror(errno))) }
        defer { if file != STDIN_FILENO { close(file) } }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw Failure(reason: String(cString: strerror(errno))) }
        if status.st_mode & S_IFMT == S_IFDIR { throw Failure(reason: "is a directory") }
        let expected = status.st_mode & S_IFMT == S_IFREG ? max(0, Int(status.st_size)) : 65_536
        var bytes = [UInt8](repeating: 0, count: min(limit, expected) + 1)
        var count = 0
        while count <= limit {
            if count == bytes.count { bytes += [UInt8](repeating: 0, count: min(count, limit + 1 - count)) }
            let (start, room) = (count, bytes.count - count)
            let more = bytes.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress?.advanced(by: start), room) }
            if more < 0, errno == EINTR { continue }
            guard more >= 0 else { throw Failure(reason: String(cString: strerror(errno))) }
            if more == 0 { break }
            count += more
        }
        bytes.removeLast(bytes.count - count)
        return bytes
    }
}
