import Manifests
import Propose
import Relabel

/// The result of `relabel test` for programs.
///
///     {"schema_version": 1, "file", "list": {"key", "owner"}, "milliseconds", "relabelling_milliseconds",
///      "series": {"before", "dropped", "changed", "merged", "after", "out_of_reach", "nameless", "emptied",
///                 "overlapping_sets", "unclear_sets", "succeeding_sets", "regex_evaluations"} or null,
///      "rules": [{"rule", "line", "action", "reached", "matched", "dropped", "changed", "merged", "note"}],
///      "merges": [{"series", "overlapping", "unclear", "before": [{}], "after": {}}],
///      "tests": [{"file", "line", "name", "passed", "series": {}, "expected": {} or null, "got": {} or null,
///                 "dropped_by"}]}
///
/// `note` is null, not_reached, never_matches, shadowed or matches_everything. `milliseconds` is the time that replaying
/// took, reading the series included; of these `relabelling_milliseconds` are
/// processor time of the rules themselves.
struct RelabelTestJSON {
    let result: RelabelTestResult

    func write(to out: inout ByteWriter) {
        var json = JSONWriter(out)
        json.object { json in
            json.member("schema_version", 1)
            json.member("file", result.list?.path)
            json.object("list") { json in
                json.member("key", result.list?.list.key)
                json.member("owner", result.list?.list.owner)
            }
            if let replay = result.replay, let chosen = result.list {
                json.member("milliseconds", result.milliseconds)
                json.member("relabelling_milliseconds", replay.nanoseconds / 1_000_000)
                write(replay, chosen, to: &json)
            } else {
                json.null("series")
            }
            json.array("tests") { json in for fixture in result.fixtures { write(fixture, to: &json) } }
        }
        out = json.finish()
    }

    private func write(_ replay: RelabelReplay, _ chosen: ChosenRelabelList, to json: inout JSONWriter) {
        json.object("series") { json in
            json.member("before", replay.before)
            json.member("dropped", replay.dropped)
            json.member("changed", replay.changed)
            json.member("merged", replay.merged)
            json.member("after", replay.after)
            json.member("out_of_reach", replay.outOfReach)
            json.member("nameless", replay.nameless)
            json.member("emptied", replay.emptied)
            json.member("overlapping_sets", replay.overlappingSets)
            json.member("unclear_sets", replay.unclearSets)
            json.member("succeeding_sets", replay.succeedingSets)
            json.member("regex_evaluations", replay.evaluations)
        }
        json.array("rules") { json in
            for (index, step) in replay.steps.enumerated() {
                let action = chosen.relabelling.steps[index].action
                json.object { json in
                    json.member("rule", index + 1)
                    json.member("line", chosen.line(of: index))
                    json.member("action", action.rawValue)
                    json.member("reached", step.tally.reached)
                    json.member("matched", step.tally.matched)
                    json.member("dropped", step.tally.dropped)
                    json.member("changed", step.tally.changed)
                    json.member("merged", step.merged)
                    json.member("note", RelabelStepNote(step, action)?.rawValue)
                }
            }
        }
        json.array("merges") { json in
            for merge in replay.examples {
                json.object { json in
                    json.member("series", merge.count)
                    json.member("overlapping", merge.succession == .overlapping)
                    json.member("unclear", merge.succession == .unclear)
                    json.member("at_once", merge.meeting?.count)
                    json.array("before") { json in
                        for labels in merge.before { RelabelJSON.write(labels, to: &json) }
                    }
                    RelabelJSON.write(merge.after, "after", to: &json)
                }
            }
        }
    }

    private func write(_ fixture: FixtureResult, to json: inout JSONWriter) {
        json.object { json in
            json.member("file", fixture.file)
            json.member("line", fixture.test.line)
            json.member("name", fixture.test.name)
            json.member("passed", fixture.isPassed)
            RelabelJSON.write(fixture.test.labels, "series", to: &json)
            if let expected = fixture.expected {
                RelabelJSON.write(expected, "expected", to: &json)
            } else {
                json.null("expected")
            }
            switch fixture.outcome {
            case .kept(let labels):
                RelabelJSON.write(labels, "got", to: &json)
                json.null("dropped_by")
            case .dropped(let step):
                json.null("got")
                json.member("dropped_by", step + 1)
            }
        }
    }
}
