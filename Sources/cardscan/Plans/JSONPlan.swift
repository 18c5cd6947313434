import Cardinality
import Propose
import Relabel
import TSDB

/// A plan for programs: version 1 of docs/plan.schema.json. Fields may be added, the others keep their names.
struct JSONPlan {
    static let schemaVersion = 1
    private let plan: Plan
    private let settings: ReportSettings

    init(_ plan: Plan, _ settings: ReportSettings) {
        self.plan = plan
        self.settings = settings
    }

    func write(to out: inout ByteWriter) {
        var json = JSONWriter(out)
        json.object { json in
            json.member("schema_version", Self.schemaVersion)
            json.array("sources") { json in for source in plan.sources { json.value(source) } }
            if let window = plan.window {
                json.object("window") {
                    $0.member("min_time", Int(window.minTime))
                    $0.member("max_time", Int(window.maxTime))
                    $0.member("active_within", Int(window.activeWithin))
                }
            } else {
                json.null("window")
            }
            writeTotals(&json)
            json.array("proposals") { json in for proposal in plan.proposals { write(proposal, &json) } }
            if let sentAway = plan.sentAway {
                json.object("remote_write") { json in
                    json.member("url", sentAway.url)
                    json.member("series", sentAway.series)
                    json.array("metrics") { json in for metric in sentAway.metrics { json.value(metric) } }
                    json.array("rules") { json in for rule in sentAway.rules { write(rule, &json) } }
                }
            } else {
                json.null("remote_write")
            }
            if let proof = plan.proof {
                json.object("proof") { json in
                    json.member("expressions", proof.expressions)
                    json.member("same", proof.same)
                    json.member("undecided", proof.undecided)
                    json.array("changes") { json in
                        for change in proof.changes {
                            json.object { json in
                                json.object("reader") { members(of: change.reader, &$0) }
                                json.member("reason", change.reason)
                            }
                        }
                    }
                }
            } else {
                json.null("proof")
            }
            json.array("limits") { json in for limit in plan.limits { write(limit, &json) } }
            json.array("sharding") { json in for advice in plan.sharding { write(advice, &json) } }
            json.array("unknowns") { json in for text in plan.unknowns { json.value(text) } }
            json.array("unknown_readers") { json in for reader in plan.unknownReaders { write(reader, &json) } }
            json.array("advice") { json in for text in plan.advice { json.value(text) } }
            json.array("warnings") { json in
                for diagnostic in plan.diagnostics {
                    json.object {
                        $0.member("severity", diagnostic.severity.rawValue)
                        $0.member("file", diagnostic.file)
                        $0.member("offset", diagnostic.offset.map { Int(clamping: $0) })
                        $0.member("message", diagnostic.message)
                    }
                }
            }
        }
        out = json.finish()
    }

    private func writeTotals(_ json: inout JSONWriter) {
        json.object("totals") { json in
            json.member("series_before", plan.before.series)
            json.member("series_after", plan.after.series)
            json.member("active_before", plan.before.active)
            json.member("active_after", plan.after.active)
            json.member("out_of_reach", plan.outOfReach)
            json.member("target", plan.target)
            json.member("reaches_target", plan.reachesTarget)
            let saved = plan.before.active.flatMap { before in plan.after.active.map { before - $0 } }
            let memory = saved.map { MemoryEstimate(activeSeries: $0) }
            json.member("memory_saved_low_bytes", memory?.lowBytes)
            json.member("memory_saved_high_bytes", memory?.highBytes)
            json.member("money_saved", settings.price.flatMap { price in saved.map { price.amount(of: $0) } })
            json.member("currency", settings.price?.currency)
        }
    }

    private func write(_ proposal: Proposal, _ json: inout JSONWriter) {
        json.object { json in
            json.member("id", proposal.id)
            json.member("kind", proposal.kind.rawValue)
            json.member("chosen", proposal.isChosen)
            json.member("verdict", proposal.verdict.kind.rawValue)
            json.member("summary", proposal.summary)
            json.array("rules") { json in for rule in proposal.rules { write(rule, &json) } }
            json.array("metrics") { json in for metric in proposal.metrics { json.value(metric) } }
            json.array("labels") { json in for label in proposal.labels { json.value(label) } }
            json.array("jobs") { json in for job in proposal.jobs { json.value(job) } }
            write(proposal.savings, proposal.transientSeries, &json)
            json.array("reasons") { json in for reason in proposal.verdict.reasons { json.value(reason) } }
            json.array("readers") { json in for reader in proposal.verdict.readers { write(reader, &json) } }
            json.array("examples") { json in
                for example in proposal.examples {
                    json.object { json in
                        json.member("overlapping", example.overlaps)
                        json.member("within_target", example.isWithinTarget)
                        json.array("before") { json in
                            for labels in example.before { RelabelJSON.write(labels, to: &json) }
                        }
                        RelabelJSON.write(example.after, "after", to: &json)
                    }
                }
            }
            json.array("alternatives") { json in
                for alternative in proposal.alternatives {
                    json.object {
                        $0.member("kind", alternative.kind.rawValue)
                        $0.member("text", alternative.text)
                    }
                }
            }
            json.array("scopes") { json in
                for scope in proposal.scopes {
                    json.object {
                        $0.member("job", scope.job)
                        $0.member("file", scope.path)
                        $0.member("line", scope.line)
                    }
                }
            }
            json.array("notes") { json in for note in proposal.notes { json.value(note) } }
        }
    }

    private func write(_ savings: Savings, _ transient: Int, _ json: inout JSONWriter) {
        json.object("savings") { json in
            json.member("series", savings.series)
            json.member("active", savings.active)
            json.member("succeeding", savings.succeeding)
            json.member("merged_within_target", savings.mergedWithinTarget)
            json.member("merged_across_targets", savings.mergedAcrossTargets)
            json.member("transient", transient)
            json.array("targets") { json in
                let targets = savings.largestTargets
                for (target, series) in targets.prefix(settings.rows() ?? targets.count) {
                    json.object {
                        $0.member("job", target.job)
                        $0.member("instance", target.instance)
                        $0.member("series", series)
                    }
                }
            }
            json.array("jobs") { json in
                for (job, series) in savings.jobs {
                    json.object {
                        $0.member("job", job)
                        $0.member("series", series)
                    }
                }
            }
        }
    }

    /// With the keys of prometheus.yml.
    private func write(_ rule: RelabelRule, _ json: inout JSONWriter) {
        json.object { json in
            if rule.written.contains(.sourceLabels) {
                json.array("source_labels") { json in
                    for label in rule.sourceLabels { json.value(String(decoding: label, as: UTF8.self)) }
                }
            }
            if rule.written.contains(.regex) { json.member("regex", rule.regex) }
            if rule.written.contains(.targetLabel) {
                json.member("target_label", String(decoding: rule.targetLabel, as: UTF8.self))
            }
            if rule.written.contains(.replacement) {
                json.member("replacement", String(decoding: rule.replacement, as: UTF8.self))
            }
            json.member("action", rule.action?.rawValue ?? "replace")
        }
    }

    private func write(_ reader: NamedReader, _ json: inout JSONWriter) {
        json.object { members(of: reader, &$0) }
    }

    private func members(of reader: NamedReader, _ json: inout JSONWriter) {
        json.member("owner", reader.owner)
        json.member("file", reader.path)
        json.member("line", reader.line)
        json.array("through") { json in for rule in reader.through { json.value(rule) } }
    }

    private func write(_ limit: JobLimits, _ json: inout JSONWriter) {
        json.object {
            $0.member("job", limit.job)
            $0.member("series", limit.series)
            $0.member("labels", limit.labels)
            $0.member("label_value_length", limit.valueLength)
            $0.member("samples", limit.samples?.most)
            $0.member("sample_limit", limit.samples?.limit)
            $0.member("label_limit", limit.labelLimit)
            $0.member("label_value_length_limit", limit.valueLengthLimit)
        }
    }

    private func write(_ advice: ShardAdvice, _ json: inout JSONWriter) {
        json.object { json in
            json.member("label", advice.label)
            json.array("shards") { json in
                for shard in advice.shards {
                    json.object {
                        $0.member("name", shard.name)
                        $0.member("series", shard.series)
                    }
                }
            }
        }
    }
}
