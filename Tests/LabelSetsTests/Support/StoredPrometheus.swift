import Foundation
import Glibc

/// A real Prometheus over a copy of a data directory: it scrapes nothing, and is asked about the past.
final class StoredPrometheus: Sendable {
    private let port: UInt16
    private let process: Process
    private let directory: TemporaryDirectory

    /// Runs `body` against a server that has loaded the data, and ends the server however the test ends.
    static func run<Result>(copyOf data: String, _ body: (StoredPrometheus) async throws -> Result) async throws
        -> Result
    {
        let server = try StoredPrometheus(copyOf: data)
        defer { server.stop() }
        try await server.waitUntilReady()
        return try await body(server)
    }

    private init(copyOf data: String) throws {
        directory = try TemporaryDirectory(copyOf: data)
        port = try Loopback.freePort()
        try directory.write(Array("global: {}\n".utf8), to: "prometheus.yml")
        try directory.write([], to: "log")
        let log = try FileHandle(forWritingTo: URL(filePath: directory.path + "/log"))
        defer { try? log.close() }
        process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "timeout", "--kill-after=5", "900", "prometheus", "--web.listen-address=127.0.0.1:\(port)",
            "--storage.tsdb.path=\(directory.path)", "--config.file=\(directory.path)/prometheus.yml",
            "--storage.tsdb.retention.time=100y",
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = log
        process.standardError = log

        // A child inherits the signal mask of the thread that starts it, and pool threads block SIGTERM.
        var everything = sigset_t()
        var before = sigset_t()
        sigfillset(&everything)
        pthread_sigmask(SIG_UNBLOCK, &everything, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try process.run()
    }

    private func stop() {
        process.terminate()
        process.waitUntilExit()
    }

    private func waitUntilReady() async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while (try? Loopback.get("/-/ready", port: port)) == nil {
            guard ContinuousClock.now < deadline, process.isRunning else {
                let log = (try? String(contentsOfFile: directory.path + "/log", encoding: .utf8)) ?? ""
                throw LiveFailure("Prometheus does not get ready:\n\(log.suffix(1000))")
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// What an expression gives.
    enum Answer {
        case vector([[String: String]])
        case scalar
        /// The query failed, as it does when series match ambiguously.
        case failure
    }

    func query(_ expression: String, at time: Int64) throws -> Answer {
        let escaped = expression.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let seconds = "\(time / 1000).\(String(1000 + time % 1000).dropFirst())"
        let data: Data
        do {
            data = try Loopback.get("/api/v1/query?query=\(escaped)&time=\(seconds)", port: port, timeout: 30)
        } catch let failure as LiveFailure where failure.description.contains(" 422 ") {
            return .failure
        }
        let answer = try JSONDecoder().decode(Envelope.self, from: data).data
        guard answer.resultType == "vector" else { return .scalar }
        return .vector(answer.result.map(\.metric))
    }

    private struct Envelope: Decodable {
        struct Content: Decodable {
            struct Series: Decodable {
                let metric: [String: String]
            }

            let resultType: String
            let result: [Series]

            private enum CodingKeys: CodingKey { case resultType, result }

            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: CodingKeys.self)
                resultType = try container.decode(String.self, forKey: .resultType)
                result = resultType == "vector" ? try container.decode([Series].self, forKey: .result) : []
            }
        }

        let data: Content
    }
}

struct LiveFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
