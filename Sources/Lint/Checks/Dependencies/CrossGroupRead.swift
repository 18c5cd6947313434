import Manifests

/// A rule that reads what a rule of another group records.
enum CrossGroupRead: Check {
    static let info = CheckInfo(
        "dependency/cross-group", .info, isDefault: false,
        summary: "A rule reads what another group records, and sees a value of up to one interval ago.",
        rationale: """
            Groups are evaluated at the same time, each at its own offset within the interval. What another group records is \
            read as it was at that group's last evaluation: with an interval of a minute, up to a minute late, and longer \
            after each further group. Rules that build on each other belong into one group.
            """,
        faulty: [
            Example(
                file: """
                    groups:
                      - name: requests
                        rules:
                          - record: job:requests:rate5m
                            expr: sum by (job) (rate(requests_total[5m]))
                      - name: alerts
                        rules:
                          - alert: NoRequests
                            expr: ↓job:requests:rate5m == 0
                    """)
        ],
        clean: [
            Example(
                file: """
                    groups:
                      - name: requests
                        rules:
                          - record: job:requests:rate5m
                            expr: sum by (job) (rate(requests_total[5m]))
                          - alert: NoRequests
                            expr: job:requests:rate5m == 0
                      - name: later
                        rules:
                          - alert: HadRequests
                            expr: job:requests:rate5m offset 1h > 0
                    """)
        ])

    static func visit(_ project: Project, _ context: inout ProjectContext) {
        for (index, reads) in project.graph.reads.enumerated() where !reads.isEmpty {
            let placed = project.rules[index]
            for read in reads where read.isCurrent {
                guard let first = read.recordings.first,
                    !read.recordings.contains(where: { project.rules[$0].isInGroup(of: placed) })
                else { continue }
                let recording = project.rules[first]
                let group = recording.group.name.map { "group \($0.value)" } ?? "another group"
                context.report(
                    "\(recording.rule.name.value) is recorded by \(group): what is read here is up to one interval old",
                    in: project.file(of: placed), at: placed.rule.expr.fileRange(of: read.range),
                    rule: placed.rule.name.value, advice: "put both into one group, the recording rule first",
                    related: [
                        RelatedPlace(
                            file: project.file(of: recording).path, range: recording.rule.name.fileRange,
                            message: "recorded here")
                    ])
            }
        }
    }
}
