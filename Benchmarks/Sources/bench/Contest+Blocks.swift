import Glibc

/// Blocks: analysis against `promtool tsdb analyze`, which does less.
extension Contest {
    func analyze() throws(CommandError) -> [Row] {
        let data = try scratch.data(.block(series: 1_000_000))
        let results = try Measurement.interleaved(
            [promtool(data), cardscan(data.directory, threads: 1), cardscan(data.directory, threads: 2)], runs: runs)
        let (theirs, one, two) = (results[0], results[1], results[2])
        return [
            Row(time: "block of 1M series, 1 thread", one, against: theirs, atMost: 1 / 25),
            Row(memory: "block of 1M series, 1 thread", one, against: theirs, atMost: 0.2),
            Row(time: "block of 1M series, 2 threads", two, against: theirs, atMost: 1 / 40),
        ]
    }

    /// Labels that sort before `__name__`: on a few series, as happens, and on all, as was seen once.
    func uppercase() throws(CommandError) -> [Row] {
        var rows: [Row] = []
        for (share, words) in [("0.004", "0.4 %"), ("1", "all")] {
            let data = try scratch.data(.uppercase(series: 1_000_000, share: share))
            let results = try Measurement.interleaved(
                [promtool(data), cardscan(data.directory, threads: 1)], runs: runs)
            rows.append(
                Row(
                    time: "1M series, label before __name__ on \(words)", results[1], against: results[0],
                    atMost: 1 / 25))
        }
        return rows
    }

    func large() throws(CommandError) -> [Row] {
        let small = try scratch.data(.block(series: 1_000_000))
        let large = try scratch.data(.block(series: 10_000_000))
        let million = try Measurement.interleaved([cardscan(small.directory, threads: 1)], runs: runs)[0]
        let results = try Measurement.interleaved(
            [promtool(large), cardscan(large.directory, threads: 1)], runs: fewRuns)
        let (theirs, ours) = (results[0], results[1])
        return [
            Row(
                name: "block of 10M series, 1 thread: CPU time", ours: Row.seconds(ours.cpu),
                theirs: Row.seconds(theirs.cpu), value: ours.cpu / theirs.cpu, target: 1 / 25, form: .fraction),
            Row(memory: "block of 10M series, 1 thread", ours, against: theirs, atMost: 0.25),
            Row(
                "exponent of CPU time from 1M to 10M", log10(ours.cpu / million.cpu),
                from: Row.seconds(million.cpu) + ", " + Row.seconds(ours.cpu), atMost: 1.2),
        ]
    }

    func union() throws(CommandError) -> [Row] { try union(series: 500_000, runs: runs) }

    func largeUnion() throws(CommandError) -> [Row] { try union(series: 5_000_000, runs: fewRuns) }

    private func union(series: Int, runs: Int) throws(CommandError) -> [Row] {
        let data = try scratch.data(.union(series: series))
        let results = try Measurement.interleaved(
            [cardscan(data.directory, threads: 1)] + data.blocks.map { cardscan($0, threads: 1) }, runs: runs)
        let (united, alone) = (results[0], results.dropFirst())
        let wall = alone.reduce(0) { $0 + $1.wall }
        let cpu = alone.reduce(0) { $0 + $1.cpu }
        let distinct = Double(2 * series - data.shared)
        let size = series >= 1_000_000 ? "\(series / 1_000_000)M" : "\(series / 1000)k"
        return [
            Row(
                name: "two blocks of \(size) united, against each alone: time", ours: Row.seconds(united.wall),
                theirs: Row.seconds(wall), value: united.wall / wall, cpuValue: united.cpu / cpu, target: 1.5,
                form: .number),
            Row(
                "two blocks of \(size) united: bytes a distinct series", united.peak * 1_048_576 / distinct,
                from: Row.mebibytes(united.peak), atMost: 60),
        ]
    }
}
