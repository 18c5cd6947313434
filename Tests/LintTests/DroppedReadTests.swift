import Lint
import Manifests
import Testing
import YAML

/// What relabelling takes from rules, where more than one job is scraped or not all are known.
struct DroppedReadTests {
    private func findings(_ files: [(String, String)]) -> [String] {
        let reader = ManifestReader()
        let project = Project(files: files.map { reader.read(path: $0.0, source: SourceText($0.1)) })
        return Linter(settings: LintSettings()).findings(in: project)
            .filter { $0.check.hasPrefix("relabel/drops-rule-") }.map { "\($0.severity.rawValue): \($0.message)" }
    }

    private func rules(_ expression: String) -> (String, String) {
        ("rules.yaml", "groups:\n  - name: a\n    rules:\n      - {alert: A, expr: '\(expression)'}\n")
    }

    private func jobs(_ lists: [(String, String)]) -> (String, String) {
        let jobs = lists.map { name, rule in
            "  - job_name: \(name)\n" + (rule.isEmpty ? "" : "    metric_relabel_configs: [\(rule)]\n")
        }
        return ("prometheus.yml", "scrape_configs:\n" + jobs.joined())
    }

    private func monitor(_ name: String, _ rule: String) -> (String, String) {
        (
            "\(name).yaml",
            """
            apiVersion: monitoring.coreos.com/v1
            kind: ServiceMonitor
            metadata: {name: \(name)}
            spec:
              endpoints:
                - port: http
                  metricRelabelings: [\(rule)]
            """
        )
    }

    private let dropGo = "{source_labels: [__name__], regex: go_.*, action: drop}"
    private let keepNode = "{source_labels: [__name__], regex: node_.*, action: keep}"

    @Test func everyJobDropsIt() {
        let found = findings([jobs([("a", dropGo), ("b", keepNode)]), rules("go_threads > 1")])
        #expect(
            found == [
                #"error: job "a" drops go_threads, which alert "A" reads"#,
                #"error: job "b" drops go_threads, which alert "A" reads"#,
            ])
    }

    @Test func anotherJobMayHaveIt() {
        let found = findings([jobs([("a", dropGo), ("b", "")]), rules("go_threads > 1")])
        #expect(found == [#"warning: job "a" drops go_threads, which alert "A" reads; another job may still have it"#])
    }

    @Test func theAlertNamesItsJob() {
        #expect(findings([jobs([("a", dropGo), ("b", "")]), rules(#"go_threads{job="b"} > 1"#)]) == [])
        #expect(
            findings([jobs([("a", dropGo), ("b", "")]), rules(#"go_threads{job="a"} > 1"#)])
                == [#"error: job "a" drops go_threads, which alert "A" reads"#])
    }

    @Test func aListOfOneJobSaysNothingOfAnother() {
        #expect(findings([jobs([("a", keepNode), ("b", "")]), rules("go_threads > 1")]) == [])
    }

    @Test func whatPrometheusMakesIsNotDropped() {
        #expect(findings([jobs([("a", keepNode)]), rules("up == 0")]) == [])
    }

    @Test func monitorsAreNotAllThereIs() {
        let drop = "{sourceLabels: [__name__], regex: go_.*, action: drop}"
        #expect(findings([monitor("a", drop), rules(#"go_threads{job="b"} > 1"#)]) == [])
        #expect(
            findings([monitor("a", drop), rules("go_threads > 1")]) == [
                #"warning: ServiceMonitor "a" drops go_threads, which alert "A" reads; another job may still have it"#
            ])
        let label = "{regex: pod, action: labeldrop}"
        let reading = rules("sum by (pod) (errors) > 1")
        #expect(findings([monitor("a", label), monitor("b", label), reading]) == [])
        #expect(
            findings([monitor("a", label), reading]) == [
                #"warning: ServiceMonitor "a" removes the label pod, which alert "A" reads; another job may still have it"#
            ])
    }

    @Test func aLabelThatIsSetAgainIsThere() {
        let list = "{regex: pod, action: labeldrop}, {source_labels: [name], target_label: pod}"
        #expect(findings([jobs([("a", list)]), rules("sum by (pod) (errors) > 1")]) == [])
    }

    @Test func rulesThatRecordTheMetricDoNotScrapeIt() {
        let text = """
            groups:
              - name: a
                rules:
                  - {record: go_total, expr: sum(other)}
                  - {alert: A, expr: go_total > 1}
            """
        #expect(findings([jobs([("a", dropGo)]), ("rules.yaml", text)]) == [])
    }
}
