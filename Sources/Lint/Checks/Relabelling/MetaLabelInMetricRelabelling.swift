import Manifests

/// `__meta_kubernetes_pod_name` in `metric_relabel_configs`, where it is gone.
enum MetaLabelInMetricRelabelling: Check {
    static let info = CheckInfo(
        "relabel/meta-label-on-samples", .warning,
        summary: "A relabelling rule for samples reads a label that only targets have.",
        rationale: """
            Labels that begin with `__` describe a target. Prometheus removes them, `__name__` excepted, before it scrapes: \
            in `metric_relabel_configs` and `write_relabel_configs` they read as empty, so the rule never sees what it was \
            written for.

            Copy the label to one that stays, in `relabel_configs`, and read that one.
            """,
        faulty: [
            Example(
                file: """
                    scrape_configs:
                      - job_name: pods
                        metric_relabel_configs:
                          - source_labels: [↓__meta_kubernetes_pod_name, container]
                            regex: batch-.*;main
                            action: drop
                    """, path: "prometheus.yml"),
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
                            - sourceLabels: [↓__address__]
                              targetLabel: address
                    """, path: "monitor.yaml"),
        ],
        clean: [
            Example(
                file: """
                    scrape_configs:
                      - job_name: pods
                        relabel_configs:
                          - source_labels: [__meta_kubernetes_pod_name]
                            target_label: pod
                        metric_relabel_configs:
                          - source_labels: [__name__, pod]
                            regex: go_.*;batch-.*
                            action: drop
                    """, path: "prometheus.yml"),
            Example(
                file: """
                    scrape_configs:
                      - job_name: pods
                        metric_relabel_configs:
                          - source_labels: [pod]
                            target_label: __tmp_pod
                          - source_labels: [__tmp_pod]
                            regex: batch-.*
                            action: drop
                    """, path: "prometheus.yml", note: "Made by the list itself."),
        ])

    static func visit(_ file: ManifestFile, _ context: inout FileContext) {
        for list in file.contents.flatMap(\.relabelLists) where list.place.isOnSamples {
            var made: Set<String> = ["__name__"]
            for located in list.rules {
                for label in located.sourceLabels ?? [] {
                    guard label.value.hasPrefix("__"), !made.contains(label.value) else { continue }
                    context.report(
                        "\(label.value) is gone when \(list.place.rawValue) are applied: it reads as empty here",
                        at: label.fileRange,
                        advice: "copy it to a label without `__` in relabel_configs, and read that one")
                }
                if let target = located.targetLabel?.value { made.insert(target) }
            }
        }
    }
}

extension RelabelList.Place {
    /// Whether the rules see samples rather than targets or alerts.
    var isOnSamples: Bool {
        switch self {
        case .samples, .remoteWrite: true
        default: false
        }
    }
}
