/// A group of rows that come out of the same measurements.
struct Case: Sendable {
    /// For `--only`.
    let name: String
    /// Takes long, or much room: only with `--full`.
    let isLarge: Bool
    let measure: @Sendable (Contest) -> () throws(CommandError) -> [Row]

    static let all = [
        Case(name: "analyze", isLarge: false, measure: Contest.analyze),
        Case(name: "uppercase", isLarge: false, measure: Contest.uppercase),
        Case(name: "union", isLarge: false, measure: Contest.union),
        Case(name: "head", isLarge: false, measure: Contest.head),
        Case(name: "start", isLarge: false, measure: Contest.start),
        Case(name: "relabel", isLarge: false, measure: Contest.relabel),
        Case(name: "propose", isLarge: false, measure: Contest.propose),
        Case(name: "budget", isLarge: false, measure: Contest.budget),
        Case(name: "diff", isLarge: false, measure: Contest.diff),
        Case(name: "snapshot", isLarge: false, measure: Contest.snapshot),
        Case(name: "lint", isLarge: false, measure: Contest.lint),
        Case(name: "lint-data", isLarge: false, measure: Contest.lintData),
        Case(name: "listen", isLarge: false, measure: Contest.listen),
        Case(name: "large", isLarge: true, measure: Contest.large),
        Case(name: "large-union", isLarge: true, measure: Contest.largeUnion),
        Case(name: "large-listen", isLarge: true, measure: Contest.listenLarge),
    ]
}

/// Who is measured, on what, and how often.
struct Contest: Sendable {
    let cardscan: String
    let promtool: String
    let scratch: Scratch
    let runs: Int
    /// The list of rules that is replayed.
    let rules: String
    /// What is linted against series, where it is not generated.
    let lintRules: [String]?
    /// Where the budget files are that ship with cardscan.
    let budgets: String
    /// Files and directories that say what is read, for proposals.
    let usage: [String]

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
