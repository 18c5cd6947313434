import Manifests

/// What Prometheus does not accept in a relabelling rule.
enum RelabelSchema: Check {
    static let info = CheckInfo(
        "relabel/schema", .error,
        summary: "A relabelling rule has a field, a pattern or a value that Prometheus refuses.",
        rationale: """
            One rule that lacks what its action needs, or has what its action does not take, and Prometheus refuses the \
            whole configuration. The message is the one of Prometheus' own log.
            """,
        faulty: [
            Example(
                file: """
                    scrape_configs:
                      - job_name: node
                        relabel_configs:
                          - ↓source_labels: [__address__]
                            target_label: shard
                            action: hashmod
                    """, path: "prometheus.yml", note: "Without a modulus."),
            Example(
                file: """
                    apiVersion: monitoring.coreos.com/v1
                    kind: ServiceMonitor
                    metadata:
                      name: api
                    spec:
                      endpoints:
                        - port: http
                          metricRelabelings:
                            - sourceLabels: [__name__]
                              regex: ↓go_(.*
                              action: drop
                    """, path: "monitor.yaml"),
        ],
        clean: [
            Example(
                file: """
                    scrape_configs:
                      - job_name: node
                        relabel_configs:
                          - source_labels: [__address__]
                            target_label: shard
                            modulus: 4
                            action: hashmod
                    """, path: "prometheus.yml")
        ])

    static func visit(_ file: ManifestFile, _ context: inout FileContext) { context.reportFaults(of: .relabelling) }
}
