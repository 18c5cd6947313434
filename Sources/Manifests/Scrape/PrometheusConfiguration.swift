package import YAML

/// A prometheus.yml, as far as it decides which series there are.
package struct PrometheusConfiguration: Sendable {
    package let text: ManifestText
    /// Bytes of the file.
    package let fileRange: Range<Int>
    package let node: YAMLNode

    package var scrapeInterval: LocatedDuration?
    package var evaluationInterval: LocatedDuration?
    package var externalLabels: [ManifestEntry] = []
    /// `legacy` or `utf8`.
    package var nameValidationScheme: ManifestScalar?
    package var queryLogFile: ManifestScalar?
    /// Limits of `global`, which hold for jobs without their own.
    package var limits: [LocatedLimit] = []
    /// Paths and patterns, relative to the file.
    package var ruleFiles: [ManifestScalar] = []
    package var scrapeConfigFiles: [ManifestScalar] = []
    package var scrapeConfigs: [ScrapeConfig] = []
    package var remoteWrites: [RemoteWrite] = []
    /// Of `alerting`: `alert_relabel_configs`, and the lists of each Alertmanager.
    package var alertingRelabelLists: [RelabelList] = []

    package init(text: ManifestText, fileRange: Range<Int>, node: YAMLNode) {
        self.text = text
        self.fileRange = fileRange
        self.node = node
    }

    /// Where samples are sent to.
    package struct RemoteWrite: Sendable {
        package let name: ManifestScalar?
        package let url: ManifestScalar?
        package var relabelList: RelabelList?

        package init(name: ManifestScalar?, url: ManifestScalar?, relabelList: RelabelList? = nil) {
            self.name = name
            self.url = url
            self.relabelList = relabelList
        }
    }

    package var relabelLists: [RelabelList] {
        scrapeConfigs.flatMap(\.relabelLists) + alertingRelabelLists + remoteWrites.compactMap(\.relabelList)
    }
}
