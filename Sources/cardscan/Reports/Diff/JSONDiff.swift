import Cardinality
import TSDB

/// A comparison for programs: version 1 of docs/diff.schema.json. Fields may be added, the others keep their names.
struct JSONDiff {
    static let schemaVersion = 1

    private let rows: DiffRows
    private var diff: CardinalityDiff { rows.diff }

    init(_ rows: DiffRows) { self.rows = rows }

    func write(to out: inout ByteWriter) {
        var json = JSONWriter(out)
        json.object { json in
            json.member("schema_version", Self.schemaVersion)
            json.member("limit", rows.settings.rows() ?? 0)
            json.member("compares", diff.basis.rawValue)
            json.object("old") { write(diff.old, &$0) }
            json.object("new") { write(diff.new, &$0) }
            json.object("totals") { write(diff.counts, &$0) }
            json.array("changes", writeChanges)
            json.array("metrics", writeMetrics)
            json.array("labels", writeLabels)
            json.array("groups", writeGroups)
            json.array("unknowns") { json in for text in diff.unknowns { json.value(text) } }
            json.array("warnings", writeDiagnostics)
        }
        out = json.finish()
    }

    private func write(_ side: DiffSide, _ json: inout JSONWriter) {
        json.array("sources") { json in
            for source in side.sources {
                json.object { json in
                    json.member("path", source.path)
                    json.member("kind", source.kind.rawValue)
                    json.member("series", source.series)
                    json.member("min_time", source.minTime.map { Int($0) })
                    json.member("max_time", source.maxTime.map { Int($0) })
                }
            }
        }
        if let window = side.window {
            json.object("window") {
                $0.member("min_time", Int(window.minTime))
                $0.member("max_time", Int(window.maxTime))
            }
        } else {
            json.null("window")
        }
        json.member("metrics", side.metrics)
        json.member("label_names", side.labelNames)
        json.member("label_pairs", side.labelPairs)
        json.array("left_out") { json in
            for part in side.leftOut {
                json.object {
                    $0.member("path", part.path)
                    $0.member("reason", part.reason)
                }
            }
        }
    }

    private func write(_ counts: DiffCounts, _ json: inout JSONWriter) {
        json.member("series_before", counts.before)
        json.member("series_after", counts.after)
        json.member("growth", counts.growth)
        json.member("new_series", counts.added)
        json.member("gone_series", counts.gone)
        json.member("kept_series", counts.kept)
        json.member("renamed_series", counts.renamed)
        json.member("replaced_series", counts.replaced)
        json.member("grown_series", counts.grown)
        json.member("lost_series", counts.lost)
    }

    private func write(_ values: ValueCounts, _ json: inout JSONWriter) {
        json.member("values_before", values.before)
        json.member("values_after", values.after)
        json.member("new_values", values.added)
        json.member("gone_values", values.gone)
    }

    private func writeChanges(_ json: inout JSONWriter) {
        for change in diff.changes.prefix(rows.settings.rows() ?? .max) {
            json.object { json in
                json.member("kind", change.kind.rawValue)
                json.member("label", change.label)
                json.member("from", change.from)
                json.member("to", change.to)
                json.member("at_end", change.atEnd)
                json.array("metrics") { json in for metric in change.metrics { json.value(metric) } }
                json.member("series_before", change.before)
                json.member("series_after", change.after)
            }
        }
    }

    private func writeMetrics(_ json: inout JSONWriter) {
        for row in rows.metricOrder {
            if json.isClosed { return }
            let metric = diff.metrics[row]
            json.object { json in
                json.member("name", metric.name)
                json.member("renamed_from", metric.renamedFrom)
                json.member("renamed_to", metric.renamedTo)
                write(metric.counts, &json)
                json.array("causes") { json in
                    for cause in metric.causes { json.object { write(cause, &$0) } }
                }
                json.member("new_combinations", metric.newCombinations)
                json.array("labels") { json in
                    for label in metric.labels {
                        json.object {
                            $0.member("name", label.name)
                            write(label.values, &$0)
                        }
                    }
                }
            }
        }
    }

    private func write(_ cause: GrowthCause, _ json: inout JSONWriter) {
        json.array("labels") { json in for label in cause.labels { json.value(label) } }
        json.member("new_values", cause.values)
        json.member("series", cause.series)
        json.array("examples") { json in
            for value in cause.examples { write(value, &json) }
        }
    }

    private func writeLabels(_ json: inout JSONWriter) {
        for label in diff.labels.prefix(rows.settings.rows() ?? .max) {
            if json.isClosed { return }
            json.object { json in
                json.member("name", label.name)
                write(label.values, &json)
                json.member("explained_series", label.explained)
                json.array("top_values") { json in
                    for (value, series) in label.topValues {
                        json.object { json in
                            json.name("value")
                            write(value, &json)
                            json.member("grown_series", series)
                        }
                    }
                }
            }
        }
    }

    private func writeGroups(_ json: inout JSONWriter) {
        for row in rows.groupOrder {
            if json.isClosed { return }
            let group = diff.groups[row]
            json.object { json in
                json.object("by") { json in
                    // To Prometheus a label that is absent and one that is empty are the same.
                    for (name, value) in zip(diff.groupedBy, group.values) { json.member(name, value ?? "") }
                }
                write(group.counts, &json)
                json.member("top_metric", group.topMetric)
                json.member("top_metric_grown", group.topMetricGrown)
            }
        }
    }

    private func writeDiagnostics(_ json: inout JSONWriter) {
        for diagnostic in diff.diagnostics {
            json.object {
                $0.member("severity", diagnostic.severity.rawValue)
                $0.member("file", diagnostic.file)
                $0.member("offset", diagnostic.offset.map { Int(clamping: $0) })
                $0.member("message", diagnostic.message)
            }
        }
    }

    /// A label value, without making a string of it.
    private func write(_ value: UInt32, _ json: inout JSONWriter) {
        diff.symbols.withBytes(of: value) { json.value($0) }
    }
}
