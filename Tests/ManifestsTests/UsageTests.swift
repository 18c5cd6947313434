import Testing

@testable import Manifests

struct UsageTests {
    private let rules = """
        groups:
          - name: g
            rules:
              - record: job:q:rate5m
                expr: sum by (job, le, zone) (rate(q_bucket[5m]))
                labels: {tier: a}
              - alert: Slow
                expr: job:q:rate5m{le="0.5", zone!="x"} > on (job) group_left (team) owner
                labels: {severity: page}
                annotations: {text: "{{ $labels.job }} of {{ $labels.team }}, {{ query `other{a=\\"b\\"}` }}"}
        """

    @Test func throughRecordingRules() throws {
        let usage = Usage(files: [read(rules)])
        #expect(usage.isComplete, "\(usage.unknown)")
        let metric = try #require(usage.readers(of: "q_bucket"))
        #expect(metric.readers.map(\.kind) == [.recordingRule, .alert])
        #expect(metric.ends.first?.through == ["job:q:rate5m"])
        #expect(metric.need(of: "zone") == .named && metric.need(of: "pod") == .none)
        let alert = try #require(metric.ends.first)
        #expect(alert.reads("0.5", of: "le") && !alert.reads("1", of: "le"))
        #expect(usage.readers(of: "other")?.readers.first?.kind == .template)
        #expect(usage.readers(of: "owner")?.need(of: "team") == .named)
        #expect(usage.readers(of: "nobody") == nil)
    }

    /// What is known to read, in a form that is not understood, may read anything.
    @Test(arguments: [
        "apiVersion: 1\ngroups: [{orgId: 1, name: g, folder: f, rules: []}]",
        "apiVersion: grafana.integreatly.org/v1beta1\nkind: GrafanaDashboard\nmetadata: {name: d}\nspec: {gzipJson: x}",
        "apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: s}\nspec: {}",
        "apiVersion: sloth.slok.dev/v1\nkind: PrometheusServiceLevel\nmetadata: {name: s}\nspec: {}",
        "scrape_configs: [{job_name: f, metrics_path: /federate, params: {'match[]': ['{job=\"a\"}']}}]",
    ])
    func otherReadersAreUnknown(_ text: String) {
        let usage = Usage(files: [read(text)])
        #expect(usage.unknown.count == 1)
        #expect(!usage.isComplete)
    }

    @Test(arguments: [
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {}", "foo: bar",
        "scrape_configs: [{job_name: f}]",
    ])
    func whatReadsNothingIsNoReader(_ text: String) {
        let usage = Usage(files: [read(text)])
        #expect(usage.isComplete && usage.count == 0, "\(usage.unknown)")
    }

    /// Queries that `printf` makes in an alert's text: any value may stand where a verb does in quotes.
    @Test(arguments: [
        ("queue_depth{shard=%q}", true), ("max(queue_depth{zone=\\\"a\\\", shard=\\\"s-%s\\\"})", true),
        ("queue_depth{shard!~'%[1]d.*'} * 100", true), ("queue_depth{shard='%d%%'}", true),
        ("queue_depth{shard='a'} > %d", false), ("queue_%s", false), ("queue_depth{shard='%q'}", false),
        ("queue_depth{shard='%*d'}", false), ("queue_depth{shard=%s}", false), ("queue_depth # '%s'", false),
        ("sum(queue_depth{shard='%s'}", false), ("queue_depth{shard='\\\\%s'}", false), ("queue_depth{shard='%", false),
    ])
    func queriesByFormat(format: String, isKnown: Bool) throws {
        let text = """
            groups:
              - name: g
                rules:
                  - alert: A
                    expr: up == 0
                    annotations:
                      text: '{{ query (printf "\(format.replacing("'", with: "''"))" $labels.shard) | first | value }}'
            """
        let usage = Usage(files: [read(text)])
        #expect(usage.isComplete == isKnown, "\(usage.unknown)")
        guard isKnown else { return }
        let metric = try #require(usage.readers(of: "queue_depth"))
        let reader = try #require(metric.ends.first)
        #expect(metric.ends.count == 1 && reader.kind == .template)
        #expect(reader.reads("any", of: "shard") && reader.reads("", of: "shard"))
        #expect(reader.reads("a", of: "zone") && reader.reads("b", of: "zone") == !format.contains("zone"))
        #expect(metric.need(of: "shard") > .none)
    }

    @Test(arguments: ["{__name__='%s'}", "{__name__=~'queue_%s'}"])
    func metricsByFormat(format: String) throws {
        let text = """
            groups:
              - name: g
                rules:
                  - alert: A
                    expr: up == 0
                    annotations: {text: "{{ query (printf `\(format)` $labels.kind) }}"}
            """
        let usage = Usage(files: [read(text)])
        let isPattern = format.contains("queue")
        #expect(usage.isComplete == isPattern)
        #expect((usage.readers(of: "queue_depth") != nil) == isPattern)
        #expect(usage.readers(of: "other") == nil)
    }

    /// Which values of `le` matter to a reader of a rule with this expression.
    @Test(arguments: [
        ("sum by (le) (m)", true), ("rate(m[5m])", true), ("sum(m)", false), ("topk(1, m)", false),
        ("m > on (le) n", false), ("label_replace(m, \"le\", \"$1\", \"x\", \"(.*)\")", false),
    ])
    func valuesThroughRules(expr: String, isPassed: Bool) throws {
        let text = """
            groups:
              - name: g
                rules:
                  - record: r
                    expr: '\(expr)'
                  - {alert: A, expr: 'r{le!="1"}'}
            """
        let reader = try #require(Usage(files: [read(text)]).readers(of: "m")?.ends.first)
        #expect(reader.reads("1", of: "le") == !isPassed && reader.reads("2", of: "le"))
    }

    @Test func rulesThatReadEachOther() {
        let usage = Usage(files: [
            read(
                """
                groups:
                  - name: g
                    rules:
                      - {record: a, expr: sum by (x) (b)}
                      - {record: b, expr: a + c}
                      - {alert: A, expr: a}
                """)
        ])
        #expect(usage.isComplete)
        #expect(usage.readers(of: "c")?.ends.count == 1)
    }

    @Test func whatAlertmanagerReads() throws {
        let routes =
            "route: {receiver: r, group_by: [team], routes: [{matchers: ['zone=\"x\"']}]}\nreceivers: [{name: r}]\n"
        let alert = "groups: [{name: g, rules: [{alert: A, expr: \"m == 0\", labels: {team: t}}]}]\n"
        let usage = Usage(files: [read(alert), read(routes, path: "am.yml")])
        let metric = try #require(usage.readers(of: "m"))
        #expect(metric.need(of: "zone") == .named)
        // The rule sets it itself.
        #expect(metric.need(of: "team") == .none)
        #expect(metric.need(of: "pod") == .shown)
        #expect(usage.alertLabels["zone"]?.map(\.path) == ["am.yml"])
    }

    private func panel(_ expr: String, _ variables: String = "") -> Usage {
        let text = """
            {"title": "D", "templating": {"list": [\(variables)]}, "panels": [{"title": "P", "targets": [
              {"expr": "\(expr)", "legendFormat": "{{ pod }}"}]}]}
            """
        return Usage(files: [read(text, path: "d.json")])
    }

    @Test func variablesOfDashboards() throws {
        let any = try #require(panel(#"sum by (pod, $g) (m{le=\"$le\", a=\"b\"})"#).readers(of: "m"))
        #expect(any.reads("0.1", of: "le") && !any.reads("c", of: "a"))
        #expect(any.need(of: "le") == .named && any.need(of: "x") == .compared)
        #expect(!panel("$metric").isComplete)
        #expect(!panel(#"{__name__=~\"$metric\"}"#).isComplete)
        let part = panel("node_${x}_total")
        #expect(part.isComplete && part.readers(of: "node_a_total") != nil && part.readers(of: "node_a") == nil)
        let known = panel("$metric", #"{"name": "metric", "type": "custom", "query": "m1, m2"}"#)
        #expect(known.isComplete && known.names == ["m1", "m2"])
    }

    @Test func variableQueries() throws {
        let usage = panel("up", #"{"name": "v", "type": "query", "query": "label_values(m{a=\"b\"}, pod)"}"#)
        let reader = try #require(usage.readers(of: "m")?.readers.first)
        #expect(reader.kind == .variable && reader.need(of: "pod") == .named && reader.need(of: "c") == .none)
    }

    @Test func whatIsNotUnderstoodMayReadAnything() {
        #expect(!panel("sum(").isComplete)
        #expect(!Usage(files: [read("groups: [\n")]).isComplete)
        #expect(!Usage(files: [read("groups: [{name: g, rules: [{record: a, expr: \"(\"}]}]")]).isComplete)
        let library = #"{"title": "D", "panels": [{"title": "P", "libraryPanel": {"uid": "l"}}]}"#
        #expect(!Usage(files: [read(library)]).isComplete)
        let element = #"{"uid": "l", "kind": 1, "model": {"type": "x", "targets": [{"expr": "up"}]}}"#
        #expect(Usage(files: [read(library), read(element)]).isComplete)
    }
}
