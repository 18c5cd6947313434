import Glibc
import TSDB

/// A file written beside the one that it replaces once it is whole and on the disk.
final class ReplacedFile {
    private let path: String
    private let temporary: String
    private let descriptor: Int32
    private var failure: Int32 = 0

    init(_ path: String) throws(Diagnostic) {
        self.path = path
        temporary = path + ".new"
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Self.fault(path, errno) }
    }

    deinit {
        close(descriptor)
        // Gone already when it was renamed.
        unlink(temporary)
    }

    func write(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes
        while failure == 0, !rest.isEmpty {
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if count < 0 {
                if errno != EINTR { failure = errno }
            } else {
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        }
    }

    /// Forgets what was written.
    func restart() -> Bool { ftruncate(descriptor, 0) == 0 && lseek(descriptor, 0, SEEK_SET) == 0 }

    func finish() throws(Diagnostic) {
        guard failure == 0 else { throw Self.fault(path, failure) }
        guard fsync(descriptor) == 0, rename(temporary, path) == 0 else { throw Self.fault(path, errno) }
        // The name is on the disk once the directory is.
        let slash = path.lastIndex(of: "/") ?? path.startIndex
        let directory = open(String(path[..<slash]), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return }
        fsync(directory)
        close(directory)
    }

    private static func fault(_ path: String, _ number: Int32) -> Diagnostic {
        Diagnostic(file: path, "cannot be written: \(String(cString: strerror(number)))")
    }
}
