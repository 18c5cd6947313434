import PromQL
import Testing
import YAML

@testable import Manifests

struct DashboardTests {
    /// A dashboard with one panel that asks this.
    private func dashboard(_ expr: String, variables: String = "") -> String {
        let escaped = expr.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return """
            {"title": "D", "uid": "u", "templating": {"list": [\(variables)]}, "panels": [{"type": "row", "panels": [
              {"title": "P", "datasource": {"type": "prometheus"}, "targets": [{"expr": "\(escaped)"}]}]}]}
            """
    }

    @Test(arguments: [
        #"rate(a{job=~"$job"}[$__rate_interval])"#, #"sum by ($group) (rate(a[${i}m]))"#, #"topk($n, a{$filters})"#,
        #"$agg(rate(a{x="[[y]]"}[$__interval])) > $limit"#, #"$fn(a[5m] offset $o)"#, "a / $__range_s",
        #"label_replace(a, "b", "$1", "c", "(.*)")"#, "a{$l=\"x\"}", "a_${x}_total", "increase(a[${__range_s}s])",
        #"histogram_quantile($q, sum by (le) (rate(a_bucket[[[i]]])))"#, "$a by (x) (b)", "a # $b {\n",
    ])
    func variablesAreReplaced(expr: String) throws {
        let file = read(dashboard(expr), path: "d.json")
        let query = try #require(file.dashboards.first?.panels.first?.queries.first)
        #expect(query.parsed != nil, "\(query.kind)")
    }

    @Test func positionsLeadBack() throws {
        let file = read(dashboard(#"a{job="$job"} + rate(b{x="y"}[$__interval])"#), path: "d.json")
        guard case .expression(let expression)? = file.dashboards.first?.queries.first?.kind else {
            Issue.record("no expression")
            return
        }
        let ranges = try #require(expression.parsed?.selectors.map(\.selector.range))
        #expect(ranges.map { file.slice(expression.fileRange(of: $0)) } == [#"a{job=\"$job\"}"#, #"b{x=\"y\"}"#])
    }

    @Test func otherSourcesAreLeftAlone() {
        let text = """
            {"title": "D", "panels": [{"datasource": {"type": "loki"}, "targets": [{"expr": "{a=\\"b\\"} |= `x`"}]},
              {"datasource": {"uid": "-- Mixed --"}, "targets": [
                {"expr": "up", "datasource": {"type": "prometheus"}}, {"expr": "{", "datasource": {"type": "loki"}}]}]}
            """
        #expect(read(text, path: "d.json").dashboards.flatMap(\.queries).count == 1)
    }

    @Test func whatIsAroundThem() {
        let json = dashboard("up")
        #expect(read("{\"dashboard\": \(json), \"meta\": {}}").dashboards.map(\.form) == [.export])
        let panel = #"{"uid": "l", "kind": 1, "model": {"type": "x", "targets": [{"expr": "up"}]}}"#
        #expect(read("{\"result\": \(panel)}").dashboards.map(\.form) == [.libraryPanel])
        let indented = json.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n")
        let map = read("kind: ConfigMap\napiVersion: v1\nmetadata: {name: m}\ndata:\n  a.json: |-\n\(indented)\n")
        #expect(map.dashboards.map(\.form) == [.configMap(name: "m", namespace: nil, key: "a.json")])
    }

    @Test(arguments: [
        "$", "${", "[[", "[[a", "${a:", "\"$a", "a{$", "a[$a$b]", "$a$b$c$d$e$f", "label_values(", "{{{{", "$1", "a\\",
        String(repeating: "$a(", count: 5000), String(repeating: "[[a]]", count: 5000),
    ])
    func hostileTexts(text: String) {
        let mask = VariableMask(text)
        #expect(mask.map.end.source == text.utf8.count)
        _ = read(dashboard(text), path: "d.json")
    }
}
