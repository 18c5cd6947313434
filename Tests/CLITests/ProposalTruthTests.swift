import Foundation
import Testing

/// What `propose` says, against a Prometheus that scrapes the same expositions with the proposed rules.
///
/// `CARDSCAN_TRUTH_PODS` makes the exporter larger: 40 series a pod.
@Suite struct ProposalTruthTests {
    private static let fleet = Fleet(
        pods: ProcessInfo.processInfo.environment["CARDSCAN_TRUTH_PODS"].flatMap(Int.init) ?? 500)
    private static let scrapesPerState = 3

    /// A plan for the plain server's data, and its rules as fragments by job.
    private struct Proposed {
        var plan: ProposedJSON
        var rules: [String: String]
        var seriesBefore: Int
    }

    @Test(.timeLimit(.minutes(10)))
    func aServerHoldsWhatWasPredicted() async throws {
        let pages = Self.fleet.pages()
        let (careful, daring) = try await Self.proposals(pages)
        Self.expectVerdicts(careful.plan, daring.plan)

        async let safe: Void = Self.proposedRulesHoldWhatTheyPromise(careful, pages)
        async let merged: Void = Self.aRefusedLabeldropLosesWhatWasWarnedOf(careful, pages)
        async let broken: Void = Self.allowedBreakageBreaksTheNamedReader(daring, pages)
        _ = try await (safe, merged, broken)
    }

    // MARK: The plain server

    private static func proposals(_ pages: [String: [Data]]) async throws -> (Proposed, Proposed) {
        let files = try TemporaryDirectory()
        try Fleet.rules.write(toFile: files.path + "/rules.yml", atomically: true, encoding: .utf8)
        return try await Exporter.run(pages, scrapesPerState: scrapesPerState) { exporter in
            let configuration = Fleet.configuration(port: exporter.port)
            try configuration.write(toFile: files.path + "/prometheus.yml", atomically: true, encoding: .utf8)
            return try await LivePrometheus.run(configuration: configuration) { server in
                let series = try await scraped(exporter, server)
                try await expectNothingLost(server)
                try await server.stop()
                func proposed(_ arguments: String) throws -> Proposed {
                    let json = try propose(server.dataDirectory, arguments + " --format json --limit 0", files.path)
                    let fragment = try propose(server.dataDirectory, arguments + " --format prometheus", files.path)
                    return Proposed(
                        plan: try JSONDecoder().decode(ProposedJSON.self, from: Data(json.utf8)),
                        rules: jobRules(fragment), seriesBefore: series)
                }
                return (try proposed(""), try proposed("--allow breaks"))
            }
        }
    }

    private static func propose(_ data: String, _ arguments: String, _ directory: String) throws -> String {
        let result = try Binary.run(
            "cardscan propose \"$DATA\" --used-by rules.yml --config prometheus.yml \(arguments)",
            in: URL(fileURLWithPath: directory), ["DATA": data])
        #expect(result.status == 0, "\(result.err)")
        return result.out
    }

    /// `metric_relabel_configs` of a fragment by the job of the configuration they belong to, as they are written.
    private static func jobRules(_ fragment: String) -> [String: String] {
        var rules: [String: [Substring]] = [:]
        var job = ""
        let heading = "  - job_name: "
        for line in fragment.split(separator: "\n") {
            if line.hasPrefix(heading) {
                job = String(line.dropFirst(heading.count))
                #expect(["kubelet", "state"].contains(job), "there is no configuration of the name \(job)")
            } else if line.hasPrefix("      ") || (line == "    metric_relabel_configs:" && rules[job] == nil) {
                // Limits, which stand less deep, are another matter.
                rules[job, default: []].append(line)
            }
        }
        return rules.mapValues { $0.joined(separator: "\n") }
    }

    /// Series of the head when every state was scraped.
    private static func scraped(_ exporter: Exporter, _ server: LivePrometheus) async throws -> Int {
        try await server.eventually("every state was scraped", within: .seconds(240)) { exporter.isFinished }
        // The last answer was sent: it is in the head when the vector shows a scrape that began after it.
        let finished = Date().timeIntervalSince1970
        try await server.eventually("the last scrapes are stored") {
            let times = try await server.query("min(timestamp(up))").map(\.value)
            return times.first.map { $0 > finished } == true
        }
        return try await server.status().headStats.numSeries
    }

    private static func count(_ expression: String, _ server: LivePrometheus) async throws -> Int {
        try await server.query(expression).first.map { Int($0.value) } ?? 0
    }

    /// Samples that a scrape keeps after relabelling, of all targets, less the series that have one.
    private static func lost(_ server: LivePrometheus) async throws -> Int {
        let kept = try await count("sum(scrape_samples_post_metric_relabeling)", server)
        return kept - (try await count("count({job!=\"\",__name__!~\"up|scrape_.+\"})", server))
    }

    private static func expectNothingLost(_ server: LivePrometheus) async throws {
        #expect(try await lost(server) == 0)
        #expect(try await count("count(up == 1)", server) == 3)
    }

    // MARK: What it says

    private static func expectVerdicts(_ careful: ProposedJSON, _ daring: ProposedJSON) {
        #expect(Set(careful.chosen.map(\.verdict)) == ["safe"])
        #expect(
            Set(careful.chosen.map(\.kind)) == ["unused_metrics", "unread_values", "buckets", "unneeded_labels"])
        #expect(Set(careful.proposals.map(\.verdict)) == ["safe", "aggregates", "breaks", "unknown"])
        #expect(Set(daring.chosen.map(\.verdict)) == ["safe", "breaks"])
        #expect(careful.chosen.contains { $0.notes.contains { $0.contains("honours the label job") } })
        #expect(careful.chosen.contains { $0.jobs.contains("billing") })
        // `up` and its like, of three targets.
        #expect(careful.totals.out_of_reach == 15)
    }

    // MARK: Servers with rules

    private static func withServer(
        _ rules: [String: String], _ pages: [String: [Data]], _ body: (LivePrometheus, Int) async throws -> Void
    ) async throws {
        try await Exporter.run(pages, scrapesPerState: scrapesPerState) { exporter in
            let configuration = Fleet.configuration(port: exporter.port, rules: rules)
            try await LivePrometheus.run(configuration: configuration) { server in
                try await body(server, try await scraped(exporter, server))
            }
        }
    }

    private static func proposedRulesHoldWhatTheyPromise(_ proposed: Proposed, _ pages: [String: [Data]]) async throws {
        #expect(proposed.plan.totals.series_before == proposed.seriesBefore)
        try await withServer(proposed.rules, pages) { server, series in
            #expect(series == proposed.plan.totals.series_after)
            try await expectNothingLost(server)
            try await server.stop()
            #expect(try AnalyzedJSON.of(server.dataDirectory).totals.series == series)
        }
    }

    private static func aRefusedLabeldropLosesWhatWasWarnedOf(
        _ proposed: Proposed, _ pages: [String: [Data]]
    ) async throws {
        let metric = "container_cpu_usage_seconds_total"
        let refused = try proposed.plan.proposal("unneeded_labels", metric, "cpu")
        #expect(refused.verdict == "aggregates")
        #expect(refused.labels == ["cpu"] && !refused.chosen)
        #expect(refused.savings.merged_within_target > 0)

        // Nodes change their uid between two scrapes. The staleness marker of the old series has the time of the new
        // one's first sample, so that it cannot be told whether they overlap; they do not.
        let touching = try proposed.plan.proposal("unneeded_labels", "kube_node_info", "uid")
        #expect(touching.verdict == "unknown" && touching.savings.series == fleet.pods)

        var rules = proposed.rules
        rules["kubelet", default: "    metric_relabel_configs:"] += "\n      - {action: labeldrop, regex: cpu}"
        rules["state", default: "    metric_relabel_configs:"] += """

                  - source_labels: [__name__]
                    regex: kube_node_info
                    target_label: uid
                    replacement: ""
            """
        try await withServer(rules, pages) { server, series in
            #expect(series == proposed.plan.totals.series_after - refused.savings.series - touching.savings.series)
            // Of each container one of its processors is left in the scrape, and nothing counts the others.
            let alive = fleet.alive(in: Fleet.states - 1) * Fleet.containers.count
            #expect(try await lost(server) == alive * (Fleet.cpus.count - 1))
            let metrics = String(decoding: try await server.get("/metrics"), as: UTF8.self)
            let counter = "prometheus_target_scrapes_sample_duplicate_timestamp_total 0"
            #expect(metrics.split(separator: "\n").contains { $0 == counter })
            // The first in exposition order, whatever its value.
            let values = Set(try await server.query(metric).map { Int($0.value) })
            #expect(values == [Fleet.cpuValue(Fleet.cpus[0], Fleet.states - 1)])
        }
    }

    private static func allowedBreakageBreaksTheNamedReader(
        _ proposed: Proposed, _ pages: [String: [Data]]
    ) async throws {
        let metric = "kube_pod_info"
        let breaking = try proposed.plan.proposal("unneeded_labels", metric, "uid")
        #expect(breaking.verdict == "breaks" && breaking.chosen)
        #expect(breaking.readers.map(\.owner) == ["alert \"PodIsTwice\""])
        #expect(breaking.savings.succeeding > 0)
        let buckets = try proposed.plan.proposal("buckets", "kubelet_pod_start_seconds_bucket")
        #expect(buckets.verdict == "breaks" && buckets.chosen)
        #expect(buckets.readers.map(\.owner) == ["alert \"PodStartsSlowly\""])

        // Two endpoints of one job and instance: their series merge as well, though in different scrapes.
        let volumes = try proposed.plan.proposal("unneeded_labels", "pod_volume_used_bytes", "metrics_path")
        #expect(volumes.verdict == "aggregates" && volumes.labels == ["metrics_path"])
        var rules = proposed.rules
        rules["kubelet", default: "    metric_relabel_configs:"] += """

                  - source_labels: [__name__]
                    regex: pod_volume_used_bytes
                    target_label: metrics_path
                    replacement: ""
            """
        try await withServer(rules, pages) { server, series in
            #expect(series == proposed.plan.totals.series_after - volumes.savings.series)
            let lost = try await lost(server)
            #expect(lost == fleet.alive(in: Fleet.states - 1) * 2)
            let ends = "(pod_volume_used_bytes[20s])"
            #expect(try await count("max(max_over_time\(ends))", server) == 2)
            #expect(try await count("min(min_over_time\(ends))", server) == 1)
            #expect(try await count("count(max_over_time\(ends) > min_over_time\(ends))", server) > 0)
            // What the alerts were named for: no pod is told from the other, and bounds are gone.
            #expect(try await count("count(count by (uid) (\(metric)))", server) == 1)
            #expect(try await count("count(count by (le) (kubelet_pod_start_seconds_bucket))", server) == 5)
        }
    }
}
