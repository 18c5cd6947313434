import ArgumentParser
import Lint
import Spelling

/// The command that a command line names, as deep as its words name one: `cardscan relabel check`.
struct CommandPath {
    private(set) var type: any ParsableCommand.Type = Cardscan.self
    private(set) var name = "cardscan"
    /// The arguments behind the command's name.
    private(set) var rest: ArraySlice<String>
    /// Whether it is only asked about, as in `help relabel check`.
    let isAskedAbout: Bool

    init(_ arguments: [String]) {
        rest = arguments[...]
        isAskedAbout = rest.first == "help"
        if isAskedAbout { rest.removeFirst() }
        while let word = rest.first, let next = subcommands.first(where: { $0.configuration.commandName == word }) {
            (type, rest) = (next, rest.dropFirst())
            name += " \(word)"
        }
    }

    var subcommands: [any ParsableCommand.Type] { type.configuration.subcommands }

    /// What is wrong with a word that stands where a command is expected and is none; nil where there is no such word.
    var fault: String? {
        guard let word = rest.first, !word.hasPrefix("-"), !subcommands.isEmpty else { return nil }
        let names = subcommands.compactMap { $0.configuration.commandName } + ["help"]
        guard !names.contains(word) else { return nil }
        let place = type == Cardscan.self ? "" : " of \(name)"
        let guess = Spelling.nearest(to: word, among: names).map { "; did you mean '\($0)'?" } ?? ""
        return "there is no command '\(Escaper.show(word, columns: 60))'\(place)\(guess)"
    }
}
