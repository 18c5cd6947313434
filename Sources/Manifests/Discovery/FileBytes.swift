import Glibc

/// Reads a file, or standard input, whole but not beyond a limit.
package enum FileBytes {
    private static let chunk = 1 << 18

    /// - Parameter isNamed: Whether the user named the file. Then it is read to its end, also where that is a pipe
    ///   (`<(helm template chart/)`) whose writer is yet to come; what a search found must not keep anybody waiting.
    package static func read(path: String, isNamed: Bool = true, limit: Int) throws(DiscoveryError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | (isNamed ? 0 : O_NONBLOCK))
        guard descriptor >= 0 else { throw DiscoveryError(path: path, reason: reason(errno)) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw DiscoveryError(path: path, reason: reason(errno)) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw DiscoveryError(path: path, reason: reason(EISDIR)) }
        let size = Int(status.st_size)
        guard size <= limit else { throw tooLong(path, limit) }
        return try read(descriptor, path: path, expecting: size, limit: limit)
    }

    /// - Parameter name: What standard input is called in messages.
    package static func readStandardInput(name: String, limit: Int) throws(DiscoveryError) -> [UInt8] {
        try read(STDIN_FILENO, path: name, expecting: 0, limit: limit)
    }

    private static func read(
        _ descriptor: Int32, path: String, expecting size: Int, limit: Int
    ) throws(DiscoveryError) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(max(size + 1, 1))
        // Most files are small, and pages that nothing is read into cost more than the read.
        var buffer = [UInt8](repeating: 0, count: size > 0 ? min(size + 1, chunk) : chunk)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count == 0 { return bytes }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw DiscoveryError(path: path, reason: reason(errno))
            }
            guard bytes.count + count <= limit else { throw tooLong(path, limit) }
            bytes.append(contentsOf: buffer[..<count])
        }
    }

    private static func tooLong(_ path: String, _ limit: Int) -> DiscoveryError {
        let shown = limit >= 1 << 20 ? "\(limit >> 20) MiB" : "\(limit) bytes"
        return DiscoveryError(path: path, reason: "is longer than \(shown), the most that is read of one file")
    }

    static func reason(_ code: Int32) -> String {
        switch code {
        case ENOENT: "does not exist"
        case EISDIR: "is a directory; give the name of a file"
        default: "cannot be read: " + (strerror(code).map { String(cString: $0) } ?? "error \(code)")
        }
    }
}
