import Cardinality
import Foundation
import Manifests
import Relabel
import Testing

@testable import Propose

/// What a plan says of a job's scrapes as a whole: limits, keep-lists, patches of monitors.
struct ScrapePlanTests {
    typealias Series = PlannedSeries.Series

    private static let reads = "- alert: A\n  expr: sum(requests) > 1"
    private static let series = PlannedSeries(Series("requests", ["path": "/a"]), Series("unread"))

    // MARK: Limits

    @Test func sectionsCarryLimits() throws {
        let plan = try Self.series.plan(rules: Self.reads)
        let section = try #require(plan.sections.first)
        #expect(section.limits.map(\.key) == [.labels, .labelValueLength])
        #expect(section.limits.map(\.value) == [12, 64])
        let file = read(try PrometheusFragment(plan.sections).text())
        #expect(file.scrapeLimits == ["label_limit": 12, "label_value_length_limit": 64])
    }

    /// A limit that is there stays as it is.
    @Test(arguments: [("global", "label_limit"), ("job", "label_value_length_limit")])
    func knownLimits(place: String, key: String) throws {
        let global = place == "global" ? "global: {\(key): 100}\n" : ""
        let job = place == "job" ? "    \(key): 100\n" : ""
        let plan = try Self.series.plan(
            rules: Self.reads, config: "\(global)scrape_configs:\n  - job_name: api\n\(job)")
        #expect(plan.sections.first?.limits.count == 1)
        #expect(plan.sections.first?.limits.contains { $0.key.rawValue == key } == false)
    }

    @Test func sampleLimitIsUnknown() throws {
        let plan = try Self.series.plan(rules: Self.reads)
        #expect(plan.unknowns.contains { $0.contains("max_over_time(scrape_samples_post_metric_relabeling[") })
    }

    @Test(arguments: [(0, 100), (183, 290), (4411, 5900), (999_999, 1_400_000)])
    func roomForSamples(most: Int, limit: Int) {
        let sampled = SampledLimit(most: most, firstTime: 0, lastTime: 7_200_000, isBeforeRelabelling: false)
        #expect(sampled.limit == limit)
        #expect(sampled.reason == "at most \(most) samples in a scrape, within 2 h")
    }

    // MARK: Where rules belong

    private static func destinations(_ config: String) throws -> [RuleSection.Destination] {
        try series.plan(rules: reads, config: config).sections.map(\.destination)
    }

    /// The job is a label: rules stand under the name of the configuration that makes it.
    @Test(arguments: [
        ("[{job_name: api}]", "api"),
        ("[{job_name: web, static_configs: [{targets: [a], labels: {job: api}}]}, {job_name: node}]", "web"),
        ("[{job_name: fed, honor_labels: true}, {job_name: node}]", "fed"),
        ("[{job_name: found, file_sd_configs: [{files: [a.json]}]}, {job_name: node}]", "found"),
        ("[{job_name: set, relabel_configs: [{target_label: job, replacement: api}]}, {job_name: node}]", "set"),
        (
            "[{job_name: serviceMonitor/a/b/0, kubernetes_sd_configs: [{role: pod}], relabel_configs: "
                + "[{action: keep, source_labels: [__meta_label_app, __meta_present], regex: (api);true}, "
                + "{source_labels: [__meta_name], target_label: job, replacement: '${1}'}, "
                + "{source_labels: [__meta_label_app], target_label: job, regex: (.+), replacement: '${1}'}]}, "
                + "{job_name: node, honor_labels: true}]", "serviceMonitor/a/b/0"
        ),
        ("[{job_name: api, honor_labels: true}, {job_name: other, honor_labels: true}]", "api"),
    ])
    func rulesStandUnderAnExistingName(configs: String, name: String) throws {
        let plan = try Self.series.plan(rules: Self.reads, config: "scrape_configs: \(configs)")
        #expect(plan.sections.map(\.destination) == [.job(name)])
        let text = try PrometheusFragment(plan.sections).text()
        #expect(text.contains("- job_name: ") && !text.contains("is taken to be"))
    }

    @Test func rulesWithoutAPlaceAreComments() throws {
        for configs in ["[{job_name: node}]", "[{job_name: web, static_configs: [{labels: {job: shop}}]}]"] {
            let plan = try Self.series.plan(rules: Self.reads, config: "scrape_configs: \(configs)")
            guard case .unknown(job: "api", let why)? = plan.sections.first?.destination else {
                Issue.record("\(plan.sections)")
                return
            }
            #expect(why.contains("no scrape configuration is known to make the job \"api\""))
            for text in [
                try PrometheusFragment(plan.sections).text(), try AlloyBlocks(plan.sections).text(),
                try VMAgentFragment(plan.sections).text(),
            ] {
                #expect(!text.contains("job_name") && text.contains("Left out: no scrape configuration"))
                let lines = text.split(separator: "\n")
                #expect(lines.allSatisfy { $0.hasPrefix("#") || $0.hasPrefix("//") }, "\(text)")
            }
        }
    }

    @Test func anyOfManyIsUnknown() throws {
        let many = (1...4).map { "{job_name: f\($0), honor_labels: true}" }.joined(separator: ", ")
        let plan = try Self.series.plan(rules: Self.reads, config: "scrape_configs: [\(many)]")
        #expect(plan.chosen.first?.notes.contains { $0.contains("is unknown: 4 set or honour the label job") } == true)
        #expect(plan.chosen.first?.scopes == [])
    }

    /// Several endpoints of one job and instance: the path tells them apart.
    @Test func endpointsByPath() throws {
        let kubelet = PlannedSeries(
            Series("requests"), Series("a_unread", ["job": "kubelet", "metrics_path": "/metrics"]),
            Series("b_unread", ["job": "kubelet", "metrics_path": "/metrics/cadvisor"]))
        let values = try ChartValues(
            kubelet.plan(rules: Self.reads).endpointSections.filter {
                $0.destination != .job("api")
            }
        ).text()
        #expect(values.contains("    cAdvisorMetricRelabelings:") && values.contains("    metricRelabelings:"))
        let monitor = """
            apiVersion: monitoring.coreos.com/v1
            kind: ServiceMonitor
            metadata: {name: kubelet}
            spec:
              jobLabel: app
              selector: {matchLabels: {app: kubelet}}
              endpoints: [{port: https}, {port: https, path: /metrics/cadvisor}]
            """
        let plan = try kubelet.plan(rules: Self.reads, config: monitor)
        let patch = try MonitorPatches(plan).text().components(separatedBy: "/spec/endpoints/1/metricRelabelings")
        #expect(patch[0].contains("a_unread") && patch[1].contains("b_unread"))
    }

    // MARK: Keep-lists

    private static let unread = PlannedSeries(
        [Series("requests", ["path": "/a"]), Series("requests", ["path": "/b"])]
            + ["cache_entries", "disk_reads", "memory_pages", "swap_used"].map { Series($0) }
            + [Series("latency", ["job": "web"]), Series("disk_reads", ["job": "web"])])

    @Test func keepListDropsTheSame() throws {
        let plan = try Self.unread.plan(rules: Self.reads + "\n- alert: B\n  expr: latency > 1")
        let proposal = try #require(plan.proposals.first { $0.id == "keep_list/api" })
        #expect(!proposal.isChosen && proposal.verdict == .safe && proposal.jobs == ["api"])
        #expect(proposal.rules == [RelabelRule(.keep, from: ["__name__"], regex: "requests")])
        #expect(proposal.savings.series == 4)
        let (keep, drops) = (try Relabelling(proposal.rules), try Relabelling(plan.rules))
        for series in Self.unread.series where series.labels["job"] == "api" {
            let outcomes = [keep, drops].map { relabelling in
                if case .dropped = relabelling.apply(series.relabelled) { true } else { false }
            }
            #expect(outcomes[0] == outcomes[1], "\(series.labels)")
        }
        #expect(plan.proposals.first { $0.id == "keep_list/web" }?.savings.series == 1)
    }

    @Test func noKeepListWhereDropsAreShorter() throws {
        let plan = try PlannedSeries(Series("requests"), Series("x")).plan(rules: Self.reads)
        #expect(!plan.proposals.contains { $0.kind == .keepList })
    }

    /// Of metrics that are not proved to be unused nothing is said.
    @Test func noKeepListWithoutProof() throws {
        let broken = try Self.unread.plan(rules: Self.reads + "\n- alert: B\n  expr: 'sum('")
        #expect(!broken.proposals.contains { $0.kind == .keepList })
        #expect(try !Self.unread.plan(rules: nil).proposals.contains { $0.kind == .keepList })
    }

    // MARK: Remote write

    @Test func whatScrapesDoNotReachIsNotSent() throws {
        let series = PlannedSeries(
            Series("requests"), Series("up"), Series("job:a:sum"), Series("job:a:sum", ["zone": "b"]),
            Series("job:b:sum"))
        let rules = Self.reads + "\n- alert: B\n  expr: job:b:sum > 1"
        let plan = try series.plan(rules: rules) { $0.remoteWrite = "http://storage.example/write" }
        let sentAway = try #require(plan.sentAway)
        #expect(sentAway.metrics == ["job:a:sum", "up"] && sentAway.series == 3)
        #expect(plan.after.series == plan.before.series)
        let relabelling = try Relabelling(sentAway.rules)
        let kept = series.series.filter { if case .kept = relabelling.apply($0.relabelled) { true } else { false } }
        #expect(kept.map { $0.labels["__name__"] } == ["requests", "job:b:sum"])
        let file = read(try PrometheusFragment(plan.sections).text())
        #expect(file.relabelLists.map(\.place) == [.remoteWrite])
        #expect(try series.plan(rules: rules).sentAway == nil)
        let unknown = try series.plan(rules: rules + "\n- alert: C\n  expr: 'sum('") { $0.remoteWrite = "http://a" }
        #expect(unknown.sentAway == nil)
    }

    // MARK: Shapes

    private static func uuid(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "3f2504e0-4f89-11d3-9a0c-" + String(repeating: "0", count: 12 - digits.count) + digits
    }

    @Test func manyValuesOfOneShape() throws {
        let values = (1...70).map(Self.uuid) + ["eu", "us"]
        let plan = try PlannedSeries(values.map { Series("requests", ["zone": $0]) }).plan(
            rules: "- alert: A\n  expr: sum(requests{zone=\"eu\"}) > 1")
        #expect(
            plan.rules == [
                RelabelRule(
                    .drop, from: ["__name__", "zone"],
                    regex: "requests;[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
                RelabelRule(.drop, from: ["__name__", "zone"], regex: "requests;us"),
            ])
        #expect(plan.after.series == 1)
        #expect(plan.proposals.first?.summary.contains("zone is a UUID") == true)
    }

    /// The shape is none of the rule then: all other values go.
    @Test func shapeOfAValueThatIsReadStays() throws {
        let values = (1...70).map(Self.uuid)
        let plan = try PlannedSeries(values.map { Series("requests", ["zone": $0]) }).plan(
            rules: "- alert: A\n  expr: sum(requests{zone=\"\(Self.uuid(7))\"}) > 1")
        #expect(!plan.rules.contains { $0.regex.contains("0-9a-f") })
        #expect(plan.rules.map(\.action) == [.replace, .drop, .labeldrop] && plan.after.series == 1)
    }

    private static let readsOneZone = "- alert: A\n  expr: sum(requests{zone=\"eu-1\"}) > 1"

    private static func plan(of zones: [String], rules: String = readsOneZone) throws -> Plan {
        try PlannedSeries((zones + ["eu-1"]).map { Series("requests", ["zone": $0]) }).plan(rules: rules)
    }

    /// What is left over of many values is listed again.
    @Test func manyValuesWithOneBeginning() throws {
        let plan = try Self.plan(of: (1...70).map { "batch-\($0)" } + ["eu-2"])
        #expect(plan.rules.map(\.regex) == ["requests;batch-[0-9]+", "requests;eu-2"])
        #expect(plan.after.series == 1)
        let mixed = try Self.plan(of: (1...70).map { "batch-\($0)x" })
        #expect(mixed.rules.map(\.regex) == ["requests;batch-.+"])
    }

    @Test func manyValuesWithOneEnd() throws {
        let plan = try Self.plan(of: (1...70).map { "a\(String($0, radix: 26, uppercase: false))z.internal" })
        #expect(plan.rules.map(\.regex) == [#"requests;.+\.internal"#])
    }

    /// Nothing is said of a beginning that a value has which is read.
    @Test func aSharedBeginningStays() throws {
        let plan = try Self.plan(of: (2...71).map { "eu-\($0)" })
        #expect(!plan.rules.contains { $0.regex.contains("eu-[0-9]+") })
    }

    /// Values without anything in common: all but those that are read.
    @Test func theTail() throws {
        let zones = (1...70).map { "z\(String($0 * 7919, radix: 36))q" }
        let rules = "- alert: A\n  expr: sum(requests{zone=~\"eu-1|eu-2\"}) > 1"
        let plan = try Self.plan(of: zones, rules: rules)
        #expect(
            plan.chosen.map(\.summary) == [
                "series of requests that nothing reads: zone is none of the 2 values that are read"
            ])
        #expect(plan.after.series == 1)
        let relabelling = try Relabelling(plan.rules)
        for zone in zones + ["eu-1", "new"] {
            let labels = Series("requests", ["zone": zone]).relabelled.sorted { $0.nameText < $1.nameText }
            #expect(relabelling.apply(labels) == (zone == "eu-1" ? .kept(labels) : .dropped(step: 1)))
        }
        // Other metrics pass, and so does what a pattern may come to read.
        let other = Series("other", ["zone": "x"]).relabelled.sorted { $0.nameText < $1.nameText }
        #expect(relabelling.apply(other) == .kept(other))
        #expect(try Self.plan(of: zones, rules: rules.replacing("eu-1|eu-2", with: "eu-.*")).chosen.isEmpty)
    }

    // MARK: Monitors

    private static func monitor(_ spec: String, kind: String = "ServiceMonitor") -> String {
        """
        apiVersion: monitoring.coreos.com/v1
        kind: \(kind)
        metadata: {name: api-monitor, namespace: shop}
        spec: \(spec)
        """
    }

    @Test func patchOfTheMonitorThatMakesTheJob() throws {
        let config = Self.monitor(
            "{jobLabel: app, labelLimit: 50, selector: {matchLabels: {app: api}}, endpoints: "
                + "[{port: http, path: /m, interval: 30s}, {port: admin, metricRelabelings: [{action: labeldrop, regex: x}]}]}"
        )
        let plan = try Self.series.plan(rules: Self.reads, config: config)
        #expect(plan.chosen.first?.scopes == [ScrapeScope(job: "api", path: "prometheus.yml", line: 1)])
        let text = try MonitorPatches(plan).text()
        #expect(text.hasPrefix("# kubectl patch servicemonitor api-monitor --namespace shop "))
        #expect(!text.contains("labelLimit") && text.contains("path: /spec/labelValueLengthLimit\n  value: 64"))
        #expect(text.contains("- op: test\n  path: /spec/endpoints/0/port\n  value: http\n"))
        #expect(text.contains("- op: add\n  path: /spec/endpoints/0/metricRelabelings\n"))
        #expect(text.contains("- op: add\n  path: /spec/endpoints/1/metricRelabelings/-\n"))
        #expect(text.contains("regex: unread\n"))
    }

    @Test func podMonitorMakesAJobOfItsName() throws {
        let series = PlannedSeries(
            Series("requests", ["job": "shop/api-monitor"]), Series("unread", ["job": "shop/api-monitor"]))
        let config = Self.monitor("{podMetricsEndpoints: [{port: http}]}", kind: "PodMonitor")
        let text = try MonitorPatches(series.plan(rules: Self.reads, config: config)).text()
        #expect(
            text.contains("# kubectl patch podmonitor api-monitor") && text.contains("/spec/podMetricsEndpoints/0/"))
    }

    /// Two documents, each a patch; the job without a monitor is named.
    @Test func severalMonitors() throws {
        let spec = "{jobLabel: app, selector: {matchLabels: {app: api}}, endpoints: [{port: http}]}"
        let config = Self.monitor(spec) + "\n---\n" + Self.monitor(spec)
        let series = PlannedSeries(
            Series("requests"), Series("unread"), Series("unread", ["job": "other"]))
        let text = try MonitorPatches(series.plan(rules: Self.reads, config: config)).text()
        #expect(text.components(separatedBy: "---\n").count == 2)
        #expect(text.components(separatedBy: "# kubectl patch").count == 3)
        #expect(text.contains("left out: no ServiceMonitor or PodMonitor of --config is known to make the job `other`"))
    }

    @Test(arguments: [
        "{selector: {matchLabels: {app: api}}, endpoints: [{port: http}]}",
        "{jobLabel: app, selector: {matchLabels: {tier: api}}, endpoints: [{port: http}]}",
        "{jobLabel: app, selector: {matchLabels: {app: api}}, endpoints: "
            + "[{port: http, relabelings: [{targetLabel: job, replacement: web}]}]}",
        "{jobLabel: app, selector: {matchLabels: {app: api}}, endpoints: []}",
    ])
    func jobsThatAreNotKnown(spec: String) throws {
        let plan = try Self.series.plan(rules: Self.reads, config: Self.monitor(spec))
        #expect(plan.chosen.first?.scopes == [])
        #expect(throws: DialectRefusal.self) { try MonitorPatches(plan).text() }
    }
}

extension ManifestFile {
    /// Limits of the first job.
    fileprivate var scrapeLimits: [String: Int] {
        for case .prometheus(let configuration) in contents {
            let limits = configuration.scrapeConfigs.first?.limits ?? []
            return Dictionary(limits.map { ($0.key, $0.value) }) { first, _ in first }
        }
        return [:]
    }
}
