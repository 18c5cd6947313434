extension DocumentShape {
    /// Resources of others that hold queries, by kind.
    private static let readers: [String: String] = [
        "AnalysisTemplate": "Argo Rollouts", "ClusterAnalysisTemplate": "Argo Rollouts",
        "GrafanaDashboard": "the Grafana operator", "GrafanaLibraryPanel": "the Grafana operator",
        "GrafanaAlertRuleGroup": "the Grafana operator", "MetricTemplate": "Flagger",
        "PrometheusServiceLevel": "Sloth", "ServiceLevelObjective": "Pyrra", "ScaledObject": "KEDA",
        "ScaledJob": "KEDA",
    ]

    /// What it is, in words, if it is known to read series in a form that is not read here.
    var unreadReader: String? {
        switch self {
        case .grafanaAlerts: "alert rules of Grafana"
        case .resource(let kind) where !isRead: Self.readers[kind].map { "\(kind) of \($0)" }
        case .rules, .resource, .part, .other: nil
        }
    }
}
