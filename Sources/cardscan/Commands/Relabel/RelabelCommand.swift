import ArgumentParser

/// `cardscan relabel`: relabelling rules checked, tried and tested.
struct RelabelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "relabel",
        abstract: "Check relabelling rules, follow series, test them.",
        discussion: """
            A FILE is a prometheus.yml, a ServiceMonitor, PodMonitor, Probe or
            ScrapeConfig, values of kube-prometheus-stack, a Grafana Alloy configuration,
            or a bare list of rules.

            EXAMPLES:
              cardscan relabel check prometheus.yml monitors/
              cardscan relabel explain prometheus.yml --job node 'up{instance="a:9100"}'
              cardscan relabel test prometheus.yml --job node --data /prometheus
              cardscan relabel test rules.yml --fixtures rules_test.yml
            """,
        subcommands: [
            RelabelCheckCommand.self, RelabelTestCommand.self, RelabelExplainCommand.self, RelabelApplyCommand.self,
            RelabelRegexCommand.self,
        ])
}
