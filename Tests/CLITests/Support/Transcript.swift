import Foundation

/// A session with the built binary in one file: what lies in the working directory, what is run, and all that comes of
/// it.
///
///     # a comment
///     --- file NAME          the lines that follow, in the working directory
///     --- env NAME=VALUE     for the commands that follow
///     $ cardscan analyze x   a command line, read by a POSIX shell
///     --- out                what it writes to standard output
///     --- err                what it writes to standard error
///     --- status 2           only where it is not 0
///
/// `[..]` in expected output stands for anything on that line, `␍` for a carriage return.
struct Transcript {
    struct Step {
        var command: String
        var files: [(name: String, content: String)] = []
        var environment: [String: String] = [:]
        var out = ""
        var err = ""
        var status: Int32 = 0
    }

    struct Fault: Error, CustomStringConvertible { var description: String }

    var steps: [Step] = []
    /// Lines before each step's results, as they stand in the file, so that an update keeps them.
    private var prologues: [[String]] = []

    init(parsing text: String) throws {
        var files: [(name: String, content: String)] = []
        var environment: [String: String] = [:]
        var prologue: [String] = []
        enum Target { case none, file, out, err }
        var target = Target.none
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if line.hasPrefix("$ ") {
                steps.append(Step(command: String(line.dropFirst(2)), files: files, environment: environment))
                prologues.append(prologue + [String(line)])
                (files, prologue, target) = ([], [], .none)
            } else if line.hasPrefix("--- file ") {
                files.append((String(line.dropFirst(9)), ""))
                prologue.append(String(line))
                target = .file
            } else if line.hasPrefix("--- env ") {
                let pair = line.dropFirst(8).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                environment[String(pair[0])] = pair.count > 1 ? String(pair[1]) : ""
                prologue.append(String(line))
                target = .none
            } else if line == "--- out" || line == "--- err" {
                target = line == "--- out" ? .out : .err
            } else if line.hasPrefix("--- status "), let status = Int32(line.dropFirst(11)), !steps.isEmpty {
                steps[steps.count - 1].status = status
                target = .none
            } else {
                switch target {
                case .file:
                    files[files.count - 1].content += line + "\n"
                    prologue.append(String(line))
                case .out: steps[steps.count - 1].out += line + "\n"
                case .err: steps[steps.count - 1].err += line + "\n"
                case .none where line.isEmpty || line.hasPrefix("#"): prologue.append(String(line))
                case .none: throw Fault(description: "no place for this line: \(line)")
                }
            }
        }
    }

    /// Runs every step in a fresh directory and returns the transcript as it turned out.
    func run() throws -> Transcript {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        var actual = self
        for (index, step) in steps.enumerated() {
            for file in step.files {
                let url = directory.appendingPathComponent(file.name)
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(file.content.utf8).write(to: url)
            }
            let result = try Binary.run(step.command, in: directory, step.environment)
            actual.steps[index].out = Self.keepingWildcards(of: step.out, result.out)
            actual.steps[index].err = Self.keepingWildcards(of: step.err, result.err)
            actual.steps[index].status = result.status
        }
        return actual
    }

    /// The file this transcript is read from.
    var text: String {
        var lines: [String] = []
        func add(_ title: String, _ text: String) {
            guard !text.isEmpty else { return }
            lines.append(title)
            lines += text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        }
        for (prologue, step) in zip(prologues, steps) {
            lines += prologue
            add("--- out", step.out)
            add("--- err", step.err)
            if step.status != 0 { lines.append("--- status \(step.status)") }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Lines that match an expected line with wildcards are replaced by it.
    private static func keepingWildcards(of expected: String, _ actual: String) -> String {
        let wanted = expected.split(separator: "\n", omittingEmptySubsequences: false)
        var lines = actual.split(separator: "\n", omittingEmptySubsequences: false)
        for index in lines.indices where index < wanted.count && wanted[index].contains("[..]") {
            if matches(lines[index], wanted[index]) { lines[index] = wanted[index] }
        }
        return lines.joined(separator: "\n")
    }

    private static func matches(_ line: Substring, _ pattern: Substring) -> Bool {
        let parts = String(pattern).components(separatedBy: "[..]")
        guard let first = parts.first, let last = parts.last, line.hasPrefix(first) else { return false }
        var rest = String(line.dropFirst(first.count))
        for part in parts.dropFirst().dropLast() {
            guard let range = rest.range(of: part) else { return false }
            rest = String(rest[range.upperBound...])
        }
        return rest.hasSuffix(last)
    }
}

/// The cardscan that was built beside the tests.
enum Binary {
    static let path: String = {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("cardscan").path
    }()

    /// A command line in which `cardscan` is the built binary and `$TESTDATA` the repository's test data, with nothing of
    /// the environment but what is given.
    static func process(_ command: String, in directory: URL, _ environment: [String: String]) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "cardscan() { \"$CARDSCAN\" \"$@\"; }\n\(command)"]
        process.currentDirectoryURL = directory
        let base = [
            "PATH": "/usr/bin:/bin", "CARDSCAN": path,
            "TESTDATA": Golden.repository.appendingPathComponent("testdata").path,
        ]
        process.environment = base.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        return process
    }

    static func run(
        _ command: String, in directory: URL, _ environment: [String: String] = [:]
    ) throws -> (out: String, err: String, status: Int32) {
        let process = process(command, in: directory, environment)
        let out = Pipe()
        let err = Pipe()
        process.standardOutput = out
        process.standardError = err
        try process.run()
        // Messages are short: they fit the pipe while the result is read.
        let result = out.fileHandleForReading.readDataToEndOfFile()
        let messages = err.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (text(result), text(messages), process.terminationStatus)
    }

    /// Carriage returns are shown, since an editor would lose them.
    private static func text(_ bytes: Data) -> String {
        String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: "\r", with: "␍")
    }
}
