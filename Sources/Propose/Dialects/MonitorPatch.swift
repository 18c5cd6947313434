package import Manifests
import Relabel

/// Rules for a ServiceMonitor or PodMonitor as a JSON patch (RFC 6902) that kubectl and kustomize apply.
///
/// Custom resources know no strategic merge, and a merge patch would put its list in place of all endpoints. A JSON
/// patch adds to what is there; before it does, it tests that the endpoint is the one the rules were made for.
package struct MonitorPatch: Sendable {
    /// An endpoint, and what is to be added to it.
    package struct Endpoint: Sendable {
        /// Place in the list, from 0.
        package var index: Int
        /// Keys and values the endpoint has, such as `port` and `path`: the patch fails where they differ.
        package var expected: [(key: String, value: String)]
        /// Whether it has `metricRelabelings`: a patch can append to a list, but has to write one that is not there.
        package var hasRules: Bool
        package var rules: [CommentedRule]

        package init(
            _ index: Int, expected: [(key: String, value: String)] = [], hasRules: Bool, rules: [CommentedRule]
        ) {
            self.index = index
            self.expected = expected
            self.hasRules = hasRules
            self.rules = rules
        }
    }

    package let kind: Monitor.Kind
    package let name: String
    package let namespace: String?
    package let endpoints: [Endpoint]
    package let limits: [ScrapeLimit]

    package init(
        _ kind: Monitor.Kind, name: String, namespace: String?, endpoints: [Endpoint], limits: [ScrapeLimit] = []
    ) {
        self.kind = kind
        self.name = name
        self.namespace = namespace
        self.endpoints = endpoints
        self.limits = limits
    }

    /// The command that applies it, in its first lines.
    package func text() throws(DialectRefusal) -> String {
        let key = try listKey()
        let place = namespace.map { " --namespace " + Self.shellWord($0) } ?? ""
        var lines = [
            "# kubectl patch \(kind.rawValue.lowercased()) \(Self.shellWord(name))\(place)"
                + " --type=json --patch-file FILE"
        ]
        if endpoints.contains(where: { $0.rules.contains { $0.rule.replacement.isEmpty } }) {
            lines += CommentLines.of(
                "An empty replacement needs a prometheus-operator of mid-2024 or later: older ones take it for none.")
        }
        for limit in limits {
            lines += CommentLines.of(limit.comment)
            lines += ["- op: add", "  path: /spec/\(limit.key.camelCase)", "  value: \(limit.value)"]
        }
        let rules = YAMLRuleLines(spelling: .operator)
        for endpoint in endpoints {
            let path = "/spec/\(key)/\(endpoint.index)/"
            for (key, value) in endpoint.expected {
                lines += ["- op: test", "  path: " + YAMLText.scalar(path + Self.pointer(key))]
                lines.append("  value: " + YAMLText.scalar(value))
            }
            guard !endpoint.rules.isEmpty else { continue }
            if endpoint.hasRules {
                for rule in endpoint.rules {
                    lines += CommentLines.of(rule.comment)
                    lines += ["- op: add", "  path: \(path)metricRelabelings/-", "  value:"]
                    lines += try rules.rule(rule.rule).map { "    " + $0 }
                }
            } else {
                lines += ["- op: add", "  path: \(path)metricRelabelings", "  value:"]
                lines += try rules.list(endpoint.rules, indent: 4)
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private func listKey() throws(DialectRefusal) -> String {
        switch kind {
        case .serviceMonitor: return "endpoints"
        case .podMonitor: return "podMetricsEndpoints"
        case .probe, .scrapeConfig:
            throw DialectRefusal("a \(kind.rawValue) has no endpoints; put the rules below `spec.metricRelabelings`")
        }
    }

    /// A key in a JSON pointer (RFC 6901).
    private static func pointer(_ key: String) -> String {
        key.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
            .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
    }

    /// Names of resources are plain words; what is not is quoted, for a person will paste it into a shell.
    private static func shellWord(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E: true
            default: false
            }
        }
        if isPlain, !text.isEmpty, !text.hasPrefix("-") { return text }
        let quoted = text.unicodeScalars.map { $0 == "'" ? "'\\''" : $0.isSafeInYAML ? String($0) : "?" }.joined()
        return "'" + quoted + "'"
    }
}
