import ArgumentParser
import Regex

/// `cardscan relabel regex`
struct RelabelRegexCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "regex",
        abstract: "Match values as a relabelling rule does, or tell why RE2 refuses a pattern.",
        discussion: """
            Patterns are anchored at both ends, as Prometheus does it. Without PATTERN it answers
            requests on standard input, one JSON object a line each:
              {"pattern": "(.+)-.*", "values": ["a-1", "b"]}
              {"ok": true, "error": null, "matches": [{"matched": true, "groups": ["a-1", "a"]}, ...]}
            "groups" begins with the whole match; a group that took no part is null.

            EXAMPLES:
              cardscan relabel regex '(.+):[0-9]+' node-1:9100 node-2
              cardscan relabel regex 'kube_(?!pod_).*'

            EXIT STATUS:
              0  Prometheus accepts the patterns
              1  it refuses one
              2  wrong usage, or a request that is no JSON object with a "pattern"
            """)

    @Argument(help: ArgumentHelp("The regular expression, in quotes.", valueName: "pattern"))
    var pattern: String?

    @Argument(help: ArgumentHelp("Values to match.", valueName: "value"))
    var values: [String] = []

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("text or json. (default: text with PATTERN, else json)", valueName: "format"))
    var format: RelabelFormat?

    func validate() throws {
        if pattern == nil, format == .text { throw ValidationError("--format text needs a PATTERN") }
    }

    func run() throws {
        let status: ExitStatus
        if let pattern, format != .json {
            status = writeText(pattern)
        } else if let pattern {
            var answers = RelabelRegexAnswers()
            answers.answer(pattern, values)
            answers.flush()
            status = answers.status
        } else {
            status = answerRequests()
        }
        if status != .success { throw status }
    }

    private func answerRequests() -> ExitStatus {
        var answers = RelabelRegexAnswers()
        let example = #"{"pattern": "a.*", "values": ["ab"]}"#
        let read = JSONLineRequests(example: example).forEach { line, number, mustFlush in
            switch line {
            case .fault(let message): answers.refuse(message)
            case .members(let members):
                if case .text(let pattern)? = members["pattern"], let values = Self.values(members["values"]) {
                    answers.answer(pattern, values)
                } else {
                    answers.refuse("line \(number): expected {\"pattern\": \"...\", \"values\": [...]} of strings")
                }
            }
            if mustFlush { answers.flush() }
            return !answers.isClosed
        }
        answers.flush()
        return read == .success ? answers.status : read
    }

    private static func values(_ value: JSONRequest.Value?) -> [String]? {
        guard let value else { return [] }
        if case .texts(let texts) = value { return texts }
        return nil
    }

    private func writeText(_ pattern: String) -> ExitStatus {
        var out = ByteWriter(to: .standardOutput())
        let regex: Regex
        do throws(RegexError) {
            regex = try Regex(pattern)
        } catch {
            for line in Self.lines(of: error) { out.write(line + "\n") }
            out.flush()
            return .findings
        }
        if values.isEmpty { out.write("Prometheus accepts it\n") }
        for value in values {
            for line in Self.lines(of: regex, value) { out.write(line + "\n") }
        }
        out.flush()
        return .success
    }

    /// Columns of a pattern that are shown.
    private static let columns = 400

    private static func lines(of error: RegexError) -> [String] {
        let bytes = Array(error.pattern.utf8)
        let start = min(error.range.lowerBound, bytes.count)
        let end = min(max(error.range.upperBound, start), bytes.count)
        func shown(_ range: Range<Int>) -> String {
            Escaper.show(String(decoding: bytes[range], as: UTF8.self), columns: columns, in: .notation)
        }
        let before = shown(0..<start)
        let carets = String(repeating: "^", count: max(1, DisplayWidth.of(shown(start..<end))))
        return [
            "error: Prometheus refuses the pattern: \(error.kind.rawValue)",
            "    \(before)\(shown(start..<bytes.count))",
            "    \(String(repeating: " ", count: DisplayWidth.of(before)))\(carets)",
            "  \(Escaper.show(error.advice, in: .notation))",
        ]
    }

    private static func lines(of regex: Regex, _ value: String) -> [String] {
        var groups: [Range<Int>?] = []
        let bytes = Array(value.utf8)
        let shown = SeriesNotation.quoted(bytes)
        guard bytes.withUnsafeBytes({ regex.match($0, groups: &groups) }) else { return ["\(shown)  no match"] }
        var lines = ["\(shown)  match"]
        for (index, range) in groups.enumerated() {
            if index == 0, range == 0..<bytes.count { continue }
            let name = regex.groupNames[index]
            let text = range.map { SeriesNotation.quoted(Array(bytes[$0])) } ?? "no part in the match"
            lines.append("    $\(index)\(name.isEmpty ? "" : " ${\(name)}") = \(text)")
        }
        return lines
    }
}

/// Answers of `cardscan relabel regex` for programs: one JSON object a line.
struct RelabelRegexAnswers {
    private var json = JSONWriter(ByteWriter(to: .standardOutput()), linedDepth: 0)
    private(set) var status = ExitStatus.success

    /// Whether nobody reads on.
    var isClosed: Bool { json.isClosed }

    mutating func answer(_ pattern: String, _ values: [String]) {
        do throws(RegexError) {
            let regex = try Regex(pattern)
            json.object { json in
                json.member("ok", true)
                json.null("error")
                json.array("matches") { json in for value in values { Self.write(regex, value, to: &json) } }
            }
            json.endLine()
        } catch {
            if status == .success { status = .findings }
            write("\(error.message): \(error.advice)")
        }
    }

    mutating func refuse(_ message: String) {
        status = .failure
        write(message)
    }

    mutating func flush() { json.flush() }

    private mutating func write(_ error: String) {
        json.object { json in
            json.member("ok", false)
            json.member("error", error)
            json.array("matches") { _ in }
        }
        json.endLine()
    }

    private static func write(_ regex: Regex, _ value: String, to json: inout JSONWriter) {
        let bytes = Array(value.utf8)
        var groups: [Range<Int>?] = []
        let isMatch = bytes.withUnsafeBytes { regex.match($0, groups: &groups) }
        json.object { json in
            json.member("matched", isMatch)
            json.array("groups") { json in
                for range in isMatch ? groups : [] {
                    guard let range else {
                        json.null()
                        continue
                    }
                    bytes[range].withUnsafeBytes { json.value($0) }
                }
            }
        }
    }
}
