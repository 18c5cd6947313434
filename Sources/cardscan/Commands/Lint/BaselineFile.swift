import Glibc
import Lint
import YAML

/// A baseline on disk.
enum BaselineFile {
    static func read(_ path: String) throws -> Baseline {
        guard let bytes = FileBytes.read(path) else {
            StandardError.error("\(Escaper.show(path)): cannot be read: \(String(cString: strerror(errno)))")
            throw ExitStatus.failure
        }
        let source = SourceText(bytes)
        do throws(SettingsError) {
            return try Baseline(parsing: source)
        } catch {
            let position = source.position(of: error.range.lowerBound)
            StandardError.error("\(Escaper.show(path)):\(position): \(Escaper.show(error.message, in: .notation))")
            throw ExitStatus.failure
        }
    }

    /// One line a finding, in an order that does not depend on the run: it is made to be compared and committed.
    static func write(_ baseline: Baseline, to path: String) throws {
        do throws(OutputFile.Failure) {
            let out = try OutputFile.file(path)
            var json = JSONWriter(ByteWriter(to: out))
            json.object { json in
                json.member("schema_version", 1)
                json.array("findings") { json in
                    for entry in baseline.entries {
                        json.object { json in
                            json.member("check", entry.key.check)
                            json.member("file", entry.key.file)
                            json.member("rule", entry.key.rule)
                            json.member("excerpt", entry.key.excerpt)
                            json.member("count", entry.count)
                        }
                    }
                }
            }
            var writer = json.finish()
            writer.flush()
            try out.finish()
        } catch {
            throw error.reported()
        }
    }
}

/// A file as it is; for files that the user names and that are not linted.
enum FileBytes {
    private static let limit = 64 << 20

    /// Nil, with `errno` set, when it cannot be read or is too large.
    static func read(_ path: String) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= limit {
            let count = piece.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { return bytes }
            bytes += piece[..<count]
        }
        errno = EFBIG
        return nil
    }
}
