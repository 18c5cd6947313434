import YAML

extension PartReader {
    /// Keys by which the values of a chart are recognised.
    static let valuesKeys: Set<String> = [
        "prometheusSpec", "additionalPrometheusRulesMap", "additionalPrometheusRules", "additionalScrapeConfigs",
        "metricRelabelings", "relabelings", "additionalAlertRelabelConfigs",
    ]
    private static let depthLimit = 32

    /// Whether a mapping has one of those keys at any depth.
    static func looksLikeValues(_ mapping: YAMLMapping, depth: Int = 0) -> Bool {
        guard depth < depthLimit else { return false }
        return mapping.entries.contains { entry in
            if valuesKeys.contains(entry.name) || place(ofKey: entry.name) != nil { return true }
            return entry.value.mapping.map { looksLikeValues($0, depth: depth + 1) } ?? false
        }
    }

    mutating func stackValues(_ root: YAMLNode) -> StackValues {
        var values = StackValues(text: text, fileRange: fileRange(of: root), node: root)
        if let mapping = root.mapping { readValues(mapping, path: [], into: &values) }
        return values
    }

    private mutating func readValues(_ mapping: YAMLMapping, path: [String], into values: inout StackValues) {
        guard path.count < Self.depthLimit else { return }
        for entry in mapping.entries where !entry.value.isNull {
            let key = entry.name
            if let place = Self.place(ofKey: key), entry.value.sequence != nil {
                let owner = path.isEmpty ? "the values" : path.joined(separator: ".")
                values.relabelLists.append(
                    relabelList(entry.value, key: key, as: place, owner: owner, .operator))
                continue
            }
            switch key {
            case "additionalScrapeConfigs":
                // Of old charts it may be a text.
                guard entry.value.sequence != nil else { continue }
                let configs = scrapeConfigs(entry.value)
                values.scrapeConfigs += configs
                values.relabelLists += configs.flatMap(\.relabelLists)
            case "additionalAlertRelabelConfigs":
                guard entry.value.sequence != nil else { continue }
                values.relabelLists.append(
                    relabelList(entry.value, key: key, as: .alerts, owner: path.joined(separator: "."), .prometheus))
            case "additionalServiceMonitors", "additionalPodMonitors":
                let kind = key == "additionalPodMonitors" ? Monitor.Kind.podMonitor : .serviceMonitor
                let monitors = (entry.value.sequence ?? []).compactMap { chartMonitor(kind, $0) }
                values.monitors += monitors
                values.relabelLists += monitors.flatMap(\.relabelLists)
            case "remoteWrite":
                for (index, node) in (entry.value.sequence ?? []).enumerated() {
                    guard let remote = node.mapping else { continue }
                    let owner = "remote write \(index + 1)"
                    if let list = relabelList(
                        "writeRelabelConfigs", of: remote, as: .remoteWrite, owner: owner, .operator)
                    {
                        values.relabelLists.append(list)
                    }
                }
            case "config" where path.last == "alertmanager" && entry.value.mapping?["route"] != nil:
                values.alertmanager = alertmanager(entry.value, .values)
            case "dashboards":
                addDashboards(entry.value, into: &values)
            default:
                if let inner = entry.value.mapping { readValues(inner, path: path + [key], into: &values) }
            }
        }
    }

    /// `grafana.dashboards`: by folder and name, each with its `json`.
    private mutating func addDashboards(_ node: YAMLNode, into values: inout StackValues) {
        for folder in node.mapping?.entries ?? [] {
            for entry in folder.value.mapping?.entries ?? [] {
                guard let json = entry.value.mapping?["json"] else { continue }
                values.dashboards += embedded(json) { reader, root in
                    reader.dashboards(in: root, form: .resource(name: entry.name))
                }
            }
        }
    }

    /// What a key's rules are applied to, if it is one of a list of rules: `cAdvisorMetricRelabelings`.
    private static func place(ofKey key: String) -> RelabelList.Place? {
        let key = key.lowercased()
        if key.hasSuffix("metricrelabelings") { return .samples }
        return key.hasSuffix("relabelings") ? .targets : nil
    }
}
