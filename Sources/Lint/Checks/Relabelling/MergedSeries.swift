import LabelSets
import Manifests
import PromQL
import Regex
import Relabel

/// `labeldrop` of the label that tells series apart.
struct MergedSeries: Check {
    static let info = CheckInfo(
        "relabel/makes-duplicates", .error, needsData: true,
        summary: "A relabelling rule removes a label without which series of the data are the same.",
        rationale: """
            Of several samples of one series in a scrape Prometheus keeps the first and drops the rest, and says so in its log \
            alone (`Error on ingesting samples with different value but same timestamp`). The data have the label still, so \
            the rule is new, or for another job. Looked at are the series at the end of the data, of the metrics that rules and \
            dashboards read. Aggregate with a recording rule, or drop the metric.
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
                              - regex: ↓user_id
                                action: labeldrop
                        """
                    ),
                    (
                        "rules.yaml",
                        """
                        groups:
                          - name: api
                            rules:
                              - record: job:http_requests:rate5m
                                expr: sum by (job) (rate(http_requests_total[5m]))
                        """
                    ),
                ],
                series: """
                    http_requests_total{job="api", user_id="1"}
                    http_requests_total{job="api", user_id="2"}
                    """)
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
                              - regex: version
                                action: labeldrop
                        """
                    ),
                    (
                        "rules.yaml",
                        """
                        groups:
                          - name: api
                            rules:
                              - record: job:http_requests:rate5m
                                expr: sum by (job) (rate(http_requests_total[5m]))
                        """
                    ),
                ],
                series: """
                    http_requests_total{job="api", version="1", user_id="1"}
                    http_requests_total{job="api", version="1", user_id="2"}
                    http_requests_total{job="other", version="2", user_id="2"}
                    """)
        ])

    func visit(_ project: Project, _ context: inout ProjectContext) {
        guard let index = context.grounding?.data.index else { return }
        let jobs = ScrapedJob.All(in: project).jobs.filter {
            $0.name != nil && $0.relabelling?.steps.contains(where: \.removesLabels) == true
        }
        guard !jobs.isEmpty else { return }
        let metrics = index.metricNames.filter { !$0.isEmpty && !ScrapedJob.isOwn($0) && project.isScraped($0) }
        for job in jobs {
            guard let name = job.name, let list = job.list else { continue }
            for (position, step) in (job.relabelling?.steps ?? []).enumerated() where step.removesLabels {
                var merged: [(metric: String, before: Int, after: Int, example: String)] = []
                for metric in metrics where job.step(dropping: metric) == nil {
                    guard let found = Self.merged(step, metric, name, index) else { continue }
                    merged.append(found)
                }
                guard let worst = merged.max(by: { $0.before - $0.after < $1.before - $1.after }),
                    list.rules.indices.contains(position)
                else { continue }
                let rule = list.rules[position]
                context.report(
                    "\(job.owner) makes \(worst.after) series of the \(worst.before) of `\(worst.metric)` that the data has"
                        + (merged.count > 1 ? ", and merges those of \(merged.count - 1) other metrics" : ""),
                    in: job.file, at: rule.regex?.fileRange ?? rule.shown,
                    advice: "keep the label, or aggregate with a recording rule and drop the metric",
                    evidence: [
                        "metric": .text(worst.metric), "series": .number(worst.before),
                        "series_after": .number(worst.after), "metrics": .number(merged.count),
                        "examples": .list([worst.example]),
                    ])
            }
        }
    }

    /// What becomes of a metric's series in a job, if some become the same.
    private static func merged(
        _ step: RelabelStep, _ metric: String, _ job: String, _ index: SeriesIndex
    ) -> (metric: String, before: Int, after: Int, example: String)? {
        let text = "{\(Matcher.nameLabel)=\(SeriesText.quoted(metric)), job=\(SeriesText.quoted(job))}"
        guard let selector = try? Expression(parsing: text) else { return nil }
        let result = Evaluation(selector, over: index).result
        guard result.count.isExact, result.count.limit > 1 else { return nil }
        let labels = result.labels(examples: 0).map(\.name)
        let kept = labels.filter { label in step.regex.matches(label) != (step.action == .labeldrop) }
        guard kept.count < labels.count, let groups = result.groups(by: kept), groups.limit < result.count.limit else {
            return nil
        }
        return (metric, result.count.limit, groups.limit, result.examples(1).first.map(SeriesText.text) ?? metric)
    }
}
