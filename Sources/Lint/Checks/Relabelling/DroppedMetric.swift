import Manifests
import Relabel

/// `drop` of a metric that an alert reads.
enum DroppedMetric: Check {
    static let info = CheckInfo(
        "relabel/drops-rule-metric", .error,
        summary: "A relabelling rule drops a metric that a rule, an alert or a dashboard reads.",
        rationale: """
            A metric that is dropped before it is stored is not there for rules either: an alert on it never fires, and no \
            error says so.

            It is an error where every job that the configuration names drops the metric. Where another job may bring it \
            after all, it is a warning. Take the metric out of the pattern, or remove what reads it.
            """,
        faulty: [
            Example(
                files: [
                    (
                        "prometheus.yml",
                        """
                        scrape_configs:
                          - job_name: api
                            metric_relabel_configs:
                              - source_labels: [__name__]
                                regex: ↓go_.*
                                action: drop
                        """
                    ),
                    (
                        "rules.yaml",
                        """
                        groups:
                          - name: go
                            rules:
                              - alert: ManyGoroutines
                                expr: go_goroutines > 10000
                        """
                    ),
                ])
        ],
        clean: [
            Example(
                files: [
                    (
                        "prometheus.yml",
                        """
                        scrape_configs:
                          - job_name: api
                            metric_relabel_configs:
                              - source_labels: [__name__]
                                regex: go_.*
                                action: drop
                          - job_name: prometheus
                        """
                    ),
                    (
                        "rules.yaml",
                        """
                        groups:
                          - name: go
                            rules:
                              - alert: ManyGoroutines
                                expr: go_goroutines{job="prometheus"} > 10000
                        """
                    ),
                ], note: "The alert reads what the other job keeps.")
        ])

    static func visit(_ project: Project, _ context: inout ProjectContext) {
        let all = ScrapedJob.All(in: project)
        guard all.jobs.contains(where: { $0.relabelling != nil }) else { return }
        let usage = project.usage
        var found: [DroppedRead.Key: DroppedRead] = [:]
        for metric in usage.names where !ScrapedJob.isOwn(metric) && project.isScraped(metric) {
            let steps = all.jobs.map { $0.step(dropping: metric) }
            guard steps.contains(where: { $0 != nil }), let readers = usage.readers(of: metric)?.readers else {
                continue
            }
            for reader in readers where reader.metric.names != nil {
                let sources = all.jobs.indices.filter { all.jobs[$0].mayBeRead(by: reader) }
                let isLost = all.isComplete && sources.allSatisfy { steps[$0] != nil }
                for job in sources {
                    guard let step = steps[job] else { continue }
                    // Another job may have it. What a list keeps says nothing of the metrics of other jobs.
                    guard isLost || step.action == .drop && !reader.matchedLabels.contains("job") else { continue }
                    let key = DroppedRead.Key(job: job, step: step.index)
                    found[key, default: DroppedRead()].add(metric, reader, isLost: isLost)
                }
            }
        }
        for (key, read) in found.sorted(by: { $0.key < $1.key }) {
            read.report("drops", all.jobs[key.job], step: key.step, &context)
        }
    }
}

extension Project {
    /// Whether a metric can come from a scrape: what rules record does not, nor what is named as if they did.
    func isScraped(_ metric: String) -> Bool { recordings[metric] == nil && !metric.utf8.contains(UInt8(ascii: ":")) }
}

/// What a step takes away, and who reads it.
struct DroppedRead {
    struct Key: Hashable, Comparable {
        let job: Int
        let step: Int

        static func < (one: Key, other: Key) -> Bool { (one.job, one.step) < (other.job, other.step) }
    }

    private var names: [String] = []
    private var readers: [UsageReader] = []
    private var isLost = false

    mutating func add(_ name: String, _ reader: UsageReader, isLost: Bool) {
        // What is certain goes first, and what is not is left to the next run.
        if isLost && !self.isLost { (names, readers, self.isLost) = ([], [], true) }
        guard isLost == self.isLost else { return }
        if !names.contains(name) { names.append(name) }
        readers.append(reader)
    }

    func report(_ verb: String, _ job: ScrapedJob, step: Int, _ context: inout ProjectContext) {
        guard let list = job.list, let rule = list.rules.indices.contains(step) ? list.rules[step] : nil,
            let first = readers.first
        else { return }
        let some = names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
        let others = Set(readers.map(\.owner)).count - 1
        let who = first.owner + (others > 0 ? " and \(others) other\(others > 1 ? "s" : "")" : "")
        context.report(
            "\(job.owner) \(verb) \(some), which \(who) \(others > 0 ? "read" : "reads")"
                + (isLost ? "" : "; another job may still have it"),
            in: job.file, at: rule.regex?.fileRange ?? rule.shown,
            advice: "take it out of the pattern, or remove what reads it", severity: isLost ? nil : .warning,
            related: [RelatedPlace(file: first.path, range: first.fileRange, message: "read here")])
    }
}
