package import YAML

/// Values of the Helm chart kube-prometheus-stack, or of a chart that contains it: what they say about series.
package struct StackValues: Sendable {
    package let text: ManifestText
    /// Bytes of the file.
    package let fileRange: Range<Int>
    package let node: YAMLNode

    /// `metricRelabelings` and the like, under whichever component they stand, those of jobs and endpoints included.
    package var relabelLists: [RelabelList] = []
    /// `additionalScrapeConfigs`
    package var scrapeConfigs: [ScrapeConfig] = []
    /// `additionalServiceMonitors` and `additionalPodMonitors`
    package var monitors: [Monitor] = []
    /// `additionalPrometheusRulesMap` and `additionalPrometheusRules`: one for each entry.
    package var ruleFiles: [RuleFile] = []
    /// `alertmanager.config`
    package var alertmanager: AlertmanagerConfiguration?
    /// `grafana.dashboards`, as far as their JSON is in the file.
    package var dashboards: [Dashboard] = []

    package init(text: ManifestText, fileRange: Range<Int>, node: YAMLNode) {
        self.text = text
        self.fileRange = fileRange
        self.node = node
    }
}
