import ArgumentParser
import Relabel

/// `cardscan relabel apply`
struct RelabelApplyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Show what rules make of series.",
        usage: "cardscan relabel apply [<options>] <file> [<series> ...]",
        discussion: """
            Without SERIES it answers requests on standard input, one JSON object a line:
              {"labels": {"__name__": "up", "pod": "a-1"}}
              {"labels": {"__name__": "up"}}
              {"dropped": true, "by": 2}
            "by" is the rule that drops the series, counted from 1.

            EXAMPLES:
              cardscan relabel apply rules.yml 'up{job="node", pod="a-1"}'
              cardscan relabel apply prometheus.yml --job node < series.jsonl

            EXIT STATUS: 0 done, 2 wrong usage, invalid rules or a faulty request
            """)

    @OptionGroup(title: "Which rules") var rules: RelabelListArguments

    @Argument(help: ArgumentHelp("Series, each in quotes: 'up{job=\"node\"}'.", valueName: "series"))
    var series: [String] = []

    @OptionGroup(title: "What to show") var result: RequestFormatArguments

    func validate() throws {
        if series.isEmpty, rules.file == "-" {
            throw ValidationError("standard input cannot hold both the rules and the series")
        }
        if series.isEmpty, result.format == .text { throw ValidationError("--format text needs a SERIES") }
    }

    func run() throws {
        let labels = try series.map(SeriesArgument.labels(of:))
        let relabelling = try rules.read().relabelling
        if series.isEmpty { return try answerRequests(relabelling) }
        if result.format == .json {
            var answers = RelabelApplyAnswers(relabelling)
            for labels in labels { answers.answer(labels) }
            return try answers.lines.finish()
        }
        try OutputArguments.write { out in
            for labels in labels {
                switch relabelling.apply(labels) {
                case .kept(let labels): out.write(SeriesNotation.text(labels) + "\n")
                case .dropped(let step):
                    out.write("dropped by rule \(step + 1) (\(relabelling.steps[step].action.rawValue))\n")
                }
            }
        }
    }

    private func answerRequests(_ relabelling: Relabelling) throws {
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
            if mustFlush { answers.lines.flush() }
            return !answers.lines.isClosed
        }
        try answers.lines.finish(after: read)
    }
}

enum RelabelFormat: String, Choice {
    case text, json
}

/// How a result is written.
struct RelabelResultArguments: ParsableArguments {
    @Option(
        name: .shortAndLong, help: .choice(RelabelFormat.self, " (default: text)", valueName: "format"),
        completion: RelabelFormat.completion, transform: RelabelFormat.init(parsing:))
    var format: RelabelFormat = .text
}

/// How is answered what stands on the command line or is asked on standard input.
struct RequestFormatArguments: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: .choice(RelabelFormat.self, " (default: text; for requests json)", valueName: "format"),
        completion: RelabelFormat.completion, transform: RelabelFormat.init(parsing:))
    var format: RelabelFormat?
}

/// Answers of `cardscan relabel apply` for programs: one JSON object a line.
///
///     {"labels": {"name": "value", ...}}
///     {"dropped": true, "by": 2}
///     {"error": "..."}                  to what is no request
struct RelabelApplyAnswers {
    private let relabelling: Relabelling
    var lines = JSONLineAnswers()

    init(_ relabelling: Relabelling) { self.relabelling = relabelling }

    mutating func answer(_ labels: [Label]) {
        let outcome = relabelling.apply(labels)
        lines.answer { json in
            switch outcome {
            case .kept(let labels): RelabelJSON.write(labels, "labels", to: &json)
            case .dropped(let step):
                json.member("dropped", true)
                json.member("by", step + 1)
            }
        }
    }

    mutating func refuse(_ message: String) { lines.answer(.failure) { $0.member("error", message) } }
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
