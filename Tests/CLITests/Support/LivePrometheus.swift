import Foundation
import Glibc

/// A real Prometheus that scrapes while a test runs: what a test says, or itself and a real node exporter every second.
///
/// `run` starts it on a free port of loopback with a data directory of its own, hands the server to the test, and takes
/// everything away again however the test ends. Every wait has a limit, and `timeout` ends the programs even
/// when the test's own process dies.
final class LivePrometheus: Sendable {
    /// Where the head and the blocks are, while the server runs and until `run` returns.
    let dataDirectory: String
    let port: UInt16

    private let directory: URL
    private let processes: [Process]

    /// How long the programs may live at most, whatever becomes of the test.
    private static let lifetime = Duration.seconds(900)

    /// Runs `body` against a server that is ready, with `configuration` as its prometheus.yml; `flags` are added to
    /// Prometheus' own. Without a configuration, `sendingTo` is a port of loopback that it writes its samples to.
    static func run<Result>(
        configuration: String? = nil, flags: [String] = [], sendingTo receiver: UInt16? = nil,
        _ body: (LivePrometheus) async throws -> Result
    ) async throws -> Result {
        let server = try LivePrometheus(configuration, flags: flags, receiver)
        do {
            try await server.waitUntilReady()
            let result = try await body(server)
            try await server.remove()
            return result
        } catch {
            try? await server.remove()
            throw error
        }
    }

    private init(_ given: String?, flags: [String], _ receiver: UInt16?) throws {
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("cardscan-live-\(UUID().uuidString)")
        dataDirectory = directory.appendingPathComponent("data").path
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)

        port = try Loopback.freePort()
        let nodePort = try Loopback.freePort()
        let standard = Self.standardConfiguration(port: port, nodePort: nodePort)
        let configuration = given ?? standard + (receiver.map(Self.sending) ?? "")
        let configurationFile = directory.appendingPathComponent("prometheus.yml")
        try configuration.write(to: configurationFile, atomically: true, encoding: .utf8)

        let collectors = ["cpu", "loadavg", "meminfo", "netdev", "stat", "vmstat"].map { "--collector.\($0)" }
        let nodeExporter =
            ["prometheus-node-exporter", "--web.listen-address=127.0.0.1:\(nodePort)", "--collector.disable-defaults"]
            + collectors
        let prometheus =
            [
                "prometheus", "--web.listen-address=127.0.0.1:\(port)", "--storage.tsdb.path=\(dataDirectory)",
                "--config.file=\(configurationFile.path)",
            ] + flags
        let commands = given == nil ? [nodeExporter, prometheus] : [prometheus]
        var started: [Process] = []
        do {
            for command in commands {
                started.append(try Self.start(command, loggingTo: directory))
            }
        } catch {
            started.forEach { $0.terminate() }
            try? FileManager.default.removeItem(at: directory)
            throw error
        }
        processes = started
    }

    private static func standardConfiguration(port: UInt16, nodePort: UInt16) -> String {
        """
        global: {scrape_interval: 1s, scrape_timeout: 1s}
        scrape_configs:
          - job_name: prometheus
            static_configs: [{targets: ["127.0.0.1:\(port)"]}]
          - job_name: node
            static_configs: [{targets: ["127.0.0.1:\(nodePort)"]}]
        """
    }

    private static func sending(to port: UInt16) -> String {
        """

        remote_write:
          - url: http://127.0.0.1:\(port)/api/v1/write
            queue_config: {batch_send_deadline: 500ms, min_backoff: 100ms, max_backoff: 1s}
        """
    }

    private static func start(_ command: [String], loggingTo directory: URL) throws -> Process {
        let logFile = directory.appendingPathComponent("\(command[0]).log")
        try Data().write(to: logFile)
        let log = try FileHandle(forWritingTo: logFile)
        defer { try? log.close() }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["timeout", "--kill-after=5", "\(lifetime.components.seconds)"] + command
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
        return process
    }

    /// Stops the programs as an operator would (SIGTERM) and waits until they are gone; the data stay until `run`
    /// returns, so a test can go on with a data directory that nobody writes to.
    func stop(within limit: Duration = .seconds(20)) async throws {
        for process in processes where process.isRunning {
            process.terminate()
        }
        do {
            try await eventually("the programs end", within: limit) { self.processes.allSatisfy { !$0.isRunning } }
        } catch {
            for process in processes where process.isRunning {
                kill(-process.processIdentifier, SIGKILL)  // `timeout` leads a group of two: itself and the program
            }
            throw error
        }
    }

    private func remove() async throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        try await stop()
    }

    private func waitUntilReady() async throws {
        try await eventually("Prometheus is ready") {
            guard self.processes.allSatisfy(\.isRunning) else { throw LiveFailure("a program ended: \(self.logs)") }
            return (try? await self.get("/-/ready")) != nil
        }
    }

    /// The last lines that the programs logged, for the message of a test that fails.
    private var logs: String {
        let names = ["prometheus-node-exporter.log", "prometheus.log"]
        return names.map { name in
            let text = (try? String(contentsOf: directory.appendingPathComponent(name), encoding: .utf8)) ?? ""
            return "\n\(name):\n" + text.split(separator: "\n").suffix(5).joined(separator: "\n")
        }.joined()
    }

    /// Asks `condition` every 100 ms until it holds.
    ///
    /// - Throws: `LiveFailure` when `limit` has passed, and what `condition` throws.
    func eventually(
        _ what: String,
        within limit: Duration = .seconds(120),
        _ condition: () async throws -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + limit
        while try await !condition() {
            guard ContinuousClock.now < deadline else {
                throw LiveFailure("waited \(limit) in vain until \(what): \(logs)")
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}

struct LiveFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
