package import YAML

extension PartReader {
    /// What a document holds that is no rule file; `nil` if it is nothing known here. Empty for what is known to have no
    /// part in this, such as the file that tells Grafana where its dashboards are.
    package mutating func manifests(in root: YAMLNode) -> [Manifest]? {
        if let nodes = root.sequence { return list(nodes, root) }
        guard let mapping = root.mapping else { return nil }
        if mapping["apiVersion"] != nil, let kind = word(mapping["kind"]) { return resource(kind, mapping, root) }
        if mapping["apiVersion"] != nil { return mapping["providers"]?.sequence != nil ? [] : nil }
        if let found = configuration(mapping, root) { return found }
        let dashboards = dashboards(in: root, form: .plain)
        if !dashboards.isEmpty { return dashboards.map { .dashboard($0) } }
        guard mapping["groups"] == nil, Self.looksLikeValues(mapping) else { return nil }
        return stackValues(root)
    }

    /// A file that is nothing but a list: of relabelling rules, or of scrape configurations.
    private mutating func list(_ nodes: [YAMLNode], _ root: YAMLNode) -> [Manifest]? {
        let keys = nodes.map { Set(($0.mapping?.entries ?? []).map(\.name)) }
        guard !keys.isEmpty, keys.allSatisfy({ !$0.isEmpty }) else { return nil }
        let lists = Set(RelabelList.Place.allCases.map(\.rawValue) + ["job_name"])
        if keys.allSatisfy({ !$0.isDisjoint(with: lists) }) { return [.prometheus(prometheus(root))] }
        let fields = ["source_labels", "regex", "action", "target_label", "replacement", "if"]
        guard keys.allSatisfy({ !$0.isDisjoint(with: fields + ["sourceLabels", "targetLabel"]) }) else { return nil }
        let isCamel =
            !keys.contains { !$0.isDisjoint(with: ["source_labels", "target_label"]) }
            && keys.contains { !$0.isDisjoint(with: ["sourceLabels", "targetLabel"]) }
        return [.relabelList(bareList(root, isCamel ? .operator : .prometheus))]
    }

    private mutating func configuration(_ mapping: YAMLMapping, _ root: YAMLNode) -> [Manifest]? {
        func has(_ keys: String...) -> Bool { keys.contains { mapping[$0] != nil } }
        if mapping["tests"]?.sequence != nil, has("rule_files", "evaluation_interval", "group_eval_order") {
            return [.ruleTests(ruleTests(mapping))]
        }
        if has("scrape_configs", "rule_files", "remote_write", "alerting", "scrape_config_files") {
            // Promtail's and the agent's files have jobs too, whose rules are for logs or stand elsewhere.
            return has("positions", "clients") ? nil : [.prometheus(prometheus(root))]
        }
        if has("route"), has("receivers", "inhibit_rules", "global") || mapping["route"]?.mapping?["receiver"] != nil {
            return [.alertmanager(alertmanager(root, .plain))]
        }
        let global = mapping["global"]?.mapping
        if global?["scrape_interval"] != nil || global?["external_labels"] != nil {
            return [.prometheus(prometheus(root))]
        }
        var lists: [Manifest] = []
        for place in RelabelList.Place.allCases {
            if let list = relabelList(place.rawValue, of: mapping, as: place, owner: "the file", .prometheus) {
                lists.append(.relabelList(list))
            }
        }
        return lists.isEmpty ? nil : lists
    }

    private mutating func resource(_ kind: String, _ mapping: YAMLMapping, _ root: YAMLNode) -> [Manifest]? {
        let metadata = mapping["metadata"]?.mapping
        let (name, namespace) = (word(metadata?["name"]), word(metadata?["namespace"]))
        if let monitor = Monitor.Kind(rawValue: kind) {
            guard word(mapping["apiVersion"])?.hasPrefix("monitoring.coreos.com/") == true else { return nil }
            return self.monitor(monitor, root).map { [.monitor($0)] } ?? []
        }
        switch kind {
        case "AlertmanagerConfig":
            return [.alertmanager(alertmanager(root, .resource(name: name, namespace: namespace)))]
        case "GrafanaDashboard":
            // Compressed, or elsewhere: what it reads is not known.
            guard let json = mapping["spec"]?.mapping?["json"] else { return nil }
            return embedded(json) { $0.dashboards(in: $1, form: .resource(name: name)) }.map { .dashboard($0) }
        case "Dashboard":
            guard let spec = mapping["spec"] else { return nil }
            return dashboards(in: spec, form: .resource(name: name)).map { .dashboard($0) }
        case "Secret":
            var found: [Manifest] = []
            for entry in mapping["stringData"]?.mapping?.entries ?? [] {
                found += embedded(inConfigMap: entry, name: name, namespace: namespace)
            }
            return found.isEmpty ? nil : found
        default: return nil
        }
    }

    /// What a value of a ConfigMap holds that is no rule file.
    mutating func embedded(inConfigMap entry: YAMLEntry, name: String?, namespace: String?) -> [Manifest] {
        guard [".json", ".yaml", ".yml"].contains(where: entry.name.hasSuffix) else { return [] }
        let key = entry.name
        return embedded(entry.value) { reader, root in
            guard let mapping = root.mapping, mapping["apiVersion"] == nil else { return [] }
            let dashboards = reader.dashboards(in: root, form: .configMap(name: name, namespace: namespace, key: key))
            if !dashboards.isEmpty { return dashboards.map { .dashboard($0) } }
            if mapping["route"] != nil, mapping["receivers"] != nil {
                return [.alertmanager(reader.alertmanager(root, .embedded(name: name, key: key)))]
            }
            return reader.configuration(mapping, root) ?? []
        }
    }

    /// Reads the documents of a text that is the value of a scalar. One that is no YAML is not ours to judge.
    mutating func embedded<Part>(
        _ node: YAMLNode, _ read: (inout PartReader, YAMLNode) -> [Part]
    ) -> [Part] {
        guard let scalar = node.scalar else { return [] }
        let inner = ManifestText(scalar: node, value: scalar.value, in: text)
        let stream = YAMLStream(parsing: inner.source, limits: options.limits)
        if let error = stream.error, stream.documents.isEmpty, scalar.value.contains("\"panels\"") {
            fault(ManifestFault(.syntax, error.message, at: inner.fileRange(of: error.range)))
        }
        return within(inner) { reader in
            stream.documents.compactMap(\.root).flatMap { read(&reader, $0) }
        }
    }

    /// A dashboard, an export of one, or a library panel; empty for all else.
    mutating func dashboards(in root: YAMLNode, form: Dashboard.Form) -> [Dashboard] {
        guard let mapping = root.mapping else { return [] }
        var reader = DashboardReader(self, form: form)
        if let dashboard = mapping["dashboard"], dashboard.mapping != nil {
            var reader = DashboardReader(self, form: form == .plain ? .export : form)
            return [reader.read(dashboard)]
        }
        let element = mapping["result"]?.mapping ?? mapping
        if let model = element["model"], let panel = model.mapping, panel["targets"] != nil || panel["type"] != nil,
            element["uid"] != nil || element["name"] != nil
        {
            return [reader.readLibraryPanel(model, name: word(element["name"]), uid: word(element["uid"]))]
        }
        let isDashboard = ["panels", "rows"].contains { mapping[$0]?.sequence != nil }
        let isKnown = ["schemaVersion", "templating", "title", "annotations", "uid"].contains { mapping[$0] != nil }
        let isNew = mapping["elements"]?.mapping != nil && mapping["layout"] != nil
        return isDashboard && isKnown || isNew ? [reader.read(root)] : []
    }
}

extension ManifestText {
    /// The text that a scalar of another text holds.
    convenience init(scalar node: YAMLNode, value: String, in parent: ManifestText) {
        self.init(SourceText(value), map: TextMap(of: node, in: parent.source), parent: parent)
    }
}
