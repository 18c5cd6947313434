package import Relabel
package import YAML

/// A list of relabelling rules as a file states it, such as the `metric_relabel_configs` of one job.
package struct RelabelList: Sendable {
    /// What the rules are applied to. Raw values are the keys of prometheus.yml.
    package enum Place: String, Sendable, CaseIterable {
        /// Targets, before they are scraped: `relabelings` in resources of the operator.
        case targets = "relabel_configs"
        /// Samples, after they were scraped: `metricRelabelings`.
        case samples = "metric_relabel_configs"
        /// Samples, before they are sent: `writeRelabelConfigs`.
        case remoteWrite = "write_relabel_configs"
        /// Alerts, before they are sent to Alertmanager.
        case alerts = "alert_relabel_configs"
    }

    /// Whose keys the rules are written with.
    package enum Spelling: Sendable {
        /// `source_labels`
        case prometheus
        /// `sourceLabels`, in resources of prometheus-operator and in Helm values
        case `operator`
    }

    package let place: Place
    /// The key it stands under, as written: `cAdvisorMetricRelabelings`; empty for a file that is a bare list.
    package let key: String
    /// Whose rules they are, in words: `job "node"`, `ServiceMonitor "kubelet", endpoint 2`, `remote write 1`.
    package let owner: String
    package let spelling: Spelling
    package let language: RelabelLanguage
    package var rules: [LocatedRelabelRule] = []
    package let text: ManifestText
    /// Bytes of the file, the key not included.
    package let fileRange: Range<Int>

    package init(
        place: Place, key: String, owner: String, spelling: Spelling, language: RelabelLanguage, text: ManifestText,
        fileRange: Range<Int>
    ) {
        self.place = place
        self.key = key
        self.owner = owner
        self.spelling = spelling
        self.language = language
        self.text = text
        self.fileRange = fileRange
    }
}

/// A relabelling rule as it is written, and where each of its parts stands.
package struct LocatedRelabelRule: Sendable {
    /// `nil` if the key is not there; empty for an empty list.
    package var sourceLabels: [ManifestScalar]?
    package var separator: ManifestScalar?
    package var targetLabel: ManifestScalar?
    /// Of vmagent's lists of alternatives, which are joined when the rule is read, the first.
    package var regex: ManifestScalar?
    /// Where vmagent's `if`, `match` and `labels` stand.
    package var others: [RelabelRule.Field: Range<Int>] = [:]
    package var modulus: ManifestScalar?
    package var replacement: ManifestScalar?
    /// As written: case does not matter to Prometheus. `nil` means `replace`.
    package var action: ManifestScalar?
    /// What it says; `nil` if that cannot be understood, of which a fault of the file says why, or not replayed.
    package var rule: RelabelRule?
    /// Why a rule that the program takes cannot be replayed.
    package var unsupported: String?
    /// Bytes of the file.
    package let fileRange: Range<Int>
    /// The rule as written.
    package let node: YAMLNode

    package init(node: YAMLNode, fileRange: Range<Int>) {
        self.node = node
        self.fileRange = fileRange
    }

    /// Where a field stands, or the rule if it is not written.
    package func fileRange(of field: RelabelRule.Field) -> Range<Int> {
        switch field {
        case .sourceLabels:
            guard let first = sourceLabels?.first, let last = sourceLabels?.last else { return fileRange }
            let start = first.fileRange.lowerBound
            return start..<max(start, last.fileRange.upperBound)
        case .separator: return separator?.fileRange ?? fileRange
        case .regex: return regex?.fileRange ?? fileRange
        case .modulus: return modulus?.fileRange ?? fileRange
        case .targetLabel: return targetLabel?.fileRange ?? fileRange
        case .replacement: return replacement?.fileRange ?? fileRange
        case .action: return action?.fileRange ?? fileRange
        case .condition, .match, .labels: return others[field] ?? fileRange
        }
    }
}
