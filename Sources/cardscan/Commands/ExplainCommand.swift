import ArgumentParser
import Glibc
import Lint
import Spelling

/// `cardscan explain`: why a check exists, with an example.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Tell why a check exists, with an example.",
        discussion: """
            Without a name all checks are listed.

            EXAMPLES:
              cardscan explain
              cardscan explain alert/no-comparison
            """)

    enum Format: String, CaseIterable, ExpressibleByArgument { case text, json, markdown }

    @Argument(help: ArgumentHelp("Names of checks, or patterns such as 'alert/*'.", valueName: "check"))
    var names: [String] = []

    @Flag(help: "Explain every check.") var all = false

    @Option(name: .shortAndLong, help: ArgumentHelp("text, json or markdown.", valueName: "format"))
    var format: Format = .text

    func run() throws {
        var checks: [CheckInfo] = []
        for name in names {
            let found = Checks.information.filter { NamePattern(check: name).matches($0.name) }
            guard !found.isEmpty else {
                let advice = Spelling.advice(for: name, among: Checks.names)
                StandardError.error("there is no check '\(Escaper.show(name, columns: 60))'; \(advice)")
                throw ExitStatus.failure
            }
            checks += found
        }
        let isList = names.isEmpty && !all
        if names.isEmpty { checks = Checks.information }
        var writer = ByteWriter(to: OutputFile.standardOutput())
        switch format {
        case .json: Self.writeJSON(checks, to: &writer)
        case .markdown where isList: writer.write(CheckPage.table(of: checks))
        case .markdown where names.isEmpty: writer.write(CheckPage.document(of: checks))
        case .text where isList: Self.writeList(checks, to: &writer)
        case .text, .markdown:
            writer.write(checks.map { CheckPage($0).markdown }.joined(separator: "\n"))
        }
        writer.flush()
    }

    private static func writeList(_ checks: [CheckInfo], to writer: inout ByteWriter) {
        let width = checks.map(\.name.utf8.count).max() ?? 0
        for check in checks {
            let name = check.name + String(repeating: " ", count: width - check.name.utf8.count)
            let severity = check.severity.rawValue
            let state = check.isDefault ? "       " : "opt-in "
            writer.write(
                "\(name)  \(severity)\(String(repeating: " ", count: 9 - severity.utf8.count))\(state)\(check.summary)\n"
            )
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
