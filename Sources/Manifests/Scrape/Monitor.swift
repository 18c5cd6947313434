package import YAML

/// A resource of prometheus-operator that says what is scraped.
package struct Monitor: Sendable {
    /// Raw values are those of `kind`.
    package enum Kind: String, Sendable, CaseIterable {
        case serviceMonitor = "ServiceMonitor"
        case podMonitor = "PodMonitor"
        case probe = "Probe"
        case scrapeConfig = "ScrapeConfig"
    }

    package let kind: Kind
    package let name: String?
    package let namespace: String?
    package let text: ManifestText
    /// Bytes of the file.
    package let fileRange: Range<Int>
    package let node: YAMLNode
    /// The label whose value becomes `job`.
    package var jobLabel: ManifestScalar?
    /// Limits of the whole resource, with the keys of prometheus.yml.
    package var limits: [LocatedLimit] = []
    /// A Probe and a ScrapeConfig have one.
    package var endpoints: [ScrapeConfig] = []

    package init(
        kind: Kind, name: String?, namespace: String?, text: ManifestText, fileRange: Range<Int>, node: YAMLNode
    ) {
        self.kind = kind
        self.name = name
        self.namespace = namespace
        self.text = text
        self.fileRange = fileRange
        self.node = node
    }

    package var relabelLists: [RelabelList] { endpoints.flatMap(\.relabelLists) }
}
