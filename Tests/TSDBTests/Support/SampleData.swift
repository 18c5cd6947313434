import Foundation
import Synchronization

/// A directory of `testdata/data`, unpacked, and what is true of it.
///
/// Each archive is unpacked once a run, by `tar --zstd`, and shared by all tests: do not change what is in `directory`,
/// take a `TemporaryDirectory(copyOf:)`.
struct SampleData: Sendable {
    let name: String
    /// Path of the unpacked directory.
    let directory: String
    let truth: Truth

    init(_ name: String) throws {
        self.name = name
        let archives = Self.archives
        directory = try Self.unpacked.withLock { unpacked in
            if unpacked[name] == nil {
                try Tool.run("tar", "--zstd", "-xf", "\(archives)/\(name).tar.zst", "-C", TemporaryDirectory.scratch)
                unpacked[name] = "\(TemporaryDirectory.scratch)/\(name)"
            }
            return unpacked[name] ?? ""
        }
        truth = try Truth(contentsOf: "\(archives)/\(name).truth.json")
    }

    static let archives = URL(filePath: #filePath).appending(path: "../../../../testdata/data").standardized.path

    private static let unpacked = Mutex<[String: String]>([:])
}

/// Programs that tests rely on.
enum Tool {
    struct Failure: Error {
        var command: [String]
        var status: Int32
        var message: String
    }

    @discardableResult
    static func run(_ command: String...) throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        let message = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(
                command: command, status: process.terminationStatus, message: String(decoding: message, as: UTF8.self))
        }
        return data
    }
}
