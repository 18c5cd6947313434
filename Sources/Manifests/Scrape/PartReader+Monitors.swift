import YAML

extension PartReader {
    /// A resource of prometheus-operator that says what is scraped; `nil` if it has no `spec`.
    mutating func monitor(_ kind: Monitor.Kind, _ root: YAMLNode) -> Monitor? {
        guard let mapping = root.mapping, let spec = mapping["spec"], let specMapping = spec.mapping else { return nil }
        let metadata = mapping["metadata"]?.mapping
        return monitor(
            kind, name: word(metadata?["name"]), namespace: word(metadata?["namespace"]), root, spec, specMapping)
    }

    /// `additionalServiceMonitors` of the chart: the fields of `spec` beside the name.
    mutating func chartMonitor(_ kind: Monitor.Kind, _ node: YAMLNode) -> Monitor? {
        guard let mapping = node.mapping else { return nil }
        return monitor(kind, name: word(mapping["name"]), namespace: nil, node, node, mapping)
    }

    private mutating func monitor(
        _ kind: Monitor.Kind, name: String?, namespace: String?, _ root: YAMLNode, _ spec: YAMLNode,
        _ mapping: YAMLMapping
    ) -> Monitor {
        var monitor = Monitor(
            kind: kind, name: name, namespace: namespace, text: text, fileRange: fileRange(of: root), node: root)
        monitor.jobLabel = scalar(mapping["jobLabel"])
        monitor.limits = limits(in: mapping, .operator)
        let owner = name.map { "\(kind.rawValue) \"\($0)\"" } ?? "a \(kind.rawValue)"
        switch kind {
        case .scrapeConfig:
            if let config = scrapeConfig(spec, owner: owner, .operator) { monitor.endpoints = [config] }
        case .probe:
            if let config = scrapeConfig(spec, owner: owner, .operator) { monitor.endpoints = [config] }
            addTargetRelabelling(of: mapping, owner: owner, to: &monitor)
        case .serviceMonitor, .podMonitor:
            let key = kind == .serviceMonitor ? "endpoints" : "podMetricsEndpoints"
            guard let node = mapping[key], !node.isNull else { break }
            guard let nodes = node.sequence else {
                fault(.manifest, "`\(key)` of \(owner) is \(node.inWords); expected a list", at: node)
                break
            }
            for (index, node) in nodes.enumerated() {
                let owner = nodes.count == 1 ? owner : "\(owner), endpoint \(index + 1)"
                if let config = scrapeConfig(node, owner: owner, .operator) { monitor.endpoints.append(config) }
            }
        }
        return monitor
    }

    /// A Probe has the rules for its targets beside them.
    private mutating func addTargetRelabelling(of spec: YAMLMapping, owner: String, to monitor: inout Monitor) {
        guard let targets = spec["targets"]?.mapping, !monitor.endpoints.isEmpty else { return }
        for (kind, key) in [("ingress", "relabelingConfigs"), ("staticConfig", "relabelingConfigs")] {
            guard let mapping = targets[kind]?.mapping,
                let list = relabelList(key, of: mapping, as: .targets, owner: owner, .operator)
            else { continue }
            monitor.endpoints[0].relabelLists.insert(list, at: 0)
        }
    }
}
