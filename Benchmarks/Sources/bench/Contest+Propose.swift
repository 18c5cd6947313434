/// Proposals: the whole plan of a block, usage included, beside `promtool tsdb analyze`, which proposes nothing.
extension Contest {
    func propose() throws(CommandError) -> [Row] {
        let data = try scratch.data(.block(series: 1_000_000))
        let plan = [cardscan, "propose", data.directory, "--used-by"] + usage + ["--allow", "unknown-readers"]
        let results = try Measurement.interleaved([promtool(data), plan], runs: fewRuns)
        let (theirs, ours) = (results[0], results[1])
        return [
            Row(time: "proposal of 1M series with usage", ours, against: theirs, atMost: 1),
            Row(memory: "proposal of 1M series with usage", ours, against: theirs, atMost: 5),
        ]
    }
}
