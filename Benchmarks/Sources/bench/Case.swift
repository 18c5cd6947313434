/// A group of rows that come out of the same measurements.
struct Case: Sendable {
    /// For `--only`.
    let name: String
    /// Takes long, or much room: only with `--full`.
    let isLarge: Bool
    let measure: @Sendable (Contest) throws(CommandError) -> [Row]

    init(_ name: String, isLarge: Bool = false, _ measure: @escaping @Sendable (Contest) throws(CommandError) -> [Row])
    {
        self.name = name
        self.isLarge = isLarge
        self.measure = measure
    }

    static let all = [
        Case("analyze") { contest throws(CommandError) in try contest.analyze() },
        Case("uppercase") { contest throws(CommandError) in try contest.uppercase() },
        Case("union") { contest throws(CommandError) in try contest.union() },
        Case("head") { contest throws(CommandError) in try contest.head() },
        Case("start") { contest throws(CommandError) in try contest.start() },
        Case("snapshot") { contest throws(CommandError) in try contest.snapshot() },
        Case("large", isLarge: true) { contest throws(CommandError) in try contest.large() },
        Case("large-union", isLarge: true) { contest throws(CommandError) in try contest.largeUnion() },
    ]
}

/// Who is measured, on what, and how often.
struct Contest: Sendable {
    let cardscan: String
    let promtool: String
    let scratch: Scratch
    let runs: Int

    /// Rounds of what takes minutes.
    var fewRuns: Int { min(runs, 3) }

    func cardscan(_ path: String, threads: Int) -> [String] {
        [cardscan, "analyze", path, "--threads", "\(threads)"]
    }

    func promtool(_ data: GeneratedData) throws(CommandError) -> [String] {
        guard let id = data.blocks.first?.split(separator: "/").last else {
            throw CommandError(command: [data.directory], reason: "the generator named no block")
        }
        return [promtool, "tsdb", "analyze", data.directory, String(id)]
    }
}
