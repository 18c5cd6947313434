import Glibc
import RemoteWrite
import TSDB

/// Keeps a second process from writing to a directory of state, as long as this object lives.
///
/// The file is not deleted: whoever waits for the lock has it open.
final class StateLock: Sendable {
    private let descriptor: Int32

    /// Throws when somebody else has the directory, and says who.
    init(directory: String) throws(Diagnostic) {
        let path = directory + "/lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Self.fault(path, errno) }
        let failure = FileLock.take(descriptor)
        guard failure == 0 else {
            defer { close(descriptor) }
            guard failure == EWOULDBLOCK else { throw Self.fault(path, failure) }
            throw Diagnostic(
                file: directory,
                "is where another cardscan listen\(Self.holder(descriptor)) keeps its state; stop that one, or name another "
                    + "directory with --state")
        }
        self.descriptor = descriptor
        let text = Array("\(getpid())\n".utf8)
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, text, text.count, 0) == text.count else {
            throw Self.fault(path, errno)
        }
    }

    deinit { close(descriptor) }

    /// Its number as it wrote it; nothing when it has not yet.
    private static func holder(_ descriptor: Int32) -> String {
        var text = [UInt8](repeating: 0, count: 20)
        let count = pread(descriptor, &text, text.count, 0)
        guard count > 0, let number = Int32(String(decoding: text[..<count].prefix { $0 != 0x0a }, as: UTF8.self))
        else {
            return ""
        }
        return " (process \(number))"
    }

    private static func fault(_ path: String, _ number: Int32) -> Diagnostic {
        Diagnostic(file: path, "cannot be locked: \(String(cString: strerror(number)))")
    }
}
