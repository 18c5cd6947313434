import Foundation

/// A directory of a test's own, removed when nothing refers to it any more.
///
/// What else a run leaves in the temporary directory, `TemporaryDirectory.` and six letters, is of the Swift toolchain.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        path = Self.newPath()
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    init(copyOf original: String) throws {
        path = Self.newPath()
        try FileManager.default.copyItem(atPath: original, toPath: path)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Holds every directory of this run, and goes when the process ends: a static property is never released.
    static let scratch: String = {
        let path = FileManager.default.temporaryDirectory.appending(path: "cardscan-\(UUID().uuidString)").path
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        atexit { try? FileManager.default.removeItem(atPath: TemporaryDirectory.scratch) }
        return path
    }()

    private static func newPath() -> String { scratch + "/" + UUID().uuidString }

    func write(_ bytes: [UInt8], to name: String) throws {
        let file = URL(filePath: path).appending(path: name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        // In place: a file that is truncated first is flushed to the disk when it is closed, which tests that write
        // thousands of damaged files would wait for.
        if !FileManager.default.fileExists(atPath: file.path) {
            try Data().write(to: file)
        }
        let handle = try FileHandle(forWritingTo: file)
        try handle.write(contentsOf: Data(bytes))
        try handle.truncate(atOffset: UInt64(bytes.count))
        try handle.close()
    }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: target)
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path + "/" + name) }

    /// Regular files below the directory, relative to it, sorted.
    var files: [String] {
        ((FileManager.default.enumerator(atPath: path)?.allObjects as? [String]) ?? []).filter {
            var isDirectory: ObjCBool = false
            return FileManager.default.fileExists(atPath: path + "/" + $0, isDirectory: &isDirectory)
                && !isDirectory.boolValue
        }.sorted()
    }
}
