import Foundation
import Testing

/// `cardscan listen` as a process of its own, on a free port of loopback.
final class Listening: Sendable {
    let port: UInt16
    private let process: Process

    init(port: UInt16, _ arguments: [String]) throws {
        self.port = port
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            ["timeout", "--kill-after=5", "300", Binary.path, "listen", "--quiet", "--address", "127.0.0.1:\(port)"]
            + arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        // A child inherits the signal mask of the thread that starts it, and pool threads block SIGTERM.
        var everything = sigset_t()
        var before = sigset_t()
        sigfillset(&everything)
        pthread_sigmask(SIG_UNBLOCK, &everything, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try process.run()
    }

    func get(_ path: String) -> Data? { try? Loopback.get(path, port: port) }

    func waitUntilReady() async throws {
        for _ in 0..<300 {
            if get("/-/ready") != nil { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw LiveFailure("cardscan listen is not ready")
    }

    /// The report since the start, everything listed.
    func report() throws -> AnalyzedJSON {
        let data = try Loopback.get("/api/v1/report?scope=start&limit=0", port: port)
        return try JSONDecoder().decode(AnalyzedJSON.self, from: data)
    }

    /// A figure of `/metrics`.
    func figure(_ name: String) -> Double? {
        let text = get("/metrics").map { String(decoding: $0, as: UTF8.self) } ?? ""
        return text.split(separator: "\n").first { $0.hasPrefix(name + " ") }.flatMap {
            Double($0.dropFirst(name.count + 1))
        }
    }

    /// Ends it by a signal and returns the status that it ended with.
    func end(_ signal: Int32) -> Int32 {
        // `timeout` passes SIGTERM on; SIGKILL it could not, and it leads a group of two.
        kill(signal == SIGKILL ? -process.processIdentifier : process.processIdentifier, signal)
        process.waitUntilExit()
        return process.terminationStatus
    }
}
