import Manifests
import Relabel
import Testing

struct ScrapeTests {
    @Test func configurationOfPrometheus() throws {
        let file = read(
            """
            global: {scrape_interval: 1m30s, external_labels: {cluster: eu}}
            scrape_configs:
              - job_name: node
                honor_labels: true
                sample_limit: 5000
                metric_relabel_configs:
                  - source_labels: [__name__]
                    regex: go_.*
                    action: Drop
            remote_write:
              - url: http://x
                write_relabel_configs: [{action: labeldrop, regex: uid}]
            alerting:
              alert_relabel_configs: [{regex: replica, action: labeldrop}]
            """)
        #expect(file.faults.isEmpty)
        guard case .prometheus(let configuration)? = file.contents.first else {
            Issue.record("not recognised")
            return
        }
        #expect(configuration.scrapeInterval?.milliseconds == 90_000)
        let job = try #require(configuration.scrapeConfigs.first)
        #expect(job.owner == "job \"node\"" && job.honorLabels?.value == true)
        #expect(job.limit("sample_limit")?.value == 5000)
        #expect(file.relabelLists.map(\.place) == [.samples, .alerts, .remoteWrite])
        let rule = try #require(file.relabelLists.first?.rules.first)
        #expect(rule.rule?.action == .drop)
        #expect(file.slice(rule.fileRange(of: .regex)) == "go_.*")
    }

    @Test func faultsOfRelabelRulesStandWhereTheyAre() {
        let file = read(
            """
            - sourceLabels: [a]
              source_labels: [b]
            - {action: hashmod, source_labels: [a], target_label: x}
            - {action: drop, source_labels: [a], regex: "(?=x)"}
            - {action: frob}
            """)
        let places = file.faults.map { file.slice($0.range) }
        #expect(file.faults.count == 4, "\(file.faults)")
        #expect(places.contains("frob") && places.contains("sourceLabels"))
    }

    @Test func keysThatAreNearlyRight() {
        let file = read("scrape_config: []\nrule_files: [a.yml]\nmine: 1\n")
        #expect(file.faults.map(\.advice) == ["did you mean `scrape_configs`?"])
    }

    @Test(arguments: [("ServiceMonitor", "endpoints"), ("PodMonitor", "podMetricsEndpoints")])
    func monitors(kind: String, key: String) {
        let file = read(
            """
            apiVersion: monitoring.coreos.com/v1
            kind: \(kind)
            metadata: {name: m}
            spec:
              sampleLimit: 10
              \(key):
                - {interval: 30s}
                - honorLabels: true
                  relabelings: [{targetLabel: a, replacement: b}]
                  metricRelabelings: [{sourceLabels: [x], action: keep, regex: y}]
            """)
        #expect(file.faults.isEmpty)
        #expect(file.relabelLists.map(\.place) == [.targets, .samples])
        #expect(file.relabelLists.first?.owner == "\(kind) \"m\", endpoint 2")
    }

    @Test func valuesOfTheChart() {
        let file = read(
            """
            monitoring:
              kubelet:
                serviceMonitor:
                  cAdvisorMetricRelabelings:
                    - {sourceLabels: [__name__], action: drop, regex: a}
              prometheus:
                prometheusSpec:
                  additionalScrapeConfigs:
                    - job_name: j
                      relabel_configs: [{target_label: a, replacement: b}]
              additionalPrometheusRulesMap:
                mine: {groups: [{name: g, rules: [{record: "a:b", expr: up}]}]}
              alertmanager: {config: {route: {receiver: r}, receivers: [{name: r}]}}
            """)
        #expect(file.faults.isEmpty)
        #expect(file.relabelLists.map(\.key) == ["cAdvisorMetricRelabelings", "relabel_configs"])
        let hasRules = file.contents.contains {
            if case .rules(let rules) = $0 { rules.groups.count == 1 } else { false }
        }
        #expect(hasRules && file.contents.count == 3)
    }

    @Test func othersAreNotTaken() {
        #expect(read("apiVersion: v1\nkind: Service\nspec: {}\n").isUnrecognized)
        #expect(read("a: {b: [1, 2]}\n").isUnrecognized)
        #expect(!read("apiVersion: 1\nproviders: [{name: x}]\n").isUnrecognized)
    }
}
