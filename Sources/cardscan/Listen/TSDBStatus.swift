import Cardinality
import Receiver

/// Prometheus' `/api/v1/status/tsdb`, so that what reads it from a server can read it from a stream.
///
/// Form: web/api/v1/api.go of prometheus/prometheus. There are no chunks here; `memoryInBytesByLabelName` is, as
/// there, the bytes of the distinct values of each label.
struct TSDBStatus {
    private let report: CardinalityReport
    private let limit: Int

    private static let standardLimit = 10

    init(_ report: CardinalityReport, limit: Int?) {
        self.report = report
        self.limit = limit.flatMap { $0 > 0 ? $0 : nil } ?? Self.standardLimit
    }

    var reply: Reply {
        var json = JSONWriter(ByteWriter(), linedDepth: 0)
        json.object { json in
            json.member("status", "success")
            json.object("data") { json in
                json.object("headStats") { json in
                    json.member("numSeries", report.totals.counts.series)
                    json.member("numLabelPairs", report.totals.labelPairs)
                    json.member("chunkCount", 0)
                    json.member("minTime", Int(report.window?.minTime ?? 0))
                    json.member("maxTime", Int(report.window?.maxTime ?? 0))
                }
                write("seriesCountByMetricName", report.metrics.map { ($0.name, $0.counts.series) }, &json)
                write("labelValueCountByLabelName", report.labels.map { ($0.name, $0.values) }, &json)
                write("memoryInBytesByLabelName", report.labels.map { ($0.name, $0.valueBytes) }, &json)
                json.array("seriesCountByLabelValuePair") { json in
                    for pair in report.labelPairs.prefix(limit) {
                        let name = report.labels[pair.label].name
                        write("\(name)=\(report.text(of: pair.value))", pair.counts.series, &json)
                    }
                }
            }
        }
        return .json(json.finish().bytes)
    }

    private func write(_ key: String, _ rows: [(name: String, value: Int)], _ json: inout JSONWriter) {
        json.array(key) { json in
            for row in rows.sorted(by: { $0.value > $1.value }).prefix(limit) { write(row.name, row.value, &json) }
        }
    }

    private func write(_ name: String, _ value: Int, _ json: inout JSONWriter) {
        json.object { json in
            json.member("name", name)
            json.member("value", value)
        }
    }
}
