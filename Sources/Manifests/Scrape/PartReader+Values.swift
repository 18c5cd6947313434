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

    /// The values, and what else is in them.
    mutating func stackValues(_ root: YAMLNode) -> [Manifest] {
        var values = StackValues(text: text, fileRange: fileRange(of: root), node: root)
        var others: [Manifest] = []
        if let mapping = root.mapping { readValues(mapping, path: [], into: &values, &others) }
        return [.stackValues(values)] + others
    }

    private mutating func readValues(
        _ mapping: YAMLMapping, path: [String], into values: inout StackValues, _ others: inout [Manifest]
    ) {
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
                others += (entry.value.sequence ?? []).compactMap { chartMonitor(kind, $0) }.map { .monitor($0) }
            case "additionalPrometheusRulesMap":
                for rules in entry.value.mapping?.entries ?? [] {
                    others += self.rules(in: rules.value, name: rules.name).map { .rules($0) }
                }
            case "additionalPrometheusRules":
                for node in entry.value.sequence ?? [] {
                    others += rules(in: node, name: word(node.mapping?["name"])).map { .rules($0) }
                }
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
                others.append(.alertmanager(alertmanager(entry.value, .values)))
            case "dashboards":
                others += dashboards(entry.value)
            default:
                if let inner = entry.value.mapping { readValues(inner, path: path + [key], into: &values, &others) }
            }
        }
    }

    /// Rules that the chart makes a PrometheusRule of.
    private mutating func rules(in node: YAMLNode, name: String?) -> [RuleFile] {
        guard let groups = node.mapping?.entries.filter({ $0.name == "groups" }), !groups.isEmpty else { return [] }
        var reader = RuleFileReader(options: options, form: .resource(name: name, namespace: nil), text: text)
        let file = reader.read(YAMLNode(.mapping(YAMLMapping(groups)), range: node.range))
        for fault in reader.fields.faults { self.fault(fault) }
        return [file]
    }

    /// `grafana.dashboards`: by folder and name, each with its `json`.
    private mutating func dashboards(_ node: YAMLNode) -> [Manifest] {
        var found: [Manifest] = []
        for entry in (node.mapping?.entries ?? []).flatMap({ $0.value.mapping?.entries ?? [] }) {
            guard let json = entry.value.mapping?["json"] else { continue }
            found += embedded(json) { $0.dashboards(in: $1, form: .resource(name: entry.name)) }.map { .dashboard($0) }
        }
        return found
    }

    /// What a key's rules are applied to, if it is one of a list of rules: `cAdvisorMetricRelabelings`.
    private static func place(ofKey key: String) -> RelabelList.Place? {
        let key = key.lowercased()
        if key.hasSuffix("metricrelabelings") { return .samples }
        return key.hasSuffix("relabelings") ? .targets : nil
    }
}
