import Glibc
import Synchronization
package import TSDB

/// Appends requests to a recording, and begins a new file when one is full.
///
/// The file in use has the name that was given; those before it have `.1`, `.2` and so on behind it, the youngest first,
/// and the oldest is deleted. A request is in the file before its sender is answered; what of it is on the disk when
/// the machine stops is the kernel's business.
package final class RecordingWriter: Sendable {
    private struct File {
        var descriptor: Int32
        var size: Int
    }

    private let path: String
    private let sizeLimit: Int
    private let fileLimit: Int
    private let file: Mutex<File>

    /// `sizeLimit` is in bytes, `fileLimit` the number of files kept, the one in use included. A recording that is
    /// there is continued after its last whole record. Throws when another process records to it.
    package init(_ path: String, sizeLimit: Int, fileLimit: Int) throws(Diagnostic) {
        self.path = path
        self.sizeLimit = sizeLimit
        self.fileLimit = max(1, fileLimit)
        file = Mutex(try Self.open(path, isNew: false))
    }

    deinit { file.withLock { _ = close($0.descriptor) } }

    /// Appends a request. Throws when the disk does not take it; the next one is tried again.
    package func append(_ request: RecordedRequest) throws(Diagnostic) {
        let record = RecordingFormat.encode(request)
        let fault: Diagnostic? = file.withLock { file in
            do throws(Diagnostic) {
                if file.size > RecordingFormat.magic.count, file.size + record.count > sizeLimit {
                    try rotate(&file)
                }
                try Self.write(record, to: &file, path)
                return nil
            } catch { return error }
        }
        if let fault { throw fault }
    }

    private func rotate(_ file: inout File) throws(Diagnostic) {
        for number in stride(from: fileLimit - 1, through: 1, by: -1) {
            let from = number == 1 ? path : "\(path).\(number - 1)"
            rename(from, "\(path).\(number)")
        }
        let next = try Self.open(path, isNew: true)
        close(file.descriptor)
        file = next
    }

    private static func open(_ path: String, isNew: Bool) throws(Diagnostic) -> File {
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw fault(path) }
        do throws(Diagnostic) { return try locked(descriptor, path, isNew: isNew) } catch {
            close(descriptor)
            throw error
        }
    }

    /// Locks the file before anything is looked at or cut off.
    private static func locked(_ descriptor: Int32, _ path: String, isNew: Bool) throws(Diagnostic) -> File {
        let failure = FileLock.take(descriptor)
        guard failure != EWOULDBLOCK else {
            throw Diagnostic(
                file: path,
                "is recorded to by another cardscan listen; stop that one, or name another file with --record")
        }
        guard failure == 0 else {
            throw Diagnostic(file: path, "cannot be locked: \(String(cString: strerror(failure)))")
        }
        var end = 0
        if !isNew, let size = Directory.size(of: path), size > 0 { end = try Recording(path).end }
        guard ftruncate(descriptor, end) == 0, lseek(descriptor, end, SEEK_SET) == end else {
            throw fault(path)
        }
        var file = File(descriptor: descriptor, size: end)
        if end == 0 { try write(RecordingFormat.magic, to: &file, path) }
        return file
    }

    /// Writes everything or, where the disk is full, nothing.
    private static func write(_ bytes: [UInt8], to file: inout File, _ path: String) throws(Diagnostic) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { bytes in
                Glibc.write(file.descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
            }
            if count > 0 {
                written += count
            } else if errno != EINTR {
                let fault = fault(path)
                ftruncate(file.descriptor, file.size)
                lseek(file.descriptor, file.size, SEEK_SET)
                throw fault
            }
        }
        file.size += bytes.count
    }

    private static func fault(_ path: String) -> Diagnostic {
        Diagnostic(file: path, "cannot be recorded to: \(String(cString: strerror(errno)))")
    }
}
