package import YAML

/// Values of the Helm chart kube-prometheus-stack, or of a chart that contains it: what they say about scrapes.
///
/// Rules, monitors, dashboards and Alertmanager's configuration in them are manifests of their own beside it.
package struct StackValues: Sendable {
    package let text: ManifestText
    /// Bytes of the file.
    package let fileRange: Range<Int>
    package let node: YAMLNode

    /// `metricRelabelings` and the like, under whichever component they stand, those of `scrapeConfigs` included.
    package var relabelLists: [RelabelList] = []
    /// `additionalScrapeConfigs`
    package var scrapeConfigs: [ScrapeConfig] = []

    package init(text: ManifestText, fileRange: Range<Int>, node: YAMLNode) {
        self.text = text
        self.fileRange = fileRange
        self.node = node
    }
}
