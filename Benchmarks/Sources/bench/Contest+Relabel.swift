import Glibc

/// Relabelling: twenty rules on every series of a block, beside the analysis of that block on one thread.
extension Contest {
    func relabel() throws(CommandError) -> [Row] {
        let data = try scratch.data(.block(series: 1_000_000))
        let file = scratch.directory + "/relabel.tmp"
        defer { unlink(file) }
        let replay = [cardscan, "relabel", "test", rules, "--data", data.directory, "--format", "json", "-o", file]
        let analysis = cardscan(data.directory, threads: 1)
        var milliseconds: [Double] = []
        var cpu: [Double] = []
        var evaluations = 0
        // In turn, so that what else the machine does falls on both alike.
        for round in 0...fewRuns {
            let theirs = try Measurement(analysis)
            _ = try Measurement(replay)
            let result = Self.numbers(in: file)
            guard let time = result["relabelling_milliseconds"], let matched = result["regex_evaluations"] else {
                throw CommandError(command: replay, reason: "left no result at \(file)")
            }
            if round > 0 {
                milliseconds.append(Double(time))
                cpu.append(theirs.cpu)
            }
            evaluations = matched
        }
        let ours = milliseconds.sorted()[milliseconds.count / 2] / 1000
        let theirs = cpu.sorted()[cpu.count / 2]
        return [
            Row(
                name: "20 relabelling rules on 1M series, against its analysis: CPU time", ours: Row.seconds(ours),
                theirs: Row.seconds(theirs), value: ours / theirs, target: 1, form: .number),
            Row(
                "20 relabelling rules on 1M series: regex evaluations a series", Double(evaluations) / 1_000_000,
                from: "\(evaluations)", atMost: 1),
        ]
    }

    /// The whole numbers of a JSON report, which has each on a line of its own.
    private static func numbers(in path: String) -> [String: Int] {
        guard let file = fopen(path, "r") else { return [:] }
        defer { fclose(file) }
        var numbers: [String: Int] = [:]
        var line = [CChar](repeating: 0, count: 4096)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            for part in text.split(whereSeparator: { "{},\n".contains($0) }) {
                let pair = part.split(separator: ":")
                guard pair.count == 2, let number = Int(pair[1].filter { $0 != " " }) else { continue }
                numbers[String(pair[0].filter { $0 != "\"" && $0 != " " })] = number
            }
        }
        return numbers
    }
}
