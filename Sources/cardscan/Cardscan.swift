import ArgumentParser
import CPlatform
import Glibc

@main
struct Cardscan: ParsableCommand {
    static let version = "0.1.0"

    /// `cardscan 0.1.0 (3fa9c21d0e5b)`, without a commit where none is known.
    static var fullVersion: String {
        let commit = String(cString: cplatform_commit())
        return "cardscan \(version)" + (commit.isEmpty ? "" : " (\(commit))")
    }

    static let configuration = CommandConfiguration(
        commandName: "cardscan",
        abstract: "Tells what every Prometheus series costs, and what makes it so.",
        discussion: """
            EXAMPLES:
              cardscan analyze /prometheus                  what holds the series, why
              cardscan analyze /prometheus --by namespace   who owns them
              cardscan analyze data/ --match '{job="api"}' --format json --limit 0
              cardscan diff OLD NEW                         what grew, because of what
              cardscan propose /prometheus --used-by rules/ what can be saved, proved
              cardscan snapshot /prometheus -o series.cardscan
              cardscan listen --by namespace                live, from remote write
              cardscan lint rules/                          what is wrong with rules
              cardscan budget /prometheus --budget b.yaml   series within what was agreed
              cardscan explain alert/absent                 why that is wrong
              cardscan promql fmt 'sum(rate(x[5m]))by(job)'  PromQL, laid out

            A SOURCE is a Prometheus data directory, a block, a WAL directory, a
            directory of Thanos blocks, a snapshot, a recording of listen, or a text
            exposition (- for standard input). It is only read, also while a server
            writes it.

            EXIT STATUS:
              0  done
              1  findings (lint, relabel check), a broken budget, a test of rules
                 that fails (relabel test), an expression that has an error or is
                 not formatted (promql)
              2  wrong usage, or an input could not be opened or decoded
            """,
        version: fullVersion,
        subcommands: [
            AnalyzeCommand.self, DiffCommand.self, ProposeCommand.self, SnapshotCommand.self,
            PromQLCommand.self, LintCommand.self, BudgetCommand.self, RelabelCommand.self, ListenCommand.self,
            ExplainCommand.self,
        ])

    /// Runs the command line and exits with its status.
    static func main() {
        // A reader that has seen enough is noticed when writing, not by a signal.
        signal(SIGPIPE, SIG_IGN)
        Glibc.exit(run(Array(CommandLine.arguments.dropFirst())).rawValue)
    }

    private static func run(_ arguments: [String]) -> ExitStatus {
        if arguments == ["--version"] {
            print(fullVersion)
            return .success
        }
        let path = CommandPath(arguments)
        if let fault = path.fault { return reject(fault, path) }
        if path.rest.isEmpty, !path.subcommands.isEmpty {
            StandardError.write(helpMessage(for: path.type) + "\n")
            return .failure
        }
        do {
            var command = try parse(arguments, path)
            try command.run()
            return .success
        } catch let status as ExitStatus {
            return status
        } catch {
            return explain(error, arguments, path)
        }
    }

    /// The command that the arguments name, by itself: from the root, the argument parser looks at each command on the way
    /// and for requests of completion scripts, which takes longer than to lint a file.
    private static func parse(_ arguments: [String], _ path: CommandPath) throws -> any ParsableCommand {
        if path.subcommands.isEmpty, let command = try? path.type.parseAsRoot(Array(path.rest)),
            Swift.type(of: command) == path.type
        {
            return command
        }
        // What help and errors say, they say of the whole command line.
        return try parseAsRoot(arguments)
    }

    /// The argument parser quotes what was typed as it is. Its own line ends stay; those that were typed do not.
    private static func escaped(_ message: String, _ arguments: [String]) -> String {
        var message = message
        for argument in arguments {
            let parts = [argument] + argument.split(separator: "=", maxSplits: 1).dropFirst().map(String.init)
            for part in parts where part.contains("\n") {
                message = message.replacing(part, with: Escaper.show(part, in: .notation))
            }
        }
        let lines = message.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.map { Escaper.show(String($0), columns: 2000, in: .notation) }.joined(separator: "\n")
    }

    private static func reject(_ problem: String, _ path: CommandPath) -> ExitStatus {
        StandardError.error("\(problem)\ntry '\(path.name) --help'")
        return .failure
    }

    /// What the argument parser has to say: help and the like on standard output, faults on standard error.
    private static func explain(_ error: any Error, _ arguments: [String], _ path: CommandPath) -> ExitStatus {
        if exitCode(for: error) == .success {
            print(fullMessage(for: error))
            return .success
        }
        let message = escaped(message(for: error), arguments)
        return reject(message.prefix(1).lowercased() + message.dropFirst(), path)
    }
}

/// What the caller's shell is told; see the command line's contract. Thrown by a command that has said all there is.
enum ExitStatus: Int32, Error {
    case success = 0
    /// What was looked at has faults, which were shown.
    case findings = 1
    /// Wrong usage, or an input that could not be opened or decoded.
    case failure = 2
}
