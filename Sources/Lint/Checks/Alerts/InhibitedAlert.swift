import Manifests
import PromQL

/// An alert that an inhibition mutes whenever another alert of the same rule file fires for the same thing.
enum InhibitedAlert: Check {
    static let info = CheckInfo(
        "alert/always-inhibited", .warning,
        summary: "An alert that is always active mutes another alert by an inhibition rule.",
        rationale: """
            While an alert fires that an inhibition names as its source, alerts like its target are not notified. If the \
            source is an alert that always fires, such as a watchdog, the target is never heard of.
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
                              - alert: Watchdog
                                expr: vector(1)
                                labels:
                                  severity: none
                              - alert: ↓BackupIsLate
                                expr: sum(backup_age_seconds) > 86400
                                labels:
                                  severity: info
                        """
                    ),
                    (
                        "alertmanager.yml",
                        """
                        route:
                          receiver: mail
                        receivers:
                          - name: mail
                        inhibit_rules:
                          - source_matchers: [severity="none"]
                            target_matchers: [severity="info"]
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
                              - alert: Watchdog
                                expr: vector(1)
                                labels:
                                  severity: none
                              - alert: NodeDown
                                expr: up{job="node"} == 0
                                labels:
                                  severity: critical
                              - alert: BackupIsLate
                                expr: sum(backup_age_seconds) > 86400
                                labels:
                                  severity: info
                        """
                    ),
                    (
                        "alertmanager.yml",
                        """
                        route:
                          receiver: mail
                        receivers:
                          - name: mail
                        inhibit_rules:
                          - source_matchers: [severity="critical"]
                            target_matchers: [severity="info"]
                        """
                    ),
                ])
        ])

    static func visit(_ project: Project, _ context: inout ProjectContext) {
        let isConfigured = project.files.contains { file in
            file.contents.contains { if case .alertmanager = $0 { true } else { false } }
        }
        guard isConfigured else { return }
        let alerts = project.rules.filter { $0.rule.kind == .alerting && !$0.rule.isMasked }
        let constant = alerts.filter { $0.rule.parsed?.isAlwaysActive == true }
        guard !constant.isEmpty else { return }
        for file in project.files {
            for case .alertmanager(let configuration) in file.contents {
                for rule in configuration.inhibitRules where !rule.isUnknown {
                    guard let source = constant.first(where: { Self.takes(rule.source, $0) }) else { continue }
                    for target in alerts where Self.takes(rule.target, target) && Self.agree(rule, source, target) {
                        // An alert that is a source as well is not inhibited by its like.
                        if Self.takes(rule.source, target) { continue }
                        context.report(
                            "\(source.rule.name.value), which always fires, inhibits \(target.rule.name.value) for ever",
                            in: project.file(of: target), at: target.rule.name.fileRange, rule: target.rule.name.value,
                            advice: "narrow the inhibition's source",
                            related: [
                                RelatedPlace(
                                    file: file.path, range: rule.fileRange, message: "the inhibition rule is here")
                            ])
                    }
                }
            }
        }
    }

    private static func takes(_ matchers: [LocatedMatcher], _ placed: PlacedRule) -> Bool {
        !matchers.isEmpty && RouteWalk(placed).verdict(matchers, isUnknown: false) == .yes
    }

    /// Whether the labels that have to be equal are known to be: by value, or because neither alert has them.
    private static func agree(_ rule: InhibitRule, _ source: PlacedRule, _ target: PlacedRule) -> Bool {
        rule.equal.allSatisfy { label in
            if let one = source.labels[label.value], let other = target.labels[label.value] { return one == other }
            guard source.labels[label.value] == nil, target.labels[label.value] == nil else { return false }
            return [source, target].allSatisfy { placed in
                placed.rule.parsed?.resultLabels[label.value].canBePresent == false
            }
        }
    }
}

extension Expression {
    /// `vector(1)`: has a result whatever the data are.
    var isAlwaysActive: Bool {
        guard case .call(let call) = unwrapped.kind, call.function.name == "vector" else { return false }
        return call.arguments.first?.constant != nil
    }
}
