import Manifests

/// Sections as values of the Helm chart kube-prometheus-stack.
///
/// Helm puts a list of the user's in place of the chart's own, so the rules that the chart or the user already has must
/// come first in a section; the text says so.
package struct ChartValues: Sendable {
    package let sections: [RuleSection]

    package init(_ sections: [RuleSection]) { self.sections = sections }

    package func text() throws(DialectRefusal) -> String {
        var tree = ValuesTree()
        for section in sections {
            switch section.destination {
            case .job(let job, let path):
                guard let component = ChartComponent(job: job, metricsPath: path) else {
                    let endpoint = path.map { " at `\($0)`" } ?? ""
                    throw DialectRefusal(
                        "kube-prometheus-stack has no values for rules of the job `\(job)`\(endpoint); "
                            + "patch its ServiceMonitor or PodMonitor instead")
                }
                try add(section, of: component, to: &tree)
            case .remoteWrite(let url):
                var lines = CommentLines.of(section.comment, indent: 2)
                if url == nil { lines += CommentLines.of(RuleSection.placeholderComment, indent: 2) }
                lines.append("  - url: " + YAMLText.scalar(url ?? RuleSection.placeholderURL))
                lines.append("    writeRelabelConfigs:")
                lines += try YAMLRuleLines(spelling: .operator).list(section.rules, indent: 6)
                _ = tree.add(lines, as: nil, below: ["prometheus", "prometheusSpec", "remoteWrite"])
            case .unknown: break
            }
        }
        return tree.lines.map { $0 + "\n" }.joined()
    }

    private func refuseTwice(_ key: String, of component: ChartComponent) -> DialectRefusal {
        let place = (component.path + [key]).joined(separator: ".")
        return DialectRefusal("two sections for `\(place)`: put their rules into one")
    }

    private func add(
        _ section: RuleSection, of component: ChartComponent, to tree: inout ValuesTree
    ) throws(DialectRefusal) {
        for limit in section.limits {
            let lines = CommentLines.of(limit.comment) + ["\(limit.key.camelCase): \(limit.value)"]
            guard tree.add(lines, as: limit.key.camelCase, below: component.path) else {
                throw refuseTwice(limit.key.camelCase, of: component)
            }
        }
        guard !section.rules.isEmpty else { return }
        let advice = "Helm puts this list in place of the one that is there: keep its rules above these."
        var lines = CommentLines.of(section.comment) + CommentLines.of(advice) + ["\(component.key):"]
        lines += try YAMLRuleLines(spelling: .operator).list(section.rules, indent: 2)
        guard tree.add(lines, as: component.key, below: component.path) else {
            throw refuseTwice(component.key, of: component)
        }
    }
}

/// Where the chart keeps the rules of a job.
package struct ChartComponent: Sendable, Equatable {
    package let path: [String]
    package let key: String

    /// Nil for a job that the chart does not scrape, or whose rules it has no values for.
    package init?(job: String, metricsPath: String?) {
        if job == "kubelet" {
            let keys = [
                "/metrics": "metricRelabelings", "/metrics/cadvisor": "cAdvisorMetricRelabelings",
                "/metrics/probes": "probesMetricRelabelings",
            ]
            guard let key = keys[metricsPath ?? "/metrics"] else { return nil }
            (path, self.key) = (["kubelet", "serviceMonitor"], key)
            return
        }
        guard metricsPath == nil || metricsPath == "/metrics" else { return nil }
        key = "metricRelabelings"
        if let known = Self.paths[job] {
            path = known
            return
        }
        // These are named after the release: `monitoring-kube-prometheus-prometheus`.
        let named = Self.releasePaths.first { job.hasSuffix($0.suffix) }
        guard let named else { return nil }
        path = named.path
    }

    private static let paths: [String: [String]] = [
        "apiserver": ["kubeApiServer", "serviceMonitor"],
        "kube-controller-manager": ["kubeControllerManager", "serviceMonitor"],
        "coredns": ["coreDns", "serviceMonitor"],
        "kube-dns": ["kubeDns", "serviceMonitor"],
        "kube-etcd": ["kubeEtcd", "serviceMonitor"],
        "kube-scheduler": ["kubeScheduler", "serviceMonitor"],
        "kube-proxy": ["kubeProxy", "serviceMonitor"],
        "kube-state-metrics": ["kube-state-metrics", "prometheus", "monitor", "http"],
        "node-exporter": ["prometheus-node-exporter", "prometheus", "monitor"],
    ]

    private static let releasePaths: [(suffix: String, path: [String])] = [
        ("-alertmanager", ["alertmanager", "serviceMonitor"]),
        ("-operator", ["prometheusOperator", "serviceMonitor"]),
        ("-thanos-discovery", ["prometheus", "thanosServiceMonitor"]),
        ("-thanos-ruler", ["thanosRuler", "serviceMonitor"]),
        ("-prometheus", ["prometheus", "serviceMonitor"]),
    ]
}

/// Nested mappings in the order in which their keys came.
private struct ValuesTree {
    private var branches: [(key: String, tree: ValuesTree)] = []
    private var leaves: [String] = []
    private var keys: Set<String> = []

    /// False where the key is there already. Items of a list have none.
    mutating func add(_ lines: [String], as name: String?, below path: [String]) -> Bool {
        guard let key = path.first else {
            if let name, !keys.insert(name).inserted { return false }
            leaves += lines
            return true
        }
        let index = branches.firstIndex { $0.key == key } ?? branches.count
        if index == branches.count { branches.append((key, ValuesTree())) }
        return branches[index].tree.add(lines, as: name, below: Array(path.dropFirst()))
    }

    var lines: [String] {
        leaves + branches.flatMap { branch in ["\(branch.key):"] + branch.tree.lines.map { "  " + $0 } }
    }
}
