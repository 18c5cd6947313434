import Glibc
import Synchronization
package import TSDB

extension SourceFormat {
    /// A text exposition: a file, a pipe, or `-` for standard input.
    package static let exposition = SourceFormat(
        name: "a text exposition of metrics", readsStreams: true, recognizes: Exposition.recognizes,
        open: Exposition.open)
}

/// Opens text expositions as sources.
enum Exposition {
    /// What was read of standard input and of pipes, by name: a source may be opened again, and these are read once.
    private static let streams = Mutex<[String: [UInt8]]>([:])
    private static let chunk = 1 << 18

    /// Metadata, or a series before anything that is none.
    @Sendable static func recognizes(_ prefix: [UInt8]) -> Bool {
        var rest = prefix[...]
        while let first = rest.firstIndex(where: { ![0x20, 0x09, 0x0a].contains($0) }) {
            rest = rest[first...]
            let end = rest.firstIndex(of: 0x0a) ?? rest.endIndex
            let line = rest[..<end]
            if ["# HELP ", "# TYPE ", "# UNIT ", "# EOF"].contains(where: { line.starts(with: $0.utf8) }) {
                return true
            }
            guard line.first == 0x23 else {
                // Exemplars stand behind what is looked at.
                let text = Array(line) + [0x0a]
                var parser = ExpositionParser(text, format: .prometheus)
                if (try? parser.next()) != nil { return true }
                parser = ExpositionParser(text, format: .openMetrics)
                return (try? parser.next()) != nil
            }
            rest = rest[end...]
        }
        return false
    }

    @Sendable static func open(_ path: String, _ options: SourceOptions) throws(Diagnostic) -> OpenedSource {
        let name = path == "-" ? "standard input" : path
        let reserved = MemoryReservation(options.budget)
        let bytes = try bytes(of: path, name, reserved)
        // A program that failed has written nothing, and nothing would keep every budget.
        guard !bytes.isEmpty else { throw Diagnostic(file: name, "is empty: nothing is exposed") }
        var source = OpenedSource()
        source.parts.append(try ExpositionReader.read(bytes, path: name, options))
        return source
    }

    private static func bytes(
        of path: String, _ name: String, _ memory: MemoryReservation
    ) throws(Diagnostic) -> [UInt8] {
        if let known = streams.withLock({ $0[path] }) { return known }
        if path == "-" {
            let bytes = try read(STDIN_FILENO, name, memory)
            streams.withLock { $0[path] = bytes }
            return bytes
        }
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Diagnostic(file: path, "cannot be opened: \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        let bytes = try read(descriptor, name, memory)
        var status = stat()
        if fstat(descriptor, &status) != 0 || status.st_mode & S_IFMT != S_IFREG {
            streams.withLock { $0[path] = bytes }
        }
        return bytes
    }

    private static func read(
        _ descriptor: Int32, _ name: String, _ memory: MemoryReservation
    ) throws(Diagnostic) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: chunk)
        while true {
            let count = Glibc.read(descriptor, &buffer, chunk)
            if count == 0 { return bytes }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw Diagnostic(file: name, "cannot be read: \(String(cString: strerror(errno)))")
            }
            // An array grows to twice of what it holds.
            try memory.require(count * 2, for: "holding an exposition", file: name)
            bytes.append(contentsOf: buffer[..<count])
        }
    }
}
