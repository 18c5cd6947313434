import Glibc

/// Where a result goes: standard output, or a file that appears whole or not at all.
///
/// A file is written without a name where the file system can do that, so that nothing is left of it when the process is
/// killed, and beside its final name otherwise. It is renamed when it is complete, so that a reader, or a full disk,
/// never leaves half a report under the name that was asked for. The first failure is kept; later writes do nothing.
final class OutputFile {
    private let descriptor: Int32
    private let temporaryPath: String?
    private let finalPath: String?
    /// Whether `temporaryPath` has to be given to the file before it can be renamed.
    let isNameless: Bool
    private(set) var failure: Failure?

    enum Failure: Error, Equatable {
        /// Whoever read standard output has seen enough.
        case readerGone
        case system(path: String, reason: String)
    }

    static func standardOutput() -> OutputFile {
        OutputFile(descriptor: STDOUT_FILENO, temporaryPath: nil, finalPath: nil)
    }

    private init(descriptor: Int32, temporaryPath: String?, finalPath: String?, isNameless: Bool = false) {
        self.descriptor = descriptor
        self.temporaryPath = temporaryPath
        self.finalPath = finalPath
        self.isNameless = isNameless
    }

    /// Whether a file may be created at `path`: asked before the work is done, to fail early. Nothing is written among
    /// what is read: it could replace a source, and the server it belongs to would not expect it.
    static func check(_ path: String, outside sources: [String]) throws(Failure) {
        let (target, isSpecial) = try resolve(path)
        if !isSpecial { try checkPlace(of: target, path, outside: sources) }
        if isSpecial {
            guard access(target, W_OK) == 0 else { throw .current(path) }
        } else {
            let directory = directory(of: target)
            guard access(directory, W_OK | X_OK) == 0 else { throw .current(path, in: directory) }
        }
    }

    /// Opens `path` for writing. Devices and pipes are written to directly.
    static func file(_ path: String) throws(Failure) -> OutputFile {
        let (target, isSpecial) = try resolve(path)
        if isSpecial {
            let descriptor = open(target, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw .current(path) }
            return OutputFile(descriptor: descriptor, temporaryPath: nil, finalPath: path)
        }
        let suffix = String(UInt32.random(in: .min ... .max), radix: 16)
        let temporary = directory(of: target) + "/.cardscan-" + suffix + ".tmp"
        if let descriptor = nameless(in: directory(of: target)) {
            return OutputFile(
                descriptor: descriptor, temporaryPath: temporary, finalPath: target, isNameless: true)
        }
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .current(path, in: directory(of: target)) }
        return OutputFile(descriptor: descriptor, temporaryPath: temporary, finalPath: target)
    }

    /// Opens `path` for writing, with the permissions that a file there has.
    static func file(_ path: String, keepingModeOf original: String) throws(Failure) -> OutputFile {
        var status = stat()
        let hasMode = stat(original, &status) == 0
        let out = try file(path)
        if hasMode, out.temporaryPath != nil, fchmod(out.descriptor, status.st_mode & 0o7777) != 0 {
            out.discard()
            throw .current(path)
        }
        return out
    }

    func write(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes
        while failure == nil, !rest.isEmpty {
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if count < 0 {
                if errno == EINTR { continue }
                failure = errno == EPIPE && finalPath == nil ? .readerGone : .current(finalPath ?? "standard output")
            } else {
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
            }
        }
    }

    /// Ends the output and puts the file in its place.
    func finish() throws(Failure) {
        if isNameless, let temporaryPath, failure == nil {
            let link = linkat(AT_FDCWD, Self.link(to: descriptor), AT_FDCWD, temporaryPath, AT_SYMLINK_FOLLOW)
            if link != 0 { failure = .current(temporaryPath) }
        }
        if finalPath != nil, close(descriptor) != 0, failure == nil { failure = .current(finalPath ?? "") }
        if let temporaryPath, let finalPath {
            if failure == nil, rename(temporaryPath, finalPath) != 0 { failure = .current(finalPath) }
            if failure != nil { unlink(temporaryPath) }
        }
        if let failure { throw failure }
    }

    /// Forgets what was written, for a result that has to be made again; false where that is not possible.
    func restart() -> Bool {
        guard failure == nil, temporaryPath != nil else { return false }
        return ftruncate(descriptor, 0) == 0 && lseek(descriptor, 0, SEEK_SET) == 0
    }

    /// Ends the output without putting anything in its place.
    func discard() {
        if finalPath != nil { close(descriptor) }
        if !isNameless, let temporaryPath { unlink(temporaryPath) }
    }

    /// `O_TMPFILE`, a macro that Swift does not see.
    private static let temporaryFile = 0o20_000_000 | O_DIRECTORY

    /// A file that has no name yet; nil where the file system knows no such files, or could not name it later.
    private static func nameless(in directory: String) -> Int32? {
        let descriptor = open(directory, O_WRONLY | temporaryFile | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { return nil }
        if access(link(to: descriptor), F_OK) == 0 { return descriptor }
        close(descriptor)
        return nil
    }

    private static func link(to descriptor: Int32) -> String { "/proc/self/fd/\(descriptor)" }

    private static func checkPlace(
        of target: String, _ path: String, outside sources: [String]
    ) throws(Failure) {
        // What does not exist yet has no real path, but its directory has.
        let name = target.lastIndex(of: "/").map { target[target.index(after: $0)...] } ?? target[...]
        guard let directory = realPath(of: directory(of: target)) else { return }
        let place = (directory == "/" ? "" : directory) + "/" + name
        for source in sources {
            guard let real = realPath(of: source) else { continue }
            if place == real {
                throw .system(path: path, reason: "is a source, which is only read; write it elsewhere")
            }
            if place.hasPrefix(real == "/" ? real : real + "/") {
                let source = Escaper.show(source)
                throw .system(path: path, reason: "lies in \(source), which is only read; write it elsewhere")
            }
        }
    }

    private static func realPath(of path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Follows symbolic links, so that a linked report is replaced where it lies.
    private static func resolve(_ path: String) throws(Failure) -> (target: String, isSpecial: Bool) {
        let target = realPath(of: path) ?? path
        var status = stat()
        guard stat(target, &status) == 0 else { return (target, false) }
        let kind = status.st_mode & S_IFMT
        if kind == S_IFDIR { throw .system(path: path, reason: "is a directory; give the name of a file") }
        return (target, kind != S_IFREG)
    }

    private static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}

extension OutputFile.Failure {
    /// What `errno` says happened to `path`.
    fileprivate static func current(_ path: String) -> Self {
        .system(path: path, reason: String(cString: strerror(errno)))
    }

    /// The same of a file that cannot be made in `directory`.
    fileprivate static func current(_ path: String, in directory: String) -> Self {
        let place = Escaper.show(directory)
        return errno == ENOENT
            ? .system(path: path, reason: "there is no directory \(place); make it first")
            : .system(path: path, reason: "\(place): \(String(cString: strerror(errno)))")
    }
}
