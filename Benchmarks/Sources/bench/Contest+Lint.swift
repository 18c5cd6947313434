import Glibc

/// Rule files, with all default checks.
extension Contest {
    func lint() throws(CommandError) -> [Row] {
        [
            try lint(rules: 20, runs: 20, atMost: 1 / 4),
            try lint(rules: 10_000, runs: runs, atMost: 1 / 8),
        ]
    }

    private func lint(rules: Int, runs: Int, atMost: Double) throws(CommandError) -> Row {
        let path = scratch.directory + "/rules-\(rules).yaml"
        defer { unlink(path) }
        guard let file = fopen(path, "w") else {
            throw CommandError(command: ["bench"], reason: "cannot write \(path)")
        }
        fputs(RuleFile.text(rules: rules), file)
        fclose(file)
        let results = try Measurement.interleaved(
            [[promtool, "check", "rules", path], [cardscan, "lint", "--fail-on", "never", "--quiet", path]], runs: runs)
        return Row(time: "lint of \(rules) rules", results[1], against: results[0], atMost: atMost)
    }
}
