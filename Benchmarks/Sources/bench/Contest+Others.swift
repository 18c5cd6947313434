import Glibc

/// The head, the start of the process, and snapshots.
extension Contest {
    /// `promtool tsdb analyze` refuses a directory without blocks; `tsdb dump` replays the head, here for nothing.
    func head() throws(CommandError) -> [Row] {
        let data = try scratch.data(.head(series: 500_000, minutes: 5))
        let dump = [promtool, "tsdb", "dump", "--match={__name__=\"nothing\"}", data.directory]
        let active = cardscan(data.directory, threads: 1)
        let results = try Measurement.interleaved([dump, active + ["--no-activity"], active], runs: runs)
        let (theirs, series, activity) = (results[0], results[1], results[2])
        return [
            Row(time: "head of 500k series, series only", series, against: theirs, atMost: 1 / 20),
            Row(time: "head of 500k series, with activity", activity, against: theirs, atMost: 1 / 10),
        ]
    }

    func start() throws(CommandError) -> [Row] {
        let results = try Measurement.interleaved([[promtool, "--version"], [cardscan, "--version"]], runs: 20)
        return [Row(time: "start-up to --version", results[1], against: results[0], atMost: 1 / 4)]
    }

    func snapshot() throws(CommandError) -> [Row] {
        let series = 1_000_000
        let data = try scratch.data(.block(series: series))
        let file = scratch.directory + "/snapshot.tmp"
        defer { unlink(file) }
        _ = try Measurement([cardscan, "snapshot", data.directory, "-o", file])
        var status = stat()
        guard stat(file, &status) == 0 else {
            throw CommandError(command: [cardscan, "snapshot"], reason: "left no file at \(file)")
        }
        return [
            Row(
                "snapshot of 1M series: bytes a series", Double(status.st_size) / Double(series),
                from: "\(status.st_size) bytes", atMost: 15)
        ]
    }
}
