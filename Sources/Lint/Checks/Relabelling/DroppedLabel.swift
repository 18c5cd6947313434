import Manifests
import PromQL
import Relabel

/// `labeldrop` of a label that a rule reads.
enum DroppedLabel: Check {
    static let info = CheckInfo(
        "relabel/drops-rule-label", .error,
        summary: "A relabelling rule removes a label that a rule, an alert or a dashboard reads.",
        rationale: """
            A selector that asks for the label finds nothing any more, `sum by` puts everything into one, a text shows a gap. \
            Nothing says so.

            It is an error where every job that the configuration names removes the label. With a single monitor it is a \
            warning, for what is scraped elsewhere is not known.
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
                              - regex: ↓pod|uid
                                action: labeldrop
                        """
                    ),
                    (
                        "rules.yaml",
                        """
                        groups:
                          - name: api
                            rules:
                              - alert: Errors
                                expr: sum by (pod) (rate(http_errors_total[5m])) > 1
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
                              - regex: pod|uid
                                action: labeldrop
                          - job_name: other
                        """
                    ),
                    (
                        "rules.yaml",
                        """
                        groups:
                          - name: api
                            rules:
                              - alert: Errors
                                expr: sum by (pod) (rate(http_errors_total{job="other"}[5m])) > 1
                              - alert: Anonymous
                                expr: rate(http_errors_total{job="api",pod=""}[5m]) > 1
                        """
                    ),
                ])
        ])

    static func visit(_ project: Project, _ context: inout ProjectContext) {
        let all = ScrapedJob.All(in: project)
        guard all.isComplete || all.jobs.count == 1,
            all.jobs.contains(where: { $0.relabelling?.steps.contains(where: \.removesLabels) == true })
        else { return }
        let usage = project.usage
        var found: [DroppedRead.Key: DroppedRead] = [:]
        for metric in usage.names where !ScrapedJob.isOwn(metric) && project.isScraped(metric) {
            for reader in usage.readers(of: metric)?.readers ?? [] where reader.metric.names != nil {
                let sources = all.jobs.indices.filter { all.jobs[$0].mayBeRead(by: reader) }
                for label in Self.labels(readBy: reader, routedBy: usage) {
                    let steps = sources.map { all.jobs[$0].step(removing: label, of: metric) }
                    guard steps.allSatisfy({ $0 != nil }) else { continue }
                    for (job, step) in zip(sources, steps) {
                        guard let step else { continue }
                        found[DroppedRead.Key(job: job, step: step.index), default: DroppedRead()]
                            .add(label, reader, isLost: all.isComplete)
                    }
                }
            }
        }
        for (key, read) in found.sorted(by: { $0.key < $1.key }) {
            read.report("removes the label", all.jobs[key.job], step: key.step, &context)
        }
    }

    /// Labels without which the reader does not work as written. What is asked to be empty is not among them.
    private static func labels(readBy reader: UsageReader, routedBy usage: Usage) -> [String] {
        var labels = Set(reader.demand.reads.map(\.label))
        // Alertmanager's routes are for all alerts, whether they have a label or not.
        if reader.kind == .alert { labels.subtract(usage.alertLabels.keys) }
        for matcher in reader.matchers {
            if matcher.matches("") { labels.remove(matcher.name) } else { labels.insert(matcher.name) }
        }
        labels.remove(Matcher.nameLabel)
        return labels.sorted()
    }
}
