import Glibc
import YAML

/// Query logs as files: read line by line, for they grow beyond what is read of other files.
package enum QueryLogFile {
    /// Lines at the beginning that may be torn, where the log was cut to length.
    private static let firstLines = 3

    /// The log; nil if the file does not begin like one, or cannot be opened: others then say why.
    package static func read(path: String) throws(DiscoveryError) -> ManifestFile? {
        // What is no plain file can be read once only; a pipe must not even be opened, for closing it ends its writer.
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var lines = LineReader(descriptor)
        var reader = QueryLogReader()
        var first: [LineReader.Line] = []
        while first.count < firstLines, let line = lines.next() {
            first.append(line)
            if case .bytes(let bytes) = line, QueryLogReader.query(bytes) != nil {
                for line in first { reader.add(line) }
                while let line = lines.next() { reader.add(line) }
                if let failure = lines.failure {
                    throw DiscoveryError(path: path, reason: "cannot be read: \(failure)")
                }
                return file(reader.log, path: path)
            }
        }
        return nil
    }

    /// The same of a text that was read already.
    package static func read(_ bytes: [UInt8], path: String) -> ManifestFile? {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
        guard lines.prefix(firstLines).contains(where: { QueryLogReader.query($0) != nil }) else { return nil }
        var reader = QueryLogReader()
        for line in lines { reader.add(.bytes(line)) }
        return file(reader.log, path: path)
    }

    private static func file(_ log: QueryLog, path: String) -> ManifestFile {
        // Its text is not kept: every place in it is a line.
        var file = ManifestFile(path: path, text: ManifestText(SourceText([])))
        file.contents = [.queryLog(log)]
        file.shapes = [.part]
        return file
    }
}
