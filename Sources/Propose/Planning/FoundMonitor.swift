import Manifests
import Relabel
import YAML

/// A ServiceMonitor or PodMonitor of `--config`, and the job whose targets it makes.
struct FoundMonitor: Sendable {
    let monitor: Monitor
    let path: String
    let job: String

    /// Counted from 1.
    var line: Int { monitor.text.source.lineNumber(of: monitor.fileRange.lowerBound) }

    /// `nil` where the job is not the same for all its targets, or not known.
    ///
    /// A ServiceMonitor takes it from the label of the Service that `jobLabel` names: where `selector.matchLabels` asks for
    /// a value of that label, it is this one. A PodMonitor without `jobLabel` takes its own namespace and name.
    init?(_ monitor: Monitor, in path: String) {
        guard let job = Self.job(of: monitor) else { return nil }
        (self.monitor, self.path, self.job) = (monitor, path, job)
    }

    private static func job(of monitor: Monitor) -> String? {
        guard monitor.kind == .serviceMonitor || monitor.kind == .podMonitor, monitor.name != nil,
            !monitor.endpoints.isEmpty, !monitor.endpoints.contains(where: \.setsJob)
        else { return nil }
        if let label = monitor.jobLabel?.value, !label.isEmpty {
            let spec = monitor.node.mapping?["spec"] ?? monitor.node
            let job = spec.mapping?["selector"]?.mapping?["matchLabels"]?.mapping?[label]?.scalar?.value
            return job?.isEmpty == false ? job : nil
        }
        guard monitor.kind == .podMonitor, let name = monitor.name, let namespace = monitor.namespace else {
            return nil
        }
        return "\(namespace)/\(name)"
    }

    /// Rules for its endpoints. Where series name the path that they were scraped from, and an endpoint has that path,
    /// their rules are for this one; else they are for all, and one that meets none of its metrics changes nothing.
    func patch(_ sections: [RuleSection]) -> MonitorPatch {
        let paths = Set(monitor.endpoints.map { $0.metricsPath?.value ?? "/metrics" })
        let endpoints = monitor.endpoints.enumerated().map { index, endpoint in
            let expected = ["port", "path"].compactMap { key in
                endpoint.node.mapping?[key]?.scalar.map { (key: key, value: $0.value) }
            }
            let hasRules = endpoint.node.mapping?["metricRelabelings"]?.sequence != nil
            var rules: [CommentedRule] = []
            for section in sections {
                guard case .job(_, let path) = section.destination else { continue }
                let isElsewhere = path.map { paths.contains($0) && $0 != (endpoint.metricsPath?.value ?? "/metrics") }
                if isElsewhere == true { continue }
                // What both of two paths need stands in both of their sections.
                rules += section.rules.filter { rule in !rules.contains { $0.rule == rule.rule } }
            }
            return MonitorPatch.Endpoint(index, expected: expected, hasRules: hasRules, rules: rules)
        }
        let limits = sections.flatMap(\.limits)
        let known = Set(monitor.limits.filter { $0.value > 0 }.map(\.key))
        return MonitorPatch(
            monitor.kind, name: monitor.name ?? "", namespace: monitor.namespace, endpoints: endpoints,
            limits: limits.filter { !known.contains($0.key.rawValue) })
    }
}

extension ScrapeConfig {
    /// Whether rules of its own may change the label `job`.
    var setsJob: Bool {
        relabelLists.filter { $0.place == .targets || $0.place == .samples }.contains { list in
            guard let relabelling = try? Relabelling(list.rules.compactMap(\.rule)) else { return true }
            return relabelling.maySet("job") || relabelling.mayRemove("job")
        }
    }
}
