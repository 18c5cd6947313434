import Manifests
import PromQL
import Regex
import Relabel

/// `source_labels: [le], regex: "1"`: Prometheus 3 writes bounds as `1.0`.
enum RelabelledBucketBound: Check {
    static let info = CheckInfo(
        "relabel/integer-bucket-bound", .warning,
        summary: "A relabelling rule names an integer `le` or `quantile`, which Prometheus 3 never sees.",
        rationale: """
            Since 3.0 Prometheus writes the bounds of buckets and quantiles as floats while it scrapes, before \
            `metric_relabel_configs`: `1` becomes `1.0`. A rule that drops `le="1"` drops nothing any more.

            Write `1\\.0`, or `1(\\.0)?` while servers of both generations read the file.
            """,
        faulty: [
            Example(
                file: """
                    scrape_configs:
                      - job_name: api
                        metric_relabel_configs:
                          - source_labels: [__name__, le]
                            regex: ↓http_request_duration_seconds_bucket;(0\\.5|1|2\\.5)
                            action: drop
                    """, path: "prometheus.yml"),
            Example(
                file: """
                    scrape_configs:
                      - job_name: api
                        metric_relabel_configs:
                          - source_labels: [le]
                            regex: ↓"5|10"
                            action: drop
                    """, path: "prometheus.yml"),
        ],
        clean: [
            Example(
                file: """
                    scrape_configs:
                      - job_name: api
                        metric_relabel_configs:
                          - source_labels: [le]
                            regex: 1\\.5e\\+06|1500000
                            action: drop
                    """, path: "prometheus.yml", note: "From a million on bounds have an exponent."),
            Example(
                file: """
                    scrape_configs:
                      - job_name: api
                        metric_relabel_configs:
                          - source_labels: [__name__, le]
                            regex: http_request_duration_seconds_bucket;(0\\.5|1(\\.0)?|2\\.5)
                            action: drop
                    """, path: "prometheus.yml"),
        ])

    static func visit(_ file: ManifestFile, _ context: inout FileContext) {
        guard context.settings.language.version >= Version(3, 0) else { return }
        for list in file.contents.flatMap(\.relabelLists) where list.place.isOnSamples {
            for located in list.rules {
                guard let rule = located.rule, let scalar = located.regex, !rule.separator.isEmpty,
                    let position = rule.sourceLabels.firstIndex(where: { Self.isBound($0) }),
                    let values = (try? rule.compiledRegex())?.onlyValues
                else { continue }
                let separator = String(decoding: rule.separator, as: UTF8.self)
                let bounds = values.compactMap { value -> String? in
                    let parts = value.split(separator: separator, omittingEmptySubsequences: false)
                    return parts.count == rule.sourceLabels.count ? String(parts[position]) : nil
                }
                let known = Set(bounds)
                guard let dead = bounds.first(where: { StoredBound.text(of: $0).map { !known.contains($0) } ?? false }),
                    let float = StoredBound.text(of: dead)
                else { continue }
                let label = String(decoding: rule.sourceLabels[position], as: UTF8.self)
                context.report(
                    "Prometheus 3 writes \(label)=\"\(float)\": the pattern's `\(dead)` never matches",
                    at: scalar.fileRange,
                    advice: float == "\(dead).0"
                        ? "write `\(dead)(\\.0)?`"
                        : "write `(\(dead)|\(float.replacing(".", with: "\\.").replacing("+", with: "\\+")))`")
            }
        }
    }

    private static func isBound(_ label: [UInt8]) -> Bool {
        label.elementsEqual("le".utf8) || label.elementsEqual("quantile".utf8)
    }
}
