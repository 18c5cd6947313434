import YAML
import Spelling

extension ScrapeConfig {
    /// Limits by their keys in prometheus.yml.
    static let limitKeys = [
        "body_size_limit", "sample_limit", "label_limit", "label_name_length_limit", "label_value_length_limit",
        "target_limit", "keep_dropped_targets", "native_histogram_bucket_limit",
    ]
}

extension PartReader {
    /// A job of prometheus.yml, or an endpoint of a resource.
    mutating func scrapeConfig(_ node: YAMLNode, owner: String, _ spelling: RelabelList.Spelling) -> ScrapeConfig? {
        guard let mapping = node.mapping else {
            fault(.manifest, "\(owner) is \(node.inWords); expected a mapping", at: node)
            return nil
        }
        func key(_ name: String) -> String { spelling == .operator ? name.camelCased : name }
        var config = ScrapeConfig(owner: owner, fileRange: fileRange(of: node), node: node)
        config.jobName = spelling == .operator ? nil : scalar(mapping["job_name"])
        let intervalKey = spelling == .operator ? "interval" : "scrape_interval"
        let path = spelling == .operator && mapping["metricsPath"] == nil ? "path" : key("metrics_path")
        config.interval = duration(mapping[intervalKey] ?? mapping[key("scrape_interval")], intervalKey)
        config.timeout = duration(mapping[key("scrape_timeout")], key("scrape_timeout"))
        config.metricsPath = scalar(mapping[path])
        config.honorLabels = flag(mapping[key("honor_labels")], key("honor_labels"))
        config.honorTimestamps = flag(mapping[key("honor_timestamps")], key("honor_timestamps"))
        config.limits = limits(in: mapping, spelling)
        let targets = spelling == .operator ? "relabelings" : RelabelList.Place.targets.rawValue
        let samples = spelling == .operator ? "metricRelabelings" : RelabelList.Place.samples.rawValue
        for (name, place) in [(targets, RelabelList.Place.targets), (samples, .samples)] {
            if let list = relabelList(name, of: mapping, as: place, owner: owner, spelling) {
                config.relabelLists.append(list)
            }
        }
        return config
    }

    /// A list of jobs: `scrape_configs`, `additionalScrapeConfigs`, or a file that holds nothing else.
    mutating func scrapeConfigs(_ node: YAMLNode?) -> [ScrapeConfig] {
        guard let node, !node.isNull else { return [] }
        guard let nodes = node.sequence else {
            fault(.manifest, "scrape configurations are \(node.inWords); expected a list", at: node)
            return []
        }
        return nodes.enumerated().compactMap { index, node in
            let name = word(node.mapping?["job_name"])
            return scrapeConfig(
                node, owner: name.map { "job \"\($0)\"" } ?? "scrape configuration \(index + 1)", .prometheus)
        }
    }

    mutating func prometheus(_ root: YAMLNode) -> PrometheusConfiguration {
        var configuration = PrometheusConfiguration(text: text, fileRange: fileRange(of: root), node: root)
        if root.sequence != nil {
            configuration.scrapeConfigs = scrapeConfigs(root)
            return configuration
        }
        guard let mapping = root.mapping else { return configuration }
        checkKeys(of: mapping, Self.configurationKeys)
        if let global = mapping["global"]?.mapping {
            configuration.scrapeInterval = duration(global["scrape_interval"], "scrape_interval")
            configuration.evaluationInterval = duration(global["evaluation_interval"], "evaluation_interval")
            configuration.externalLabels = entries(global["external_labels"])
            configuration.nameValidationScheme = scalar(global["metric_name_validation_scheme"])
            configuration.queryLogFile = scalar(global["query_log_file"])
            configuration.limits = limits(in: global, .prometheus)
        }
        configuration.ruleFiles = scalars(mapping["rule_files"])
        configuration.scrapeConfigFiles = scalars(mapping["scrape_config_files"])
        configuration.scrapeConfigs = scrapeConfigs(mapping["scrape_configs"])
        configuration.alertingRelabelLists = alerting(mapping["alerting"])
        for (index, node) in (mapping["remote_write"]?.sequence ?? []).enumerated() {
            guard let remote = node.mapping else { continue }
            let name = word(remote["name"]).map { "\"\($0)\"" } ?? "\(index + 1)"
            configuration.remoteWrites.append(
                PrometheusConfiguration.RemoteWrite(
                    name: scalar(remote["name"]), url: scalar(remote["url"]),
                    relabelList: relabelList(
                        RelabelList.Place.remoteWrite.rawValue, of: remote, as: .remoteWrite,
                        owner: "remote write \(name)", .prometheus)))
        }
        return configuration
    }

    private mutating func alerting(_ node: YAMLNode?) -> [RelabelList] {
        guard let mapping = node?.mapping else { return [] }
        let (alerts, targets) = (RelabelList.Place.alerts.rawValue, RelabelList.Place.targets.rawValue)
        var lists: [RelabelList] = []
        lists += [relabelList(alerts, of: mapping, as: .alerts, owner: "alerting", .prometheus)].compactMap(\.self)
        for (index, node) in (mapping["alertmanagers"]?.sequence ?? []).enumerated() {
            guard let mapping = node.mapping else { continue }
            let owner = "Alertmanager \(index + 1)"
            for (key, place) in [(targets, RelabelList.Place.targets), (alerts, .alerts)] {
                if let list = relabelList(key, of: mapping, as: place, owner: owner, .prometheus) { lists.append(list) }
            }
        }
        return lists
    }

    static let configurationKeys = [
        "global", "runtime", "alerting", "rule_files", "scrape_config_files", "scrape_configs", "storage", "tracing",
        "remote_write", "remote_read", "otlp",
    ]

    /// Says so where a key is unknown and looks like one that is known. Others may be of another program.
    private mutating func checkKeys(of mapping: YAMLMapping, _ known: [String]) {
        for entry in mapping.entries where !known.contains(entry.name) {
            let name = entry.name
            guard let close = Spelling.nearest(to: name, among: known) else { continue }
            fault(
                .manifest, "unknown field `\(name)`", at: entry.key, advice: "did you mean `\(close)`?")
        }
    }
}
