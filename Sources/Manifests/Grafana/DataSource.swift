import YAML

/// Where a query goes, as far as a dashboard says.
enum DataSource {
    case prometheus
    /// Loki and the like.
    case other
    /// Each query of the panel says for itself.
    case mixed
    case variable(String)
    /// The default of the installation, or a name whose kind is not in the file.
    case unstated

    /// `nil` for null, which means the one of the panel around, or the default.
    init?(_ node: YAMLNode) {
        if let mapping = node.mapping {
            let uid = mapping["uid"]?.scalar?.value ?? ""
            if uid == "-- Mixed --" {
                self = .mixed
            } else if let type = mapping["type"]?.scalar?.value, !type.isEmpty {
                self = Self.isPrometheus(type) ? .prometheus : .other
            } else if uid.isEmpty {
                return nil
            } else {
                self.init(name: uid)
            }
            return
        }
        guard let name = node.scalar?.value, !node.isNull, !name.isEmpty else { return nil }
        self.init(name: name)
    }

    private init(name: String) {
        let bytes = Array(name.utf8)
        if let variable = VariableReference(in: bytes, at: 0), variable.range.upperBound == bytes.count {
            self = .variable(variable.name)
        } else if name == "-- Mixed --" {
            self = .mixed
        } else if name.hasPrefix("-- ") || name == "grafana" {
            self = .other
        } else {
            self = .unstated
        }
    }

    /// Whether the kind of data source speaks PromQL.
    static func isPrometheus(_ type: String) -> Bool {
        [
            "prometheus", "grafana-amazonprometheus-datasource", "grafana-azureprometheus-datasource",
            "victoriametrics-metrics-datasource", "victoriametrics-datasource", "mimir", "cortex",
        ]
        .contains(type.lowercased())
    }
}
