import Foundation
import Testing

/// Help of all commands: it fits a screen, shows an example, and says the same of the same option everywhere.
@Suite struct HelpTests {
    private static let commands = CommandHelp.all.keys.sorted()
    /// Lines at 80 columns: a terminal on half of a laptop's screen.
    private static let mostLines = 55

    @Test func allCommandsAreKnown() {
        #expect(Self.commands.count >= 18)
        #expect(Self.commands.contains("relabel test"))
    }

    @Test(arguments: commands)
    func fitsAScreen(command: String) throws {
        let help = try Binary.run("cardscan \(command) --help", in: Golden.repository, ["COLUMNS": "80"]).out
        let lines = help.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        #expect(lines.count <= Self.mostLines)
        #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines.filter { $0.count > 80 })")
        #expect(help.contains("\nEXAMPLES:\n  cardscan ") || help.contains("\nEXAMPLE:\n  cardscan "))
        // Nothing above the options is broken to fit, in the middle of a sentence or of a command.
        let wide = try Binary.run("cardscan \(command) --help", in: Golden.repository, ["COLUMNS": "200"]).out
        #expect(help.components(separatedBy: "\nUSAGE:").first == wide.components(separatedBy: "\nUSAGE:").first)
    }

    /// Options that mean another thing in another command, and why.
    private static let differing: [String: String] = [
        "--format": "each result has its own formats",
        "--sort": "a comparison has other columns",
        "--baseline": "findings that are known, or an earlier state of series",
        "--dialect": "of rule files, or of relabelling rules",
        "--name-validation-scheme": "where one file is read, it says which",
    ]

    @Test func sameOptionSaysTheSameEverywhere() {
        var told: [String: [String: [String]]] = [:]
        for (name, command) in CommandHelp.leaves {
            for argument in command.arguments ?? [] where argument.shouldDisplay {
                guard let option = argument.option else { continue }
                let text = "\(argument.valueName ?? "") \(argument.abstract ?? "")"
                told[option, default: [:]][text, default: []].append(name)
            }
        }
        #expect(told.count > 60)
        for (option, texts) in told where texts.count > 1 {
            #expect(Self.differing[option] != nil, "\(option): \(texts)")
        }
        for option in Self.differing.keys { #expect(told[option].map { $0.count > 1 } == true, "\(option)") }
    }

    /// What reads series is told which, and how much of the machine it may use, with the same options.
    @Test(arguments: ["analyze", "diff", "propose", "snapshot", "budget", "lint", "relabel test"])
    func readersOfSeriesTakeTheSame(command: String) throws {
        let options = try #require(CommandHelp.all[command]?.arguments).compactMap(\.option)
        for option in ["--match", "--min-time", "--max-time", "--max-memory", "--threads", "--quiet", "--output"] {
            #expect(options.contains(option), "\(option)")
        }
    }

    /// An option with two letters swapped is told which one was meant, whatever else the command line lacks.
    @Test(arguments: CommandHelp.leaves.keys.sorted())
    func wrongOptionIsToldTheRightOne(command: String) throws {
        let arguments = try #require(CommandHelp.all[command]?.arguments)
        for option in arguments.filter(\.shouldDisplay).compactMap(\.option) where option.count > 7 {
            var letters = Array(option)
            letters.swapAt(4, 5)
            let wrong = String(letters)
            guard wrong != option else { continue }
            let run = try Binary.run("cardscan \(command) \(wrong)", in: Golden.repository)
            #expect(
                run.err == """
                    cardscan: error: there is no option '\(wrong)' of cardscan \(command); did you mean '\(option)'?
                    try 'cardscan \(command) --help'

                    """)
            #expect(run.status == 2)
            #expect(run.out.isEmpty)
        }
    }

    /// A value that is no word of a choice is told the words.
    @Test(arguments: CommandHelp.leaves.keys.sorted())
    func wrongFormatIsToldTheFormats(command: String) throws {
        let arguments = try #require(CommandHelp.all[command]?.arguments)
        guard arguments.contains(where: { $0.option == "--format" }) else { return }
        let run = try Binary.run("cardscan \(command) x y --format jsn", in: Golden.repository)
        let expected = "cardscan: error: the value 'jsn' is invalid for '--format <format>': expected text"
        #expect(run.err.hasPrefix(expected))
        #expect(run.err.contains("; did you mean 'json'?\n"))
        #expect(run.status == 2)
    }
}
