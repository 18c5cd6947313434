import Glibc

/// Reads small files whole.
package enum FileContents {
    /// The bytes of a file of at most `limit` bytes.
    ///
    /// - Parameter waits: Whether a pipe is waited for and read to its end: for what the user named.
    package static func read(_ path: String, limit: Int, waits: Bool = false) throws(Diagnostic) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | (waits ? 0 : O_NONBLOCK))
        guard descriptor >= 0 else { throw Diagnostic(file: path, "cannot be opened: \(SystemError.current)") }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            guard count >= 0 else { throw Diagnostic(file: path, "cannot be read: \(SystemError.current)") }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
            guard bytes.count <= limit else { throw Diagnostic(file: path, "is larger than \(limit) bytes") }
        }
    }

    /// The first bytes of a regular file, for telling what it is; fewer when it is shorter or cannot be read. None of a
    /// pipe, which would lose them.
    package static func prefix(_ path: String, count: Int) -> [UInt8] {
        // What a pipe gave is gone, and closing it ends its writer.
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return [] }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: count)
        let read = Glibc.read(descriptor, &bytes, count)
        return Array(bytes.prefix(max(0, read)))
    }
}
