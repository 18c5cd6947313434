import YAML
import Spelling

/// What a document is by the looks of its top level: the first step to reading it.
package enum DocumentShape: Sendable, Equatable {
    case rules
    /// A Kubernetes resource, of which most kinds are none of ours.
    case resource(kind: String)
    /// Something else that is read: a configuration, a dashboard, values of a chart.
    case part
    /// Alert rules that Grafana provisions: `apiVersion: 1` and groups, without a kind.
    case grafanaAlerts
    /// Nothing that is known here.
    case other

    /// Whether there is a reader for it.
    var isRead: Bool {
        switch self {
        case .rules, .part: true
        case .resource(let kind): ResourceReader.kinds.contains(kind) || kind.hasSuffix("List")
        case .grafanaAlerts, .other: false
        }
    }

    init(of root: YAMLNode) {
        guard let mapping = root.mapping else {
            self = .other
            return
        }
        let keys = mapping.entries.map(\.name)
        if keys.contains("apiVersion") {
            let unnamed: Self = keys.contains("groups") ? .grafanaAlerts : .other
            self = mapping["kind"]?.scalar.map { .resource(kind: $0.value) } ?? unnamed
        } else if keys.contains("groups") {
            self = .rules
        } else if keys.count <= 3, keys.contains(where: { Spelling.nearest(to: $0, among: ["groups"]) != nil }) {
            self = .rules
        } else {
            self = .other
        }
    }
}
