import Manifests
import PromQL

/// An alert that no route of Alertmanager but the default one can take.
enum UnroutableAlert: Check {
    static let info = CheckInfo(
        "alert/unrouted", .warning,
        summary: "No route of the Alertmanager configuration but the default one can take an alert.",
        rationale: """
            The root route catches what no other takes. An alert that ends there although the configuration routes by label, \
            such as `team` or `severity`, mostly lacks that label or has a value that nobody routes: it reaches the \
            mailbox that no one reads.

            Only labels that the rule sets itself prove it. A route that asks for a label which the series may bring is \
            taken to match.
            """,
        faulty: [
            Example(
                files: [
                    (
                        "rules.yaml",
                        """
                        groups:
                          - name: example
                            rules:
                              - alert: ↓DiskFull
                                expr: node_filesystem_avail_bytes < 1e9
                                labels:
                                  severity: minor
                        """
                    ),
                    (
                        "alertmanager.yml",
                        """
                        route:
                          receiver: mail
                          routes:
                            - receiver: pager
                              matchers: [severity="critical"]
                            - receiver: chat
                              matchers: [severity="warning"]
                        receivers:
                          - name: mail
                          - name: pager
                          - name: chat
                        """
                    ),
                ])
        ],
        clean: [
            Example(
                files: [
                    (
                        "rules.yaml",
                        """
                        groups:
                          - name: example
                            rules:
                              - alert: DiskFull
                                expr: node_filesystem_avail_bytes < 1e9
                                labels:
                                  severity: warning
                              - alert: QueueFull
                                expr: queue_length > 1e6
                        """
                    ),
                    (
                        "alertmanager.yml",
                        """
                        route:
                          receiver: mail
                          routes:
                            - receiver: pager
                              matchers: [severity="critical"]
                            - receiver: chat
                              matchers: [severity="warning"]
                        receivers:
                          - name: mail
                          - name: pager
                          - name: chat
                        """
                    ),
                ], note: "The series of queue_length may bring a severity.")
        ])

    static func visit(_ project: Project, _ context: inout ProjectContext) {
        let roots = project.files.flatMap(\.contents).compactMap { manifest -> AlertRoute? in
            if case .alertmanager(let configuration) = manifest, let route = configuration.route, !route.routes.isEmpty
            {
                return route
            }
            return nil
        }
        guard !roots.isEmpty else { return }
        for placed in project.rules where placed.rule.kind == .alerting && !placed.rule.isMasked {
            let walk = RouteWalk(placed)
            let onlyDefault = roots.allSatisfy { root in
                let found = walk.destinations(in: root)
                return found.count == 1 && found[0].fileRange == root.fileRange
            }
            guard onlyDefault else { continue }
            let labels = placed.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\($0.value)\"" }
            context.report(
                "no route but the default one takes \(placed.rule.name.value)"
                    + (labels.isEmpty ? "" : " with \(labels.joined(separator: ", "))"),
                in: project.file(of: placed), at: placed.rule.name.fileRange, rule: placed.rule.name.value,
                advice: "give it a label that a route asks for, or add a route for it")
        }
    }
}
