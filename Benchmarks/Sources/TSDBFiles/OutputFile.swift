import Glibc

/// Why a file could not be written.
package struct FileError: Error, CustomStringConvertible {
    let path: String
    let action: String
    let code: Int32

    init(_ action: String, _ path: String) {
        code = errno
        self.action = action
        self.path = path
    }

    package var description: String { "\(path): cannot \(action): \(String(cString: strerror(code)))" }
}

/// A file that is written from front to back through a buffer.
final class OutputFile {
    private let path: String
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    /// How many bytes were appended, in the buffer or in the file.
    private(set) var position = 0

    private static let bufferSize = 1 << 20

    init(_ path: String) throws(FileError) {
        self.path = path
        descriptor = open(path, O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileError("create", path) }
        buffer.reserveCapacity(OutputFile.bufferSize)
    }

    deinit { Glibc.close(descriptor) }

    func append(_ bytes: [UInt8]) throws(FileError) {
        if buffer.count + bytes.count > OutputFile.bufferSize { try flush() }
        if bytes.count > OutputFile.bufferSize { try write(bytes) } else { buffer.append(contentsOf: bytes) }
        position += bytes.count
    }

    /// Appends zeros up to the next multiple of `alignment`.
    func pad(to alignment: Int) throws(FileError) {
        let excess = position % alignment
        if excess > 0 { try append([UInt8](repeating: 0, count: alignment - excess)) }
    }

    func flush() throws(FileError) {
        try write(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    private func write(_ bytes: [UInt8]) throws(FileError) {
        var done = 0
        while done < bytes.count {
            let written = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + done }, $0.count - done)
            }
            guard written >= 0 || errno == EINTR else { throw FileError("write", path) }
            done += max(written, 0)
        }
    }

    /// Writes a whole file at once.
    static func write(_ text: String, to path: String) throws(FileError) {
        let file = try OutputFile(path)
        try file.append(Array(text.utf8))
        try file.flush()
    }

    /// Makes the directory and those above it.
    static func makeDirectory(_ path: String) throws(FileError) {
        if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
            throw FileError("make directory", path)
        }
        try makeDirectory(String(path[..<slash]))
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw FileError("make directory", path) }
    }
}
