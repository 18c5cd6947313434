import ArgumentParser
import Glibc
import Relabel

/// `cardscan relabel explain`
struct RelabelExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Follow one series through rules, step by step.",
        usage: "cardscan relabel explain [<options>] <file> <series>",
        discussion: """
            EXAMPLES:
              cardscan relabel explain rules.yml 'up{job="node", instance="a:9100"}'
              cardscan relabel explain prometheus.yml --job node 'up{instance="a:9100"}'
            """)

    @OptionGroup(title: "Which rules") var rules: RelabelListArguments

    @Argument(help: ArgumentHelp("The series, in quotes: 'up{job=\"node\"}'.", valueName: "series"))
    var series: String

    @OptionGroup(title: "What to show") var result: RelabelResultArguments
    @OptionGroup(title: "What to show") var output: OutputArguments

    func run() throws {
        let labels = try SeriesArgument.labels(of: series)
        let configuration = try Configuration.find()
        let chosen = try rules.read()
        let trace = chosen.relabelling.trace(labels)
        try output.write { writer in
            switch result.format {
            case .json:
                var json = JSONWriter(writer)
                RelabelTraceJSON(chosen: chosen, trace: trace).write(labels, to: &json)
                writer = json.finish()
            case .text:
                for line in RelabelTraceText(chosen: chosen, trace: trace).lines(labels) {
                    writer.write(line.rendered(inColor: output.usesColor(configuration)) + "\n")
                }
            }
        }
    }
}

/// A trace for programs.
///
///     {"schema_version": 1, "series": {...}, "steps": [{"rule", "line", "action", "joined", "matched", "groups": [],
///      "condition_holds" (of a rule with `if`), "matched_names": [], "invalid_target", "before": {}, "after": {} or null}], "labels": {} or null, "dropped_by"}
struct RelabelTraceJSON {
    let chosen: ChosenRelabelList
    let trace: RelabelTrace

    func write(_ labels: [Label], to json: inout JSONWriter) {
        json.object { json in
            json.member("schema_version", 1)
            RelabelJSON.write(labels, "series", to: &json)
            json.array("steps") { json in for step in trace.steps { write(step, to: &json) } }
            switch trace.outcome {
            case .kept(let labels):
                RelabelJSON.write(labels, "labels", to: &json)
                json.null("dropped_by")
            case .dropped(let step):
                json.null("labels")
                json.member("dropped_by", step + 1)
            }
        }
    }

    private func write(_ step: RelabelTrace.Step, to json: inout JSONWriter) {
        json.object { json in
            json.member("rule", step.index + 1)
            json.member("line", chosen.line(of: step.index))
            json.member("action", step.action.rawValue)
            RelabelJSON.write(step.joined, "joined", to: &json)
            json.member("matched", step.isMatch)
            if let meets = step.meetsCondition { json.member("condition_holds", meets) }
            json.array("groups") { json in
                for capture in step.captures {
                    if let capture { capture.withUnsafeBytes { json.value($0) } } else { json.null() }
                }
            }
            json.array("matched_names") { json in
                for name in step.matchedNames { name.withUnsafeBytes { json.value($0) } }
            }
            RelabelJSON.write(step.invalidTarget, "invalid_target", to: &json)
            RelabelJSON.write(step.before, "before", to: &json)
            if let after = step.after { RelabelJSON.write(after, "after", to: &json) } else { json.null("after") }
        }
    }
}
