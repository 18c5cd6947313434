import Foundation
import Testing

/// Commands that are shown without what they write can be run as they stand: in pages, and as examples of `--help`.
@Suite struct ShownCommandTests {
    /// The pages of checks show no commands of a shell.
    private static let pages: [String] = {
        let docs = try? FileManager.default.contentsOfDirectory(
            atPath: Golden.repository.appendingPathComponent("docs").path)
        let names = (docs ?? []).filter { $0.hasSuffix(".md") && $0 != "checks.md" }.sorted()
        return ["README.md", "deploy/README.md", "rules/README.md"] + names.map { "docs/\($0)" }
    }()

    private static let commands = [
        "analyze", "propose", "relabel check", "relabel explain", "relabel test", "relabel apply", "relabel regex",
        "lint",
        "budget", "diff", "listen", "snapshot", "explain", "promql fmt", "promql parse",
    ]

    private static func expectAllRun(_ commands: [String], _ place: String) throws {
        guard !commands.isEmpty else { return }
        let world = try ShownWorld()
        for command in commands {
            let run = try world.run(command)
            if command.hasPrefix("cardscan listen") {
                #expect(run.err.contains("listening on http://"), "\(place): \(command)\n\(run.err)")
            } else {
                // Findings and broken budgets are no failure.
                #expect(run.status <= 1, "\(place): \(command)\n\(run.err)")
            }
        }
    }

    @Test(arguments: pages)
    func commandsOfPagesRun(page: String) throws {
        let text = try String(contentsOf: Golden.repository.appendingPathComponent(page), encoding: .utf8)
        try Self.expectAllRun(ShownCommands.find(in: text), page)
    }

    @Test(arguments: commands)
    func examplesOfHelpRun(command: String) throws {
        let help = try Binary.run("cardscan \(command) --help", in: Golden.repository).out
        let examples = ShownCommands.examples(of: help)
        #expect(!examples.isEmpty, "\(command) --help has no example")
        try Self.expectAllRun(examples, "\(command) --help")
    }

    @Test func thereIsEnoughToRun() throws {
        let count = try Self.pages.reduce(0) { count, page in
            let file = Golden.repository.appendingPathComponent(page)
            return count + ShownCommands.find(in: try String(contentsOf: file, encoding: .utf8)).count
        }
        #expect(count >= 60)
    }

    @Test func commandsAreFound() {
        let page = """
            Text with cardscan analyze in it.

                cardscan lint rules/ --select 'a  b'   a comment
                curl -s x | cardscan budget - --budget b.yaml
                cardscan analyze FILE
                cardscan a \\
                    --b       more
                $ cardscan shown
                  run: cardscan c  # d
            | like `cardscan lint` | `cardscan lint rules/ --cost`, `cardscan diff OLD NEW` |
            """
        #expect(
            ShownCommands.find(in: page) == [
                "cardscan lint rules/ --select 'a  b'", "curl -s x | cardscan budget - --budget b.yaml",
                "cardscan a --b",
                "cardscan c", "cardscan lint rules/ --cost",
            ])
        #expect(
            ShownCommands.examples(
                of: "OVERVIEW: x\n\nEXAMPLES:\n  cardscan a --match\n'b'\n  cardscan c\n\nUSAGE: cardscan d\n")
                == ["cardscan a --match 'b'", "cardscan c"])
    }
}
