import Manifests

/// A rule that reads what a later rule of its group records.
enum OrderInGroup: Check {
    static let info = CheckInfo(
        "dependency/order-in-group", .warning,
        summary:
            "A rule reads what a rule further down in its group records, and sees the value of the evaluation before.",
        rationale: """
            The rules of a group are evaluated one after the other, from top to bottom. A rule that reads a result that is \
            recorded further down gets the one of the previous evaluation: it is late by one interval, and empty after a \
            change of the rule.
            """,
        faulty: [
            Example(
                rules: """
                    - record: job:errors:ratio5m
                      expr: ↓job:errors:rate5m / job:requests:rate5m
                    - record: job:errors:rate5m
                      expr: sum by (job) (rate(errors_total[5m]))
                    """)
        ],
        clean: [
            Example(
                rules: """
                    - record: job:errors:rate5m
                      expr: sum by (job) (rate(errors_total[5m]))
                    - record: job:errors:ratio5m
                      expr: job:errors:rate5m / job:requests:rate5m
                    """),
            Example(
                rules: """
                    - alert: ErrorsWereHigh
                      expr: job:errors:rate5m offset 1h > 1
                    - record: job:errors:rate5m
                      expr: sum by (job) (rate(errors_total[5m]))
                    """, note: "What was recorded an hour ago is there."),
        ])

    static func visit(_ project: Project, _ context: inout ProjectContext) {
        for (reader, reads) in project.graph.reads.enumerated() where !reads.isEmpty {
            let placed = project.rules[reader]
            for read in reads where read.isCurrent {
                // Where an earlier rule records the name as well, a current value is there.
                let own = read.recordings.filter { project.rules[$0].isInGroup(of: placed) }
                guard let later = own.first, own.count == read.recordings.count,
                    own.allSatisfy({ project.rules[$0].index > placed.index })
                else { continue }
                let recording = project.rules[later].rule
                context.report(
                    "\(recording.name.value) is recorded further down in this group: what is read here is one interval old",
                    in: project.file(of: placed), at: placed.rule.expr.fileRange(of: read.range),
                    rule: placed.rule.name.value, advice: "move the recording rule above this one",
                    related: [
                        RelatedPlace(
                            file: project.file(of: placed).path, range: recording.name.fileRange,
                            message: "recorded here")
                    ])
            }
        }
    }
}
