/// A Grafana dashboard, as far as it reads series from Prometheus.
package struct Dashboard: Sendable {
    /// What it is wrapped in.
    package enum Form: Sendable, Equatable {
        case plain
        /// What Grafana's API returns: `{"dashboard": {...}, "meta": {...}}`.
        case export
        /// A panel kept on its own, to be used by many dashboards.
        case libraryPanel
        /// A value of a ConfigMap, by its key.
        case configMap(name: String?, namespace: String?, key: String)
        /// A resource of the Grafana operator, or part of the values of a Helm chart.
        case resource(name: String?)
    }

    package let form: Form
    package let title: String?
    package let uid: String?
    package let text: ManifestText
    /// Bytes of the file.
    package let fileRange: Range<Int>
    /// All that read something, those inside rows and library panels included.
    package var panels: [DashboardPanel] = []
    package var variables: [DashboardVariable] = []
    package var annotations: [DashboardQuery] = []

    package init(form: Form, title: String?, uid: String?, text: ManifestText, fileRange: Range<Int>) {
        self.form = form
        self.title = title
        self.uid = uid
        self.text = text
        self.fileRange = fileRange
    }

    /// Every query, in the order: variables, annotations, panels.
    package var queries: [DashboardQuery] {
        variables.compactMap(\.query) + annotations + panels.flatMap(\.queries)
    }
}

/// A panel and what it reads.
package struct DashboardPanel: Sendable {
    package let title: String?
    package let type: String?
    package var queries: [DashboardQuery] = []
    /// A library panel that this one stands for and that is not in the file: its queries are not known.
    package var missingLibraryPanel: ManifestScalar?
    /// Bytes of the file.
    package let fileRange: Range<Int>

    package init(title: String?, type: String?, fileRange: Range<Int>) {
        self.title = title
        self.type = type
        self.fileRange = fileRange
    }
}

/// A variable of a dashboard: `$name` in its queries.
package struct DashboardVariable: Sendable {
    package let name: String
    /// Grafana's word: `query`, `custom`, `datasource`, `adhoc`.
    package let type: String
    /// What it takes its values from, if that is Prometheus.
    package var query: DashboardQuery?
    /// All values it can have, where the file says so: `custom`, `constant`, `interval`.
    package var values: [String]?
    /// Bytes of the file.
    package let fileRange: Range<Int>

    package init(name: String, type: String, fileRange: Range<Int>) {
        self.name = name
        self.type = type
        self.fileRange = fileRange
    }
}
