import Manifests

/// `level:metric:operations`, the naming that Prometheus' documentation recommends.
enum RecordingName: Check {
    static let info = CheckInfo(
        "naming/recording-rule", .info, isDefault: false,
        summary: "A recording rule's name does not have the form level:metric:operations.",
        rationale: """
            Prometheus' documentation recommends names such as `job:http_requests:rate5m`: the labels that are left, the \
            metric, and what was done to it, the last operation first. Readers then know from the name what they may \
            aggregate further, and that it is no metric of an exporter.
            """,
        faulty: [
            Example(
                rules: """
                    - record: ↓http_error_ratio
                      expr: job:errors:rate5m / job:requests:rate5m
                    """),
            Example(
                rules: """
                    - record: ↓job:errors
                      expr: sum by (job) (rate(errors_total[5m]))
                    """),
        ],
        clean: [
            Example(
                rules: """
                    - record: job:errors:rate5m
                      expr: sum by (job) (rate(errors_total[5m]))
                    """),
            Example(
                rules: """
                    - record: :node_memory_available_bytes:sum
                      expr: sum(node_memory_MemAvailable_bytes)
                    """, note: "No label is left, so the level is empty."),
        ])

    static func visit(_ rule: Rule, _ context: inout FileContext) {
        guard rule.kind == .recording, !rule.isMasked else { return }
        let parts = rule.name.value.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count != 3 || parts[1].isEmpty || parts[2].isEmpty else { return }
        context.report(
            "\(rule.name.value) is not named level:metric:operations", at: rule.name.fileRange,
            advice: "for example `job:\(parts.first { !$0.isEmpty } ?? "requests"):rate5m`")
    }
}
