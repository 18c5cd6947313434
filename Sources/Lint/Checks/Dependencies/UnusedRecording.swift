import Manifests

/// A recording rule whose result nobody reads.
enum UnusedRecording: Check {
    static let info = CheckInfo(
        "dependency/unused-recording", .info, isDefault: false,
        summary: "Nothing in the linted files reads what a recording rule records.",
        rationale: """
            A recording rule costs an evaluation each interval and series that are stored. Alerts, dashboards and queries in \
            the text of alerts count as readers, also through other recording rules.

            Give lint all of what reads: rules and dashboards together. As long as something among them cannot be \
            understood, such as a dashboard whose variables name metrics, nothing is called unused; people and programs that \
            query on their own are not known.
            """,
        faulty: [
            Example(
                rules: """
                    - record: ↓job:requests:rate5m
                      expr: sum by (job) (rate(requests_total[5m]))
                    - record: job:errors:rate5m
                      expr: sum by (job) (rate(errors_total[5m]))
                    - alert: Errors
                      expr: job:errors:rate5m > 1
                    """)
        ],
        clean: [
            Example(
                rules: """
                    - record: job:errors:rate5m
                      expr: sum by (job) (rate(errors_total[5m]))
                    - record: :errors:rate5m
                      expr: sum(job:errors:rate5m)
                    - alert: Errors
                      expr: :errors:rate5m > 1
                    """),
            Example(
                rules: """
                    - record: job:requests:rate5m
                      expr: sum by (job) (rate(requests_total[5m]))
                    - alert: Errors
                      expr: job:requests:rate5m{ > 1
                    """, note: "What the alert reads is not known."),
        ])

    static func visit(_ project: Project, _ context: inout ProjectContext) {
        guard !project.recordings.isEmpty, project.usage.isComplete, !Self.isFederated(project) else { return }
        for placed in project.rules where placed.rule.kind == .recording && !placed.rule.isMasked {
            let name = placed.rule.name.value
            let readers = project.usage.readers(of: name)
            guard readers?.ends.isEmpty != false else { continue }
            let through = readers?.readers.first { $0.owner != "recording rule \"\(name)\"" }
            context.report(
                through.map { "\(name) is read by \($0.owner) alone, which nothing reads" }
                    ?? "nothing in these files reads \(name)",
                in: project.file(of: placed), at: placed.rule.name.fileRange, rule: name,
                advice: "remove it if nobody queries it by hand")
        }
    }

    /// Whether another server takes series from here, or they are sent somewhere: who reads them there is not known.
    private static func isFederated(_ project: Project) -> Bool {
        project.files.contains { file in
            file.contents.contains { manifest in
                guard case .prometheus(let configuration) = manifest else { return false }
                return !configuration.remoteWrites.isEmpty
                    || configuration.scrapeConfigs.contains { $0.metricsPath?.value.hasSuffix("/federate") == true }
            }
        }
    }
}
