import ArgumentParser
import CSnappy
import ClusterModel
import Glibc
import TSDBFiles

/// Sends a cluster's series by remote write to a server that it starts, and says what that took the server.
@main
struct Send: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sends series by remote write 1.0 to a server on loopback that it starts and stops.",
        discussion: "Prints a line of names and numbers: samples, cpu_seconds, peak_mebibytes, counting_seconds.")

    @Option(help: "How many series.")
    var series: Int

    @Option(help: "How many samples of each, 30 seconds apart.")
    var rounds: Int64 = 5

    @Option(help: "The port that the server listens on.")
    var port: UInt16

    @Option(help: "Samples of a request.")
    var batch = 2000

    @Option(help: "The cluster: the same seed gives the same one.")
    var seed: UInt64 = 1

    @Argument(parsing: .postTerminator, help: "The server.")
    var command: [String]

    private static let interval: Int64 = 30_000

    func validate() throws {
        guard series >= 1000, rounds >= 1, batch >= 1, !command.isEmpty else {
            throw ValidationError("--series of at least 1000, --rounds, --batch and a command are needed")
        }
    }

    func run() throws {
        signal(SIGPIPE, SIG_IGN)
        // First, while this process is small: its size counts as the server's until the server is loaded.
        let server = try Server(command, port: port)
        let (bytes, ends) = labels()
        do {
            let samples = try send(bytes, ends)
            let counting = try counting()
            let (cpu, peak) = try server.stop()
            print(
                "samples \(samples) cpu_seconds \(cpu) peak_mebibytes \(peak) counting_seconds \(counting)")
        } catch {
            _ = try? server.stop()
            throw error
        }
    }

    /// The labels of all series as a request has them, target by target, and where each ends.
    private func labels() -> (bytes: [UInt8], ends: [Int]) {
        let cluster = Cluster.fitting(series: series, seed: seed)
        var bytes: [UInt8] = []
        var ends: [Int] = []
        let scrapes = Scrapes(of: cluster, from: 0, length: 30_000)
        var seen = [Bool](repeating: false, count: scrapes.seriesCount)
        for scrape in scrapes.inOrder {
            scrapes.forEachSeries(of: scrape) { one in
                if seen[one.number] { return }
                seen[one.number] = true
                bytes += WriteRequest.labels(one.labels, cluster.symbols.strings)
                ends.append(bytes.count)
            }
        }
        return (bytes, ends)
    }

    private func send(_ bytes: [UInt8], _ ends: [Int]) throws(LoadError) -> Int {
        guard var connection = Connection(port: port) else { throw LoadError(description: "cannot connect") }
        let start = Int64(time(nil)) * 1000 - rounds * Self.interval
        var request = WriteRequest()
        var samples = 0
        for round in 0..<rounds {
            for index in ends.indices {
                let labels = bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
                request.add(
                    labels: labels, time: start + round * Self.interval + Int64(index % 1000),
                    value: Double(index % 9973) + Double(round))
                if request.samples == batch || index == ends.count - 1 {
                    try Self.post(request, on: &connection)
                    samples += request.samples
                    request.removeAll()
                }
            }
        }
        return samples
    }

    private static func post(_ request: WriteRequest, on connection: inout Connection) throws(LoadError) {
        let input = request.buffer.bytes
        let bound = snappy_max_compressed_length(input.count)
        let body = [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            count = bound
            input.withUnsafeBytes { input in
                let status = snappy_compress(
                    input.baseAddress, input.count, UnsafeMutableRawPointer(output.baseAddress), &count)
                if status != SNAPPY_OK { count = 0 }
            }
        }
        let headers =
            "Content-Type: application/x-protobuf\r\nContent-Encoding: snappy\r\nX-Prometheus-Remote-Write-Version: 0.1.0\r\n"
        let answer = try connection.send("POST", "/api/v1/write", headers: headers, body: body)
        guard answer.status / 100 == 2 else {
            throw LoadError(description: "answered \(answer.status): \(answer.body.prefix(200))")
        }
    }

    /// What cardscan says that decoding and counting took; 0 of another server.
    private func counting() throws(LoadError) -> Double {
        guard var connection = Connection(port: port) else { throw LoadError(description: "cannot connect") }
        let page = try connection.send("GET", "/metrics").body
        let name = "cardscan_listen_counting_seconds_total "
        guard let line = page.split(separator: "\n").first(where: { $0.hasPrefix(name) }) else { return 0 }
        return Double(line.dropFirst(name.count)) ?? 0
    }
}
