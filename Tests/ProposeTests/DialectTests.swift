import Manifests
import Relabel
import Testing
import YAML

@testable import Propose

/// What is written is what is read back, whatever the rules hold.
struct DialectTests {
    @Test(arguments: 1...60)
    func prometheus(seed: Int) throws {
        var random = RandomSections(random: SeededGenerator(seed: UInt64(seed)))
        let (one, two, sent) = (random.rules(), random.rules(1), random.rules(3))
        let limits = [ScrapeLimit(.samples, 5000, comment: "a\nb"), ScrapeLimit(.labels, 30)]
        let text = try PrometheusFragment([
            RuleSection(.job("node: 'x'"), rules: one, limits: limits, comment: "first\n- job_name: trap"),
            RuleSection(.remoteWrite(url: nil), rules: sent), RuleSection(.job("null"), rules: two),
        ]).text()
        let file = read(text)
        #expect(file.faults.isEmpty, "\(file.faults)\n\(text)")
        guard case .prometheus(let configuration)? = file.contents.first else {
            Issue.record("not recognised:\n\(text)")
            return
        }
        #expect(configuration.scrapeConfigs.map { $0.jobName?.value } == ["node: 'x'", "null"])
        #expect(configuration.scrapeConfigs.first?.limit("sample_limit")?.value == 5000)
        let lists = file.relabelLists
        #expect(lists.map(\.place) == [.samples, .samples, .remoteWrite])
        for (list, rules) in zip(lists, [one, two, sent]) { expectSame(list.plainRules, rules, in: text) }
    }

    @Test(arguments: 1...20)
    func collector(seed: Int) throws {
        var random = RandomSections(random: SeededGenerator(seed: UInt64(seed)))
        let rules = random.rules()
        let text = try CollectorFragment([RuleSection(.job("a"), rules: rules)]).text()
        // What the collector does before its receiver sees the text of a scalar.
        let configuration = try #require(YAMLStream(parsing: SourceText(text)).documents.first?.root)
        let scrapes = configuration.mapping?["receivers"]?.mapping?["prometheus"]?.mapping?["config"]
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("      ") }.map { String($0.dropFirst(6)) }
        #expect(scrapes?.mapping?["scrape_configs"]?.sequence?.count == 1)
        let single = lines.joined(separator: "\n").split(separator: "$$", omittingEmptySubsequences: false)
        #expect(single.allSatisfy { !$0.contains("$") }, "a single $ in\n\(text)")
        expectSame(read(single.joined(separator: "$")).relabelLists.first?.plainRules, rules, in: text)
    }

    @Test func collectorDoublesDollars() throws {
        let rule = RelabelRule(.replace, from: ["a"], regex: "(x)$", to: "b", replacement: "$1$$")
        let text = try CollectorFragment([RuleSection(.job("a"), rules: [CommentedRule(rule)])]).text()
        #expect(text.contains("regex: '(x)$$'\n") && text.contains("replacement: '$$1$$$$'\n"))
    }

    @Test(arguments: 1...40)
    func alloy(seed: Int) throws {
        var random = RandomSections(random: SeededGenerator(seed: UInt64(seed)))
        let (one, two, sent) = (random.rules(), random.rules(2), random.rules(1))
        let text = try AlloyBlocks([
            RuleSection(.job("a/b \"c\""), rules: one, limits: [ScrapeLimit(.samples, 9)], comment: "x\n}"),
            RuleSection(.job("a-b-c-"), rules: two), RuleSection(.remoteWrite(url: nil), rules: sent),
        ]).text()
        let file = read(text, path: "x.alloy")
        #expect(file.faults.isEmpty, "\(file.faults)\n\(text)")
        let lists = file.relabelLists
        #expect(
            lists.map(\.owner) == [
                "prometheus.relabel \"a_b_c_\"", "prometheus.relabel \"a_b_c__\"",
                "prometheus.relabel \"remote_write\"",
            ])
        for (list, rules) in zip(lists, [one, two, sent]) { expectSame(list.plainRules, rules, in: text) }
    }

    @Test(arguments: [("node", "node"), ("kubelet_/metrics/x", "kubelet_metrics_x"), ("9p", "job_9p"), ("é", "_")])
    func labelsOfComponents(job: String, label: String) {
        #expect(AlloyBlocks.label(job) == label)
    }

    @Test(arguments: 1...20)
    func chartValues(seed: Int) throws {
        var random = RandomSections(random: SeededGenerator(seed: UInt64(seed)), isLegacy: true)
        let (api, advisor, kubelet, sent) = (random.rules(), random.rules(), random.rules(1), random.rules(2))
        let text = try ChartValues([
            RuleSection(.job("apiserver"), rules: api, limits: [ScrapeLimit(.samples, 9)]),
            RuleSection(.job("kubelet", metricsPath: "/metrics/cadvisor"), rules: advisor, comment: "x\ny"),
            RuleSection(.job("kubelet", metricsPath: "/metrics"), rules: kubelet),
            RuleSection(.remoteWrite(url: "https://x.example/w"), rules: sent),
        ]).text()
        let file = read(text)
        #expect(file.faults.isEmpty, "\(file.faults)\n\(text)")
        let lists = file.relabelLists
        #expect(
            lists.map { $0.owner + "." + $0.key } == [
                "kubeApiServer.serviceMonitor.metricRelabelings", "kubelet.serviceMonitor.cAdvisorMetricRelabelings",
                "kubelet.serviceMonitor.metricRelabelings", "remote write 1.writeRelabelConfigs",
            ])
        for (list, rules) in zip(lists, [api, advisor, kubelet, sent]) { expectSame(list.plainRules, rules, in: text) }
        #expect(text.contains("sampleLimit: 9\n"))
    }

    @Test(arguments: [
        ("kube-state-metrics", nil, "kube-state-metrics.prometheus.monitor.http.metricRelabelings"),
        ("x-kube-prometheus-st-operator", nil, "prometheusOperator.serviceMonitor.metricRelabelings"),
        ("kubelet", "/metrics/resource", nil), ("my-app", nil, nil), ("coredns", "/other", nil),
        ("node-exporter", "/metrics", "prometheus-node-exporter.prometheus.monitor.metricRelabelings"),
    ])
    func componentOfAJob(job: String, path: String?, place: String?) {
        let found = ChartComponent(job: job, metricsPath: path)
        #expect(found.map { ($0.path + [$0.key]).joined(separator: ".") } == place)
    }

    @Test(arguments: 1...20)
    func vmagent(seed: Int) throws {
        var random = RandomSections(random: SeededGenerator(seed: UInt64(seed)))
        let rules = random.rules(12).filter {
            $0.rule.action != .hashmod && !$0.rule.regex.contains("{{") && $0.rule.replacement != Array("{{x}}".utf8)
        }
        let fragment = VMAgentFragment([
            RuleSection(.job("a"), rules: rules, limits: [ScrapeLimit(.labelValueLength, 5)]),
            RuleSection(.remoteWrite(url: nil), rules: rules),
        ])
        let text = try fragment.text()
        expectSame(read(text).relabelLists.first?.plainRules, rules, in: text)
        #expect(text.contains("# not known to this program: label_value_length_limit: 5\n"))
        let sent = try fragment.remoteWriteText()
        expectSame(read(sent).relabelLists.first?.plainRules, rules, in: sent)
    }

    @Test(arguments: [
        RelabelRule(.hashmod, from: ["a"], modulus: 2, to: "b"), RelabelRule(.drop, regex: ".+"),
        RelabelRule(.drop, from: ["a"], regex: "%{2}"), RelabelRule(.replace, to: "a", replacement: "{{b}}"),
    ])
    func vmagentRefuses(rule: RelabelRule) {
        #expect(throws: DialectRefusal.self) {
            try VMAgentFragment([RuleSection(.job("a"), rules: [CommentedRule(rule)])]).text()
        }
        #expect(throws: Never.self) {
            try PrometheusFragment([RuleSection(.job("a"), rules: [CommentedRule(rule)])]).text()
        }
    }

    @Test func refusals() {
        func write(_ rule: RelabelRule) throws {
            _ = try PrometheusFragment([RuleSection(.job("a"), rules: [CommentedRule(rule)])]).text()
        }
        var bytes = RelabelRule(.drop, from: ["a"], regex: "x")
        bytes.separator = [0xFF]
        #expect(throws: DialectRefusal.self) { try write(bytes) }
        #expect(throws: DialectRefusal.self) { try write(RelabelRule(.drop, from: ["a"], regex: "(?=x)")) }
        #expect(throws: DialectRefusal.self) { try write(RelabelRule(.labeldrop, from: ["a"], regex: "x")) }
        let twice = RuleSection(.job("a"), rules: [])
        #expect(throws: DialectRefusal.self) { try PrometheusFragment([twice, twice]).text() }
        let rule = CommentedRule(RelabelRule(.labeldrop, regex: "x"))
        let same = ["/metrics", nil].map { RuleSection(.job("kubelet", metricsPath: $0), rules: [rule]) }
        #expect(throws: DialectRefusal.self) { try ChartValues(same).text() }
        let dotted = CommentedRule(RelabelRule(.drop, from: ["my.label"], regex: "x"))
        #expect(throws: DialectRefusal.self) {
            try ChartValues([RuleSection(.job("apiserver"), rules: [dotted])]).text()
        }
        #expect(throws: DialectRefusal.self) {
            try CollectorFragment([RuleSection(.remoteWrite(url: nil), rules: [])]).text()
        }
    }
}
