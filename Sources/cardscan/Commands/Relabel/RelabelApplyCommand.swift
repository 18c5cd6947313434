import ArgumentParser
import Relabel

/// `cardscan relabel apply`
struct RelabelApplyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Show what rules make of series.",
        discussion: """
            Without SERIES it answers requests on standard input, one JSON object a line each:
              {"labels": {"__name__": "up", "pod": "a-1"}}
              {"labels": {"__name__": "up"}}
              {"dropped": true, "by": 2}
            "by" is the rule that drops the series, counted from 1.

            EXAMPLES:
              cardscan relabel apply rules.yml 'up{job="node", pod="a-1"}'
              cardscan relabel apply prometheus.yml --job node < series.jsonl

            EXIT STATUS:
              0  done
              2  the rules are invalid, wrong usage, or a request that is no JSON object with "labels"
            """)

    @OptionGroup(title: "Which rules") var rules: RelabelListArguments

    @Argument(help: ArgumentHelp("Series, each in quotes: 'up{job=\"node\"}'.", valueName: "series"))
    var series: [String] = []

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("text or json. (default: text with SERIES, else json)", valueName: "format"))
    var format: RelabelFormat?

    func validate() throws {
        if series.isEmpty, rules.file == "-" {
            throw ValidationError("standard input cannot hold both the rules and the series")
        }
        if series.isEmpty, format == .text { throw ValidationError("--format text needs a SERIES") }
    }

    func run() throws {
        let labels = try series.map(SeriesArgument.labels(of:))
        let relabelling = try rules.read().relabelling
        if series.isEmpty {
            let status = answerRequests(relabelling)
            if status != .success { throw status }
            return
        }
        if format == .json {
            var answers = RelabelApplyAnswers(relabelling)
            for labels in labels { answers.answer(labels) }
            answers.flush()
            return
        }
        var out = ByteWriter(to: .standardOutput())
        for labels in labels {
            switch relabelling.apply(labels) {
            case .kept(let labels): out.write(SeriesNotation.text(labels) + "\n")
            case .dropped(let step):
                out.write("dropped by rule \(step + 1) (\(relabelling.steps[step].action.rawValue))\n")
            }
        }
        out.flush()
    }

    private func answerRequests(_ relabelling: Relabelling) -> ExitStatus {
        var answers = RelabelApplyAnswers(relabelling)
        let read = JSONLineRequests(example: #"{"labels": {"__name__": "up"}}"#).forEach { line, number, mustFlush in
            switch line {
            case .fault(let message): answers.refuse(message)
            case .members(let members):
                if case .members(let labels)? = members["labels"] {
                    answers.answer(labels.map { Label($0.name, $0.value) })
                } else {
                    answers.refuse(
                        "line \(number): expected {\"labels\": {...}} with the labels' values as strings")
                }
            }
            if mustFlush { answers.flush() }
            return !answers.isClosed
        }
        answers.flush()
        return read == .success ? answers.status : read
    }
}

enum RelabelFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json
}

/// Answers of `cardscan relabel apply` for programs: one JSON object a line.
///
///     {"labels": {"name": "value", ...}}
///     {"dropped": true, "by": 2}
///     {"error": "..."}                  to what is no request
struct RelabelApplyAnswers {
    private let relabelling: Relabelling
    private var json = JSONWriter(ByteWriter(to: .standardOutput()), linedDepth: 0)
    private(set) var status = ExitStatus.success

    init(_ relabelling: Relabelling) { self.relabelling = relabelling }

    /// Whether nobody reads on.
    var isClosed: Bool { json.isClosed }

    mutating func answer(_ labels: [Label]) {
        let outcome = relabelling.apply(labels)
        json.object { json in
            switch outcome {
            case .kept(let labels): RelabelJSON.write(labels, "labels", to: &json)
            case .dropped(let step):
                json.member("dropped", true)
                json.member("by", step + 1)
            }
        }
        json.endLine()
    }

    mutating func refuse(_ message: String) {
        status = .failure
        json.object { $0.member("error", message) }
        json.endLine()
    }

    mutating func flush() { json.flush() }
}

/// Labels in JSON.
enum RelabelJSON {
    static func write(_ labels: [Label], _ key: String, to json: inout JSONWriter) {
        json.name(key)
        write(labels, to: &json)
    }

    static func write(_ labels: [Label], to json: inout JSONWriter) {
        json.object { json in
            for label in labels {
                json.name(label.nameText)
                label.value.withUnsafeBytes { json.value($0) }
            }
        }
    }

    static func write(_ bytes: [UInt8]?, _ key: String, to json: inout JSONWriter) {
        guard let bytes else { return json.null(key) }
        json.name(key)
        bytes.withUnsafeBytes { json.value($0) }
    }
}
