import ArgumentParser

/// `cardscan promql`: the parser on its own.
struct PromQLCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "promql",
        abstract: "Lay out PromQL expressions, or show what they are.",
        discussion: """
            EXAMPLES:
              cardscan promql fmt 'sum(rate(x[5m]))by(job)'
              cardscan promql parse 'sum by (job) (rate(x[5m]))'
            """,
        subcommands: [PromQLFormatCommand.self, PromQLParseCommand.self])
}
