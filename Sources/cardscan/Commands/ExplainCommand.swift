import ArgumentParser
import Glibc
import Lint
import Spelling

/// `cardscan explain`: why a check exists, with an example.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Tell why a check exists, with an example.",
        usage: "cardscan explain [<options>] [<check> ...]",
        discussion: """
            Without a name all checks are listed.

            EXAMPLES:
              cardscan explain
              cardscan explain alert/no-comparison
              cardscan explain 'alert/*'
            """)

    enum Format: String, Choice { case text, json, markdown }

    @Argument(help: ArgumentHelp("Names of checks, or patterns such as 'alert/*'.", valueName: "check"))
    var names: [String] = []

    @Flag(help: "Explain every check.") var all = false

    @Option(
        name: .shortAndLong, help: .choice(Format.self, " (default: text)", valueName: "format"),
        completion: Format.completion,
        transform: Format.init(parsing:))
    var format: Format = .text

    @OptionGroup var output: OutputArguments

    func run() throws {
        var found: [CheckInfo] = []
        for name in names {
            let matching = Checks.information.filter { NamePattern(check: name).matches($0.name) }
            guard !matching.isEmpty else {
                let guess = Spelling.nearest(to: name, among: Checks.names).map { "did you mean '\($0)'?" }
                let advice = guess ?? "'cardscan explain' lists them all"
                StandardError.error("there is no check '\(Escaper.show(name, columns: 60))'; \(advice)")
                throw ExitStatus.failure
            }
            found += matching
        }
        let isList = names.isEmpty && !all
        if names.isEmpty { found = Checks.information }
        let checks = found
        let usesColor = output.usesColor(try Configuration.find())
        try output.write { writer in
            switch format {
            case .json: Self.writeJSON(checks, to: &writer)
            case .markdown where isList: writer.write(CheckPage.table(of: checks))
            case .markdown where names.isEmpty: writer.write(CheckPage.document(of: checks))
            case .text where isList: Self.writeList(checks, inColor: usesColor, to: &writer)
            case .text, .markdown:
                writer.write(checks.map { CheckPage($0).markdown }.joined(separator: "\n"))
            }
        }
    }

    private static func writeList(_ checks: [CheckInfo], inColor usesColor: Bool, to writer: inout ByteWriter) {
        let width = checks.map(\.name.utf8.count).max() ?? 0
        for check in checks {
            var line = StyledText(check.name, .strong).padded(to: width + 2)
            line.append(check.severity.rawValue, check.severity.style)
            line.pad(to: width + 11)
            line.append(check.isDefault ? "       " : "opt-in ", .faint)
            line.append(check.summary)
            writer.write(line.rendered(inColor: usesColor) + "\n")
        }
    }

    private static func writeJSON(_ checks: [CheckInfo], to writer: inout ByteWriter) {
        var json = JSONWriter(writer)
        json.object { json in
            json.member("schema_version", 1)
            json.array("checks") { json in
                for check in checks {
                    json.object { json in
                        json.member("name", check.name)
                        json.member("severity", check.severity.rawValue)
                        json.member("default", check.isDefault)
                        json.member("fix", check.fix?.rawValue)
                        json.member("summary", check.summary)
                        json.member("rationale", check.rationale)
                    }
                }
            }
        }
        writer = json.finish()
    }
}
