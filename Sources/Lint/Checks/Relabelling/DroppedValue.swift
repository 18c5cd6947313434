import Manifests
import PromQL
import Regex
import Relabel

/// `drop` of the series with `code="500"`, which an alert is about.
struct DroppedValue: Check {
    static let info = CheckInfo(
        "relabel/drops-rule-value", .error,
        summary:
            "A relabelling rule drops the series with a label's value that a rule, an alert or a dashboard asks for.",
        rationale: """
            The selector finds nothing, and nothing says so. It is an error where every job that the configuration names drops \
            them. With a single monitor it is a warning, for what is scraped elsewhere is not known.
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
                              - source_labels: [mode]
                                regex: ↓idle|guest
                                action: drop
                        """
                    ),
                    (
                        "rules.yaml",
                        """
                        groups:
                          - name: node
                            rules:
                              - alert: Busy
                                expr: rate(node_cpu_seconds_total{mode="idle"}[5m]) < 0.1
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
                              - source_labels: [mode]
                                regex: guest
                                action: drop
                        """
                    ),
                    (
                        "rules.yaml",
                        """
                        groups:
                          - name: node
                            rules:
                              - alert: Busy
                                expr: rate(node_cpu_seconds_total{mode=~"idle|guest"}[5m]) < 0.1
                              - alert: Nice
                                expr: rate(node_cpu_seconds_total{mode!="guest"}[5m]) > 0.1
                        """
                    ),
                ], note: "Something is left of what is asked for.")
        ])

    func visit(_ project: Project, _ context: inout ProjectContext) {
        let all = ScrapedJob.All(in: project)
        guard all.isComplete || all.jobs.count == 1, all.jobs.contains(where: \.dropsByValues) else { return }
        var found: [DroppedRead.Key: DroppedRead] = [:]
        for reader in project.usage.allReaders {
            guard let names = reader.metric.names,
                names.allSatisfy({ !ScrapedJob.isOwn($0) && project.isScraped($0) })
            else { continue }
            let sources = all.jobs.indices.filter { all.jobs[$0].mayBeRead(by: reader) }
            for matcher in reader.matchers where !["job", Matcher.nameLabel].contains(matcher.name) {
                guard let values = matcher.acceptedValues else { continue }
                for name in names {
                    let steps = sources.map { all.jobs[$0].step(dropping: values, of: matcher.name, metric: name) }
                    guard !steps.isEmpty, steps.allSatisfy({ $0 != nil }) else { continue }
                    for (job, step) in zip(sources, steps) {
                        guard let step else { continue }
                        found[DroppedRead.Key(job: job, step: step), default: DroppedRead()]
                            .add("\(name){\(matcher)}", reader, isLost: all.isComplete)
                    }
                }
            }
        }
        for (key, read) in found.sorted(by: { $0.key < $1.key }) {
            read.report("drops", all.jobs[key.job], step: key.step, &context)
        }
    }
}

extension Matcher {
    /// The only values it accepts, where these are few and none is the absence of the label.
    fileprivate var acceptedValues: Set<String>? {
        switch type {
        case .equal: return value.isEmpty ? nil : [value]
        case .regex:
            guard let values = regex?.onlyValues, values.count <= 50, !values.contains("") else { return nil }
            return Set(values)
        default: return nil
        }
    }
}

extension ScrapedJob {
    /// Whether a step drops by something else than the metric's name.
    fileprivate var dropsByValues: Bool {
        relabelling?.steps.contains { step in
            (step.action == .drop || step.action == .keep)
                && step.rule.sourceLabels.contains { !$0.elementsEqual("__name__".utf8) }
        } ?? false
    }

    /// The step that drops every series of a metric whose label has one of these values, and not the whole metric.
    fileprivate func step(dropping values: Set<String>, of label: String, metric: String) -> Int? {
        guard dropsByValues, let relabelling, step(dropping: metric) == nil,
            case .dropped(let step) = relabelling.reach(of: ["__name__": [metric], label: values]).fate
        else { return nil }
        return step
    }
}
