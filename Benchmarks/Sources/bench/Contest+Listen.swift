import Glibc

/// Receiving remote write, beside Prometheus' own receiver under the same load. It stores what it is sent and
/// cardscan counts it: the aim says how little counting should cost.
extension Contest {
    private static let port = 19_877

    func listen() throws(CommandError) -> [Row] {
        let series = 200_000
        let rounds = 10
        let receiver = [
            cardscan, "listen", "--address", "127.0.0.1:\(Self.port)", "--threads", "2", "--max-memory", "4GiB",
        ]
        var ours: [[String: Double]] = []
        var theirs: [[String: Double]] = []
        for _ in 0..<fewRuns {
            theirs.append(try load(series, rounds, storing()))
            ours.append(try load(series, rounds, receiver))
        }
        func median(_ runs: [[String: Double]], _ name: String) -> Double {
            runs.compactMap { $0[name] }.sorted()[runs.count / 2]
        }
        let (cpu, theirCPU) = (median(ours, "cpu_seconds"), median(theirs, "cpu_seconds"))
        let (peak, theirPeak) = (median(ours, "peak_mebibytes"), median(theirs, "peak_mebibytes"))
        let counting = median(ours, "counting_seconds") / median(ours, "samples")
        return [
            Row(
                name: "receiving 2M samples of 200k series: CPU time", ours: Row.seconds(cpu),
                theirs: Row.seconds(theirCPU), value: cpu / theirCPU, target: 1 / 3, form: .fraction),
            Row(
                name: "receiving 2M samples of 200k series: memory", ours: Row.mebibytes(peak),
                theirs: Row.mebibytes(theirPeak), value: peak / theirPeak, target: 1 / 3, form: .number),
            Row(
                "decoding and counting alone: microseconds an entry on one core", counting * 1e6,
                from: "\(Int(1 / counting)) entries/s", atMost: 1 / 1.5),
        ]
    }

    /// Memory for five million series, each sent twice.
    func listenLarge() throws(CommandError) -> [Row] {
        let series = 5_000_000
        let result = try load(
            series, 2,
            [
                cardscan, "listen", "--address", "127.0.0.1:\(Self.port)", "--threads", "2", "--max-memory", "8GiB",
            ])
        let peak = result["peak_mebibytes"] ?? 0
        return [Row("receiving 5M series: GiB of memory", peak / 1024, from: Row.mebibytes(peak), atMost: 4)]
    }

    private func storing() -> [String] {
        let directory = scratch.directory + "/receiver"
        let configuration = directory + ".yml"
        if let file = fopen(configuration, "w") {
            fputs("global: {scrape_interval: 1h}\n", file)
            fclose(file)
        }
        // A server of before would be read at the start.
        return [
            "sh", "-c",
            "rm -rf \(directory) && exec prometheus --config.file=\(configuration) --storage.tsdb.path=\(directory) "
                + "--web.listen-address=127.0.0.1:\(Self.port) --web.enable-remote-write-receiver",
        ]
    }

    private func load(_ series: Int, _ rounds: Int, _ server: [String]) throws(CommandError) -> [String: Double] {
        let output = scratch.directory + "/send.tmp"
        defer { unlink(output) }
        let command = [
            scratch.sender, "--series", "\(series)", "--rounds", "\(rounds)", "--port", "\(Self.port)", "--",
        ]
        _ = try Measurement(command + server, output: output)
        guard let file = fopen(output, "r") else { throw CommandError(command: command, reason: "left no result") }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 1024)
        guard fgets(&line, Int32(line.count), file) != nil else {
            throw CommandError(command: command, reason: "left no result")
        }
        let words = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            .split(whereSeparator: \.isWhitespace)
        var numbers: [String: Double] = [:]
        for index in stride(from: 0, to: words.count - 1, by: 2) {
            numbers[String(words[index])] = Double(words[index + 1])
        }
        return numbers
    }
}
