import ArgumentParser
import Lint
import Spelling

/// An option that a command does not have.
///
/// The argument parser tells of it only when nothing else is missing, and by its own idea of what is near.
struct OptionFault {
    let message: String

    /// Nil where every word that looks like an option is one of the command's.
    init?(_ path: CommandPath) {
        let known = Self.options(of: path.type)
        for word in path.rest.prefix(while: { $0 != "--" }) where word.hasPrefix("--") {
            let option = String(word.prefix { $0 != "=" })
            guard !known.contains(option) else { continue }
            let guess = Spelling.nearest(to: option, among: known).map { "; did you mean '\($0)'?" } ?? ""
            message = "there is no option '\(Escaper.show(option, columns: 60))' of \(path.name)\(guess)"
            return
        }
        return nil
    }

    /// Long names, as help lists them: at the beginning of a line, commas between them.
    private static func options(of type: any ParsableCommand.Type) -> [String] {
        var names: [String] = []
        for line in type.helpMessage(includeHidden: true, columns: 200).split(separator: "\n") {
            let words = line.split(separator: " ")
            guard line.hasPrefix("  -"), let first = words.first, first.hasPrefix("-") else { continue }
            for word in words.prefix(3) where word.hasPrefix("--") {
                names.append(String(word.prefix { $0 == "-" || $0.isLetter }))
            }
        }
        return names + [
            "--help", "--help-hidden", "--version", "--experimental-dump-help", "--generate-completion-script",
        ]
    }
}
