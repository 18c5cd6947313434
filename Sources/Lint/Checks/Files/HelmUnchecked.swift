import Manifests

/// What only Helm knows.
enum HelmUnchecked: Check {
    static let info = CheckInfo(
        "helm/unchecked", .info,
        summary: "Parts of a Helm template are known only when it is rendered, and were not checked.",
        rationale: """
            A Helm template is read as it is: control lines are skipped, and a placeholder stands for each value. What depends \
            on such a value is not judged, so that nothing wrong is said of it; here is said how much that is.

            To check everything, lint what Helm renders: `helm template CHART | cardscan lint -`.
            """,
        faulty: [
            Example(
                file: """
                    apiVersion: monitoring.coreos.com/v1
                    kind: PrometheusRule
                    metadata:
                      name: node
                    spec:
                      groups:
                        - name: node
                          rules:
                            - alert: NodeDown
                              expr: up{job="node"} == 0
                              for: ↓{{ .Values.nodeDownFor }}

                    """, path: "templates/node.yaml")
        ],
        clean: [Example(alert: #"up{job="node"} == 0"#)])

    static func visit(_ file: ManifestFile, _ context: inout FileContext) {
        guard let first = file.holes.first else { return }
        let count = file.holes.count
        context.report(
            count == 1
                ? "not checked, since only Helm knows it: \(first.place)"
                : "\(count) places were not checked, since only Helm knows them: \(first.place), and others",
            at: first.range, advice: "lint the output of `helm template`",
            related: file.holes.dropFirst().prefix(50).map {
                RelatedPlace(file: file.path, range: $0.range, message: "not checked: \($0.place)")
            })
    }
}

extension FileContext {
    /// Whether a part of a scalar is known to Helm only.
    func hasHole(in scalar: ManifestScalar) -> Bool {
        let range = scalar.fileRange
        return file.holes.contains { $0.range.overlaps(range) }
    }
}
