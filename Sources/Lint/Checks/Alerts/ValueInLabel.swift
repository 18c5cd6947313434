import Manifests
import Templates
import YAML

/// The value of an alert in one of its labels.
enum ValueInLabel: Check {
    static let info = CheckInfo(
        "alert/value-in-label", .error,
        summary: "A label of an alert prints its value, so that each evaluation makes another alert.",
        rationale: """
            Labels are what an alert is known by. When the value changes, so does the label: the old alert is resolved and a new \
            one is pending, which has to wait for its `for` again. It may never fire, or notify at each evaluation. Values \
            belong into annotations.

            A label that only depends on the value, as in `{{ if gt $value 95.0 }}critical{{ else }}warning{{ end }}`, takes few \
            values and is left alone.
            """,
        fix: .unsafe,
        faulty: [
            Example(
                rules: """
                    - alert: DiskFull
                      expr: node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.1
                      labels:
                        severity: page
                        free: "{{ ↓$value | humanizePercentage }}"
                      annotations:
                        summary: Disk of {{ $labels.instance }} is full
                    """,
                fixed: """
                    - alert: DiskFull
                      expr: node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.1
                      labels:
                        severity: page
                      annotations:
                        free: "{{ $value | humanizePercentage }}"
                        summary: Disk of {{ $labels.instance }} is full
                    """)
        ],
        clean: [
            Example(
                rules: """
                    - alert: DiskFull
                      expr: node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.1
                      labels:
                        severity: '{{ if lt $value 0.02 }}page{{ else }}ticket{{ end }}'
                      annotations:
                        summary: "{{ $value | humanizePercentage }} left"
                    """)
        ])

    static func visit(_ rule: Rule, _ context: inout FileContext) {
        guard rule.kind == .alerting else { return }
        for read in context.templates(of: rule) where read.isOfLabel {
            guard let printed = read.template.printedValues.first else { continue }
            let entry = read.entry
            context.report(
                "the label `\(entry.key.value)` holds the alert's value: it is another alert at each evaluation",
                in: entry.value, at: printed, advice: "make it an annotation", fix: Self.fix(entry, rule))
        }
    }

    /// Moves the line of the label to the annotations, where both are written in lines of their own.
    private static func fix(_ entry: ManifestEntry, _ rule: Rule) -> Fix? {
        guard rule.labels.count > 1, let annotation = rule.annotations.first, entry.key.text.parent == nil,
            !rule.annotations.contains(where: { $0.key.value == entry.key.value })
        else { return nil }
        let source = entry.key.text.source
        let (from, to) = (entry.key.fileRange, entry.value.fileRange)
        let line = source.position(of: from.lowerBound).line
        let range = source.line(line)
        let target = source.line(source.position(of: annotation.key.fileRange.lowerBound).line)
        let indent = source.text(target.lowerBound..<annotation.key.fileRange.lowerBound)
        guard source.position(of: to.upperBound).line == line, indent.allSatisfy({ $0 == " " }),
            source.text(range.lowerBound..<from.lowerBound).allSatisfy({ $0 == " " })
        else { return nil }
        let text = source.text(from.lowerBound..<range.upperBound)
        return Fix(
            .unsafe, "Move \(entry.key.value) to the annotations",
            [
                Fix.Edit(range.lowerBound..<source.line(line + 1).lowerBound, ""),
                Fix.Edit(target.lowerBound..<target.lowerBound, "\(indent)\(text)\n"),
            ])
    }
}
