import Manifests

/// What cannot be read at all.
enum YAMLSyntax: Check {
    static let info = CheckInfo(
        "yaml/parse", .error,
        summary: "The file is no valid YAML or JSON, or repeats a key.",
        rationale: """
            Prometheus refuses to start, or to reload, with a file that it cannot read, and keeps running with the rules it \
            had before. What counts as valid is what its YAML library takes: tabs do not indent, and a key is not repeated.
            """,
        faulty: [
            Example(
                file: """
                    groups:
                      - name: node
                        rules:
                          - alert: NodeDown
                            expr: up{job="node"} == 0
                            annotations: {summary: "A node is down"
                    ↓
                    """),
            Example(
                rules: """
                    - alert: NodeDown
                      expr: up{job="node"} == 0
                      ↓expr: up{job="api"} == 0
                    """),
        ],
        clean: [Example(alert: #"up{job="node"} == 0"#)])

    static func visit(_ file: ManifestFile, _ context: inout FileContext) {
        context.reportFaults(of: .syntax)
        context.reportFaults(of: .duplicateKey)
    }
}

extension FileContext {
    /// Reports what the reader found wrong with the file, as far as it is of this kind.
    mutating func reportFaults(of kind: ManifestFault.Kind) {
        for fault in file.faults where fault.kind == kind {
            let fix = fault.fix.map { Fix(.safe, "Write \($0.replacement)", [Fix.Edit($0.range, $0.replacement)]) }
            report(fault.message, at: fault.range, advice: fault.advice, fix: fix)
        }
    }
}
