import ArgumentParser

/// `cardscan promql`: the parser on its own.
struct PromQLCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "promql",
        abstract: "Lay out PromQL expressions, or show what they are.",
        subcommands: [PromQLFormatCommand.self, PromQLParseCommand.self])
}
