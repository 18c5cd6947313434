import ArgumentParser
import Regex

/// `cardscan relabel regex`
struct RelabelRegexCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "regex",
        abstract: "Match values as a rule does, or tell why RE2 refuses a pattern.",
        usage: "cardscan relabel regex [<options>] [<pattern> [<value> ...]]",
        discussion: """
            Patterns are anchored at both ends, as Prometheus does it. Without PATTERN it
            answers requests on standard input, one JSON object a line:
              {"pattern": "(.+)-.*", "values": ["a-1", "b"]}
              {"ok": true, "error": null, "matches": [{"matched": true, "groups": [...]}]}
            "groups" begins with the whole match; a group that took no part is null.

            EXAMPLES:
              cardscan relabel regex '(.+):[0-9]+' node-1:9100 node-2
              cardscan relabel regex 'kube_(?!pod_).*'

            EXIT STATUS: 0 Prometheus takes the patterns, 1 it refuses one, 2 wrong usage
            """)

    @Argument(help: ArgumentHelp("The regular expression, in quotes.", valueName: "pattern"))
    var pattern: String?

    @Argument(help: ArgumentHelp("Values to match.", valueName: "value"))
    var values: [String] = []

    @OptionGroup(title: "What to show") var result: RequestFormatArguments

    func validate() throws {
        if pattern == nil, result.format == .text { throw ValidationError("--format text needs a PATTERN") }
    }

    func run() throws {
        guard let pattern else { return try answerRequests() }
        if result.format == .json {
            var answers = RelabelRegexAnswers()
            answers.answer(pattern, values)
            return try answers.lines.finish()
        }
        try writeText(pattern)
    }

    private func answerRequests() throws {
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
            if mustFlush { answers.lines.flush() }
            return !answers.lines.isClosed
        }
        try answers.lines.finish(after: read)
    }

    private static func values(_ value: JSONRequest.Value?) -> [String]? {
        guard let value else { return [] }
        if case .texts(let texts) = value { return texts }
        return nil
    }

    private func writeText(_ pattern: String) throws {
        let regex: Regex
        do throws(RegexError) {
            regex = try Regex(pattern)
        } catch {
            let lines = Self.lines(of: error)
            try OutputArguments.write { out in for line in lines { out.write(line + "\n") } }
            throw ExitStatus.findings
        }
        try OutputArguments.write { out in
            if values.isEmpty { out.write("Prometheus accepts it\n") }
            for line in values.flatMap({ Self.lines(of: regex, $0) }) { out.write(line + "\n") }
        }
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
    var lines = JSONLineAnswers()

    mutating func answer(_ pattern: String, _ values: [String]) {
        do throws(RegexError) {
            let regex = try Regex(pattern)
            lines.answer { json in
                json.member("ok", true)
                json.null("error")
                json.array("matches") { json in for value in values { Self.write(regex, value, to: &json) } }
            }
        } catch {
            write("\(error.message): \(error.advice)", .findings)
        }
    }

    mutating func refuse(_ message: String) { write(message, .failure) }

    private mutating func write(_ error: String, _ status: ExitStatus) {
        lines.answer(status) { json in
            json.member("ok", false)
            json.member("error", error)
            json.array("matches") { _ in }
        }
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
