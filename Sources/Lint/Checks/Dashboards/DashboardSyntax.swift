import Manifests
import PromQL

/// A dashboard's query that no Prometheus would answer.
enum DashboardSyntax: Check {
    static let info = CheckInfo(
        "dashboard/syntax", .error,
        summary: "A query of a Grafana dashboard is not valid PromQL, whatever its variables are.",
        rationale: """
            A panel whose query cannot be parsed shows an error in place of its graph, and only to those who look at it.

            Variables are taken for whatever fits where they stand. A query that has one where anything could stand, an \
            operator or a whole part of the query, is not judged.
            """,
        faulty: [
            Example(
                file: #"""
                    {
                      "title": "API", "schemaVersion": 39,
                      "panels": [
                        {
                          "title": "Requests", "type": "timeseries",
                          "datasource": {"type": "prometheus", "uid": "main"},
                          "targets": [{"expr": "sum(rate(http_requests_total{job=\"$job\"}[5m])↓"}]
                        }
                      ]
                    }
                    """#, path: "dashboard.json")
        ],
        clean: [
            Example(
                file: #"""
                    {
                      "title": "API", "schemaVersion": 39,
                      "panels": [
                        {
                          "title": "Requests", "type": "timeseries",
                          "datasource": {"type": "prometheus", "uid": "main"},
                          "targets": [
                            {"expr": "sum by ($by) (rate(http_requests_total{job=~\"$job\"}[$__rate_interval]))"},
                            {"expr": "topk($n, ${metric:raw})"}
                          ]
                        },
                        {
                          "title": "Logs", "type": "logs",
                          "datasource": {"type": "loki", "uid": "logs"},
                          "targets": [{"expr": "{job=\"api\"} |= \"error\""}]
                        }
                      ]
                    }
                    """#, path: "dashboard.json")
        ])

    static func visit(_ file: ManifestFile, _ context: inout FileContext) {
        for case .dashboard(let dashboard) in file.contents {
            for query in dashboard.queries where !query.isGuessed {
                guard case .expression(let expression) = query.kind, case .failure = expression.expression,
                    !expression.placeholders.contains(where: { $0.role == .syntax })
                else { continue }
                do throws(PromQLError) {
                    _ = try Expression(parsing: expression.masked, as: .everything)
                } catch {
                    context.report(
                        "\(query.owner): \(error.message)", at: expression.fileRange(of: error.range),
                        advice: error.hint)
                }
            }
        }
    }
}
