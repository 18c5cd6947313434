import Cardinality
import TSDB

/// The report as JSON, version 1 of the schema in docs/report.schema.json: fields may be added, the others keep their
/// names.
struct JSONReport {
    static let schemaVersion = 1

    let report: CardinalityReport
    let settings: ReportSettings

    init(_ report: CardinalityReport, _ settings: ReportSettings) {
        self.report = report
        self.settings = settings
    }

    func write(to out: inout ByteWriter) {
        var json = JSONWriter(out)
        json.object { json in
            json.member("schema_version", Self.schemaVersion)
            json.member("limit", settings.rows() ?? 0)
            json.member("targets", report.targets)
            writeWindow(&json)
            json.object("totals", writeTotals)
            json.array("metrics", writeMetrics)
            json.array("labels", writeLabels)
            json.array("label_pairs", writePairs)
            json.array("groups", writeGroups)
            if let detail = report.metricDetail {
                json.object("metric_detail") { writeDetail(detail, &$0) }
            } else {
                json.null("metric_detail")
            }
            writeCollisions(&json)
            json.array("sources", writeSources)
            json.array("left_out") { json in
                for part in report.leftOut {
                    json.object {
                        $0.member("path", part.path)
                        $0.member("reason", part.reason)
                    }
                }
            }
            json.array("warnings", writeDiagnostics)
        }
        out = json.finish()
    }

    private func writeWindow(_ json: inout JSONWriter) {
        guard let window = report.window else { return json.null("window") }
        json.object("window") {
            $0.member("min_time", Int(window.minTime))
            $0.member("max_time", Int(window.maxTime))
            $0.member("active_within", Int(window.activeWithin))
        }
    }

    private func writeGroups(_ json: inout JSONWriter) {
        for row in report.groupOrder(settings) {
            let group = report.groups[row]
            json.object { json in
                json.object("by") { json in
                    for (name, value) in zip(report.groupedBy, group.values) {
                        json.name(name)
                        // To Prometheus a label that is absent and one that is empty are the same.
                        if let value { write(value, &json) } else { json.value("") }
                    }
                }
                write(group.counts, &json)
                json.member("top_metric", group.topMetric)
                json.member("top_metric_series", group.topMetricSeries)
            }
        }
    }

    private func writeCollisions(_ json: inout JSONWriter) {
        guard let collisions = report.collisions else { return json.null("collisions") }
        json.object("collisions") { json in
            json.member("samples", collisions.samples)
            json.member("series", collisions.series)
            json.array("examples") { json in
                for example in collisions.examples {
                    json.object { json in
                        json.member("series", example.series)
                        json.member("time", Int(example.time))
                        json.array("values") { json in
                            for value in example.values { json.value(value) }
                        }
                    }
                }
            }
        }
    }

    private func writeSources(_ json: inout JSONWriter) {
        for source in report.sources {
            json.object { json in
                json.member("path", source.path)
                json.member("kind", source.kind.rawValue)
                json.member("series", source.series)
                json.member("min_time", source.minTime.map { Int($0) })
                json.member("max_time", source.maxTime.map { Int($0) })
                json.member("samples", source.samples)
                json.object("bytes") { write(source.sizes, &$0) }
                json.array("notes") { json in
                    for note in source.notes { json.value(note) }
                }
            }
        }
    }

    private func writeDiagnostics(_ json: inout JSONWriter) {
        for diagnostic in report.diagnostics {
            json.object { json in
                json.member("severity", diagnostic.severity.rawValue)
                json.member("file", diagnostic.file)
                json.member("offset", diagnostic.offset.map { Int(clamping: $0) })
                json.member("message", diagnostic.message)
            }
        }
    }

    /// A label value, without making a string of it.
    func write(_ value: UInt32, _ json: inout JSONWriter) {
        report.symbols.withBytes(of: value) { json.value($0) }
    }

    func write(_ counts: SeriesCounts, _ json: inout JSONWriter) {
        json.member("series", counts.series)
        json.member("active_series", counts.active)
        json.member("new_series", counts.new)
        json.member("gone_series", counts.gone)
    }

    func write(_ sizes: PartSizes, _ json: inout JSONWriter) {
        json.member("index", sizes.index)
        json.member("chunks", sizes.chunks)
        json.member("wal", sizes.wal)
        json.member("tombstones", sizes.tombstones)
        json.member("total", sizes.total)
    }
}
