package import YAML

/// How targets are scraped: a job of prometheus.yml, or an endpoint of a resource of prometheus-operator.
package struct ScrapeConfig: Sendable {
    /// Who it is, in words: `job "node"`, `ServiceMonitor "kubelet", endpoint 2`.
    package let owner: String
    /// `job_name`; endpoints have none of their own.
    package var jobName: ManifestScalar?
    package var interval: LocatedDuration?
    package var timeout: LocatedDuration?
    package var metricsPath: ManifestScalar?
    package var honorLabels: LocatedFlag?
    package var honorTimestamps: LocatedFlag?
    /// What a scrape may hold at most, with the keys of prometheus.yml: `sample_limit`, `label_limit`.
    package var limits: [LocatedLimit] = []
    /// The lists of this job or endpoint, in the order in which they are applied.
    package var relabelLists: [RelabelList] = []
    /// Bytes of the file.
    package let fileRange: Range<Int>
    package let node: YAMLNode

    package init(owner: String, fileRange: Range<Int>, node: YAMLNode) {
        self.owner = owner
        self.fileRange = fileRange
        self.node = node
    }

    /// A limit by its key in prometheus.yml. Prometheus takes 0 for none.
    package func limit(_ key: String) -> LocatedLimit? { limits.first { $0.key == key } }
}

/// `true` or `false`, and where it stands.
package struct LocatedFlag: Sendable {
    package let value: Bool
    package let scalar: ManifestScalar

    package init(value: Bool, scalar: ManifestScalar) {
        self.value = value
        self.scalar = scalar
    }
}

/// A bound on a scrape: a number, or a number of bytes.
package struct LocatedLimit: Sendable {
    /// As in prometheus.yml, also where the file says `sampleLimit`.
    package let key: String
    package let value: Int
    package let scalar: ManifestScalar

    package init(key: String, value: Int, scalar: ManifestScalar) {
        self.key = key
        self.value = value
        self.scalar = scalar
    }
}
