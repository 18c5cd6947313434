import Foundation

/// What the program says of its commands, as `--experimental-dump-help` writes it.
struct CommandHelp: Decodable {
    struct Argument: Decodable {
        struct Name: Decodable {
            var kind: String
            var name: String
        }

        var kind: String
        var names: [Name]?
        var valueName: String?
        var abstract: String?
        var shouldDisplay: Bool
        var isOptional: Bool

        /// `--limit`; nil for what is no option.
        var option: String? { names?.first { $0.kind == "long" }.map { "--" + $0.name } }
    }

    var commandName: String
    var arguments: [Argument]?
    var subcommands: [CommandHelp]?

    /// Every command, by the words that it is called with behind `cardscan`.
    static let all: [String: CommandHelp] = {
        struct Dump: Decodable { var command: CommandHelp }
        guard
            let text = try? Binary.run("cardscan --experimental-dump-help", in: Golden.repository).out,
            let root = try? JSONDecoder().decode(Dump.self, from: Data(text.utf8)).command
        else { return [:] }
        var found: [String: CommandHelp] = [:]
        func add(_ command: CommandHelp, _ words: [String]) {
            found[words.joined(separator: " ")] = command
            for inner in command.subcommands ?? [] where inner.commandName != "help" {
                add(inner, words + [inner.commandName])
            }
        }
        add(root, [])
        return found
    }()

    /// Those that do something.
    static let leaves = all.filter { $0.value.subcommands?.isEmpty ?? true }
}
