import PromQL
import YAML

/// Reads a dashboard's JSON: the parts that ask Prometheus for something.
struct DashboardReader {
    let part: PartReader
    let form: Dashboard.Form
    /// Library panels that the file brings along, by their uid.
    private var library: [String: YAMLNode] = [:]
    /// Variables whose values are all numbers.
    private var numbers: Set<String> = []
    /// Names of variables that stand for a data source that is not Prometheus.
    private var foreignSources: Set<String> = []
    /// Panels within rows within panels: Grafana itself has two levels.
    private static let depthLimit = 8

    init(_ part: PartReader, form: Dashboard.Form) {
        self.part = part
        self.form = form
    }

    mutating func read(_ root: YAMLNode) -> Dashboard {
        let mapping = root.mapping
        var dashboard = Dashboard(
            form: form, title: part.word(mapping?["title"]), uid: part.word(mapping?["uid"]), text: part.text,
            fileRange: part.fileRange(of: root))
        for entry in mapping?["__elements"]?.mapping?.entries ?? [] {
            let element = entry.value.mapping
            library[part.word(element?["uid"]) ?? entry.name] = element?["model"]
        }
        for node in mapping?["templating"]?.mapping?["list"]?.sequence ?? [] {
            if let variable = variable(node) { dashboard.variables.append(variable) }
        }
        for node in mapping?["annotations"]?.mapping?["list"]?.sequence ?? [] {
            if let query = annotation(node) { dashboard.annotations.append(query) }
        }
        if let mapping { addPanels(of: mapping, source: nil, depth: 0, to: &dashboard.panels) }
        if mapping?["elements"] != nil, mapping?["panels"] == nil { addUnread(root, to: &dashboard) }
        return dashboard
    }

    /// A panel on its own, as the library keeps it.
    mutating func readLibraryPanel(_ model: YAMLNode, name: String?, uid: String?) -> Dashboard {
        var dashboard = Dashboard(
            form: .libraryPanel, title: name, uid: uid, text: part.text, fileRange: part.fileRange(of: model))
        if let mapping = model.mapping { dashboard.panels = [panel(mapping, at: model, source: nil)] }
        return dashboard
    }

    // MARK: Panels

    private func addPanels(of mapping: YAMLMapping, source: DataSource?, depth: Int, to panels: inout [DashboardPanel])
    {
        for key in ["panels", "rows"] {
            for node in mapping[key]?.sequence ?? [] {
                guard var inner = node.mapping else { continue }
                if let uid = part.word(inner["libraryPanel"]?.mapping?["uid"]), inner["targets"] == nil,
                    let model = library[uid]?.mapping
                {
                    inner = model
                }
                let panel = panel(inner, at: node, source: source)
                if !panel.queries.isEmpty || panel.missingLibraryPanel != nil { panels.append(panel) }
                guard depth < Self.depthLimit else { continue }
                addPanels(of: inner, source: panelSource(inner) ?? source, depth: depth + 1, to: &panels)
            }
        }
    }

    private func panelSource(_ panel: YAMLMapping) -> DataSource? { panel["datasource"].flatMap(DataSource.init) }

    private func panel(_ mapping: YAMLMapping, at node: YAMLNode, source: DataSource?) -> DashboardPanel {
        let title = part.word(mapping["title"])
        var panel = DashboardPanel(
            title: title, type: part.word(mapping["type"]), fileRange: part.fileRange(of: node))
        let owner = title.map { "panel \"\($0)\"" } ?? "a panel without a title"
        let outer = panelSource(mapping) ?? source
        for node in mapping["targets"]?.sequence ?? [] {
            if let query = target(node, outer, owner: owner) { panel.queries.append(query) }
        }
        if let node = mapping["libraryPanel"]?.mapping, mapping["targets"] == nil {
            panel.missingLibraryPanel = part.scalar(node["uid"]) ?? part.scalar(node["name"])
        }
        return panel
    }

    private func target(_ node: YAMLNode, _ outer: DataSource?, owner: String) -> DashboardQuery? {
        guard let mapping = node.mapping else { return nil }
        let source = mapping["datasource"].flatMap(DataSource.init) ?? outer ?? .unstated
        // Other data sources have an `expr` too: what Loki's means is not PromQL.
        guard let scalar = part.scalar(mapping["expr"]), !scalar.value.isBlank, let isGuessed = isPrometheus(source)
        else { return nil }
        var query = DashboardQuery(.expression(expression(scalar)), scalar: scalar, owner: owner)
        query.legend = part.scalar(mapping["legendFormat"])
        query.isGuessed = isGuessed
        return query
    }

    private func expression(_ scalar: ManifestScalar) -> DashboardExpression {
        DashboardExpression(
            scalar, at: 0..<scalar.value.utf8.count, numbers: numbers, as: part.options.language)
    }

    /// `nil` if it is another kind of data source, else whether that is a guess.
    private func isPrometheus(_ source: DataSource) -> Bool? {
        switch source {
        case .prometheus: false
        case .other: nil
        case .variable(let name): foreignSources.contains(name) ? nil : true
        case .mixed, .unstated: true
        }
    }

    // MARK: Variables and annotations

    private mutating func variable(_ node: YAMLNode) -> DashboardVariable? {
        guard let mapping = node.mapping, let name = part.word(mapping["name"]) else { return nil }
        let type = part.word(mapping["type"]) ?? "query"
        var variable = DashboardVariable(name: name, type: type, fileRange: part.fileRange(of: node))
        switch type {
        case "datasource":
            if let kind = part.word(mapping["query"]), !DataSource.isPrometheus(kind) { foreignSources.insert(name) }
        case "custom", "constant", "interval":
            variable.values = values(of: mapping, type)
            let isNumeric = variable.values?.allSatisfy { Double($0) != nil } ?? false
            if isNumeric { numbers.insert(name) }
        case "textbox":
            if let value = mapping["query"]?.scalar?.value, Double(value) != nil { numbers.insert(name) }
        case "query":
            let source = mapping["datasource"].flatMap(DataSource.init) ?? .unstated
            guard let isGuessed = isPrometheus(source) else { break }
            let query = mapping["query"]
            guard let scalar = part.scalar(query?.mapping?["query"] ?? query) ?? part.scalar(mapping["definition"]),
                !scalar.value.isBlank
            else { break }
            let kind = VariableQuery.kind(of: scalar, numbers: numbers, as: part.options.language)
            variable.query = DashboardQuery(kind, scalar: scalar, owner: "variable \"\(name)\"")
            variable.query?.isGuessed = isGuessed
        default: break
        }
        return variable
    }

    /// All values the file states. `nil` where one is not plain text, such as `text : value` pairs.
    private func values(of mapping: YAMLMapping, _ type: String) -> [String]? {
        guard let query = mapping["query"]?.scalar?.value else { return nil }
        if type == "constant" { return [query] }
        if part.word(mapping["allValue"]) != nil || query.contains(":") || query.contains("\\") { return nil }
        return query.split(separator: ",").map { word in
            String(
                decoding: word.utf8.drop(while: \.isSpace).reversed().drop(while: \.isSpace).reversed(), as: UTF8.self)
        }
    }

    private func annotation(_ node: YAMLNode) -> DashboardQuery? {
        guard let mapping = node.mapping else { return nil }
        let source = mapping["datasource"].flatMap(DataSource.init) ?? .unstated
        guard let isGuessed = isPrometheus(source),
            let scalar = part.scalar(mapping["expr"]) ?? part.scalar(mapping["target"]?.mapping?["expr"]),
            !scalar.value.isBlank
        else { return nil }
        let name = part.word(mapping["name"]) ?? ""
        var query = DashboardQuery(.expression(expression(scalar)), scalar: scalar, owner: "annotation \"\(name)\"")
        query.isGuessed = isGuessed
        return query
    }

    /// Grafana's new schema is not read: it can hold any query.
    private func addUnread(_ root: YAMLNode, to dashboard: inout Dashboard) {
        guard let scalar = part.scalar(root.mapping?["title"]) else { return }
        var panel = DashboardPanel(title: dashboard.title, type: nil, fileRange: dashboard.fileRange)
        let reason = "a dashboard of Grafana's schema v2, which is not read; save it with the classic schema"
        panel.queries = [DashboardQuery(.unknown(reason: reason), scalar: scalar, owner: "the dashboard")]
        dashboard.panels.append(panel)
    }
}

extension String {
    fileprivate var isBlank: Bool { utf8.allSatisfy(\.isSpace) }
}
