import Manifests

/// What a program refuses in a file that holds no rules.
enum ManifestSchema: Check {
    static let info = CheckInfo(
        "manifest/schema", .error,
        summary:
            "prometheus.yml, a monitor, Alertmanager's configuration or a dashboard has something that is refused.",
        rationale: """
            Prometheus and Alertmanager do not start with a configuration that they cannot read, and keep the old one when \
            they are told to reload. Of these files only what decides about series and alerts is read here: jobs, limits, \
            durations, routes and their matchers, panels and their queries.
            """,
        faulty: [
            Example(
                file: """
                    scrape_configs:
                      - job_name: node
                        scrape_interval: ↓30 seconds
                        static_configs:
                          - targets: [localhost:9100]
                    """, path: "prometheus.yml")
        ],
        clean: [
            Example(
                file: """
                    scrape_configs:
                      - job_name: node
                        scrape_interval: 30s
                        static_configs:
                          - targets: [localhost:9100]
                    """, path: "prometheus.yml")
        ])

    static func visit(_ file: ManifestFile, _ context: inout FileContext) { context.reportFaults(of: .manifest) }
}
