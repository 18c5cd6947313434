import Foundation
import Lint
import Testing

/// Commands that the README and the pages of docs show with what they write must write it.
///
/// A block is `    $ command` and the lines below it. `...` stands for any lines, dots at the end of a line for the rest of
/// it. The commands of a page run one after the other in one directory, which holds `testdata` and what the page's
/// comments `<!-- setup` make: shell commands, run where they stand.
@Suite struct DocumentationTests {
    private struct Step {
        var command: String
        /// Nil for a setup, which may write what it likes.
        var shown: [Substring]?
    }

    /// Pages whose output is as wide as this; the others have the width of what is no terminal.
    private static let wide = ["README.md": "110", "docs/getting-started.md": "110"]

    private static let pages: [String] = {
        let docs = try? FileManager.default.contentsOfDirectory(
            atPath: Golden.repository.appendingPathComponent("docs").path)
        return ["README.md"] + (docs ?? []).filter { $0.hasSuffix(".md") }.map { "docs/\($0)" }.sorted()
    }()

    private static func text(_ page: String) throws -> String {
        try String(contentsOf: Golden.repository.appendingPathComponent(page), encoding: .utf8)
    }

    private static func steps(_ text: String) -> [Step] {
        var steps: [Step] = []
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        while let line = lines.popFirst() {
            if line == "<!-- setup" {
                let setup = lines.prefix { $0 != "-->" }
                steps.append(Step(command: setup.joined(separator: "\n"), shown: nil))
                lines = lines.dropFirst(setup.count + 1)
            } else if line.hasPrefix("    $ ") {
                let shown = lines.prefix { ($0.isEmpty || $0.hasPrefix("    ")) && !$0.hasPrefix("    $ ") }
                steps.append(Step(command: String(line.dropFirst(6)), shown: shown.map { $0.dropFirst(4) }))
                lines = lines.dropFirst(shown.count)
            }
        }
        return steps
    }

    private static func expect(_ output: String, of step: Step) {
        var actual = output.split(separator: "\n", omittingEmptySubsequences: false)[...]
        var skips = false
        for line in step.shown ?? [] where !line.allSatisfy({ $0 == " " }) {
            if line.trimmingPrefix(while: { $0 == " " }) == "..." {
                skips = true
                continue
            }
            let isCut = line.hasSuffix("...")
            let wanted = isCut ? line.dropLast(3) : line
            func isMet(_ line: Substring) -> Bool { isCut ? line.hasPrefix(wanted) : line == wanted }
            actual = skips ? actual.drop { !isMet($0) } : actual.drop(while: \.isEmpty)
            guard let next = actual.first, isMet(next) else {
                Issue.record("$ \(step.command)\n  shown   \(line)\n  written \(actual.first ?? "nothing")")
                return
            }
            actual = actual.dropFirst()
            skips = false
        }
    }

    @Test(arguments: pages)
    func commandsWriteWhatIsShown(page: String) throws {
        let steps = Self.steps(try Self.text(page))
        guard !steps.isEmpty else { return }
        let directory = try TemporaryDirectory()
        let place = URL(fileURLWithPath: directory.path)
        try FileManager.default.createSymbolicLink(
            at: place.appendingPathComponent("testdata"),
            withDestinationURL: Golden.repository.appendingPathComponent("testdata"))
        let environment = ["HOME": directory.path, "COLUMNS": Self.wide[page] ?? ""]
        for step in steps {
            let result = try Binary.run(step.command, in: place, environment)
            // Findings are no failure; a command that cannot be run as it is shown is.
            #expect(result.status <= 1, "\(page): $ \(step.command)\n\(result.err)")
            if step.shown == nil { #expect(result.status == 0) }
            Self.expect(result.out, of: step)
        }
    }

    @Test func thereIsEnoughToRun() throws {
        let shown = try Self.pages.reduce(0) { $0 + Self.steps(try Self.text($1)).count { $0.shown?.isEmpty == false } }
        #expect(shown >= 15)
    }

    /// Options of commands that are only named, in blocks and in tables, exist.
    @Test(arguments: pages)
    func optionsExist(page: String) throws {
        var known: [String: String] = [:]
        for line in try Self.text(page).split(separator: "\n") {
            for part in line.split(separator: "`") + [line.drop { $0 == " " }] where part.hasPrefix("cardscan ") {
                let words = part.split(whereSeparator: { " ;|".contains($0) }).dropFirst().map(String.init)
                guard let command = words.first, command.allSatisfy(\.isLetter) else { continue }
                let name =
                    ["relabel", "promql"].contains(command) && words.count > 1 ? "\(command) \(words[1])" : command
                if known[name] == nil {
                    known[name] = try Binary.run("cardscan \(name) --help", in: Golden.repository).out
                }
                let help = known[name] ?? ""
                for word in words where word.hasPrefix("--") && word.count > 2 {
                    let option = word.prefix { $0 == "-" || $0.isLetter }
                    guard option != "--help" else { continue }
                    #expect(help.contains(option), "\(page): cardscan \(name) has no \(option)")
                }
            }
        }
    }

    /// Checks that pages speak of exist, and files that they link to.
    @Test(arguments: pages)
    func whatIsNamedExists(page: String) throws {
        let text = try Self.text(page)
        let topics = Set(Checks.names.compactMap { $0.split(separator: "/").first })
        let namesOfOthers = ["rule/label", "rule/name"]
        for match in text.matches(of: /`([a-z]+)\/([a-z-]+)`/) where topics.contains(match.1) {
            let name = "\(match.1)/\(match.2)"
            #expect(Checks.names.contains(name) || namesOfOthers.contains(name), "\(page): \(name)")
        }
        let folder = Golden.repository.appendingPathComponent(page).deletingLastPathComponent()
        for match in text.matches(of: /\]\(([^)#:\s]+)(#[^)]*)?\)/) {
            let target = folder.appendingPathComponent(String(match.1)).path
            #expect(FileManager.default.fileExists(atPath: target), "\(page): \(match.1)")
        }
    }
}
