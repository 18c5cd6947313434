/// Budgets and comparisons, each against the analysis of the same data: what they do beyond it.
extension Contest {
    /// Of a server's budgets most are kept; those of a small server are broken, and each that is broken is looked into.
    func budget() throws(CommandError) -> [Row] {
        let data = try scratch.data(.block(series: 1_000_000))
        func judged(_ file: String) -> [String] {
            [cardscan, "budget", data.directory, "--threads", "1", "--budget", budgets + "/" + file]
        }
        // 1: a budget is broken.
        let results = try Measurement.interleaved(
            [cardscan(data.directory, threads: 1), judged("server-32gib.yaml"), judged("server-8gib.yaml")],
            runs: runs, accepted: [0, 1])
        let alone = results[0]
        return zip(["kept", "broken"], zip(results.dropFirst(), [1.5, 4])).flatMap { name, one in
            let (ours, target) = one
            return [
                Row(
                    name: "budgets on 1M series, most \(name), against its analysis: CPU", ours: Row.seconds(ours.cpu),
                    theirs: Row.seconds(alone.cpu), value: ours.cpu / alone.cpu, target: target, form: .number),
                Row(
                    memory: "budgets on 1M series, most \(name), against its analysis", ours, against: alone,
                    atMost: 1.5),
            ]
        }
    }

    /// Two blocks that share half of their series.
    func diff() throws(CommandError) -> [Row] {
        let data = try scratch.data(.union(series: 500_000))
        let blocks = data.blocks
        let results = try Measurement.interleaved(
            [[cardscan, "diff"] + blocks + ["--threads", "1"]] + blocks.map { cardscan($0, threads: 1) }, runs: runs)
        let (ours, alone) = (results[0], results.dropFirst())
        let cpu = alone.reduce(0) { $0 + $1.cpu }
        let distinct = Double(1_000_000 - data.shared)
        return [
            Row(
                name: "diff of two blocks of 500k, against analysis of each: CPU", ours: Row.seconds(ours.cpu),
                theirs: Row.seconds(cpu), value: ours.cpu / cpu, target: 2, form: .number),
            Row(
                "diff of two blocks of 500k: bytes a distinct series", ours.peak * 1_048_576 / distinct,
                from: Row.mebibytes(ours.peak), atMost: 100),
        ]
    }
}
