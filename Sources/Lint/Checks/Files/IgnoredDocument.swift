import Manifests

/// A later YAML document of a plain rule file.
enum IgnoredDocument: Check {
    static let info = CheckInfo(
        "yaml/multidoc-ignored", .error,
        summary: "Prometheus reads the first YAML document of a rule file only, and this is a later one.",
        rationale: """
            What stands below a `---` is never loaded, and nothing says so: `promtool check rules` counts the rules of the \
            first document and is content. Make it one document with one `groups` list, or several files.

            PrometheusRule resources are different: there each document is a resource of its own.
            """,
        faulty: [
            Example(
                file: """
                    groups:
                      - name: node
                        rules:
                          - alert: NodeDown
                            expr: up{job="node"} == 0
                    ↓---
                    groups:
                      - name: disk
                        rules:
                          - alert: DiskFull
                            expr: node_filesystem_avail_bytes < 1e9

                    """)
        ],
        clean: [
            Example(
                file: """
                    ---
                    groups:
                      - name: node
                        rules:
                          - alert: NodeDown
                            expr: up{job="node"} == 0

                    """)
        ])

    static func visit(_ file: ManifestFile, _ context: inout FileContext) { context.reportFaults(of: .ignoredDocument) }
}
