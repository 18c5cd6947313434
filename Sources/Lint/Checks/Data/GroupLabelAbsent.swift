import LabelSets
import Manifests
import PromQL
import TSDB
import Spelling

/// `sum by (jbo) (up)`, where no series of `up` has it.
enum GroupLabelAbsent: Check {
    static let info = CheckInfo(
        "series/group-label-absent", .warning, needsData: true,
        summary: "An aggregation or a join names a label that no series it reads has.",
        rationale: """
            `sum by (jbo) (up)` is no error: every series has the same empty `jbo`, and all become one. The result lacks the \
            label that alerts, routes and dashboards were to tell things apart by. The same is true of `on`, and of what \
            `group_left` is to take over. What stands in `without` and `ignoring` does no harm where it is missing, and is \
            reported only where it is spelt nearly like a label that is there.

            Rules that are written for many clusters group by labels that a single one lacks, as kube-prometheus does by \
            `cluster`, and lose nothing by it. Labels that by custom name the place or the owner of a whole Prometheus \
            (`cluster`, `region`, `environment`, `tenant`, `replica` and their like) are therefore reported only where they \
            look misspelt, and so is `le`, which native histograms do not have. Nothing is said where the label may come from \
            elsewhere: of `label_replace()` and its like, of rules or metrics whose series are not known, of selectors \
            that select nothing in the data, of the text of one target's `/metrics`, which lacks the labels of the target.
            """,
        fix: .unsafe,
        faulty: [
            Example(
                alert: "sum by (↓jbo) (up) < 1", fixed: "sum by (job) (up) < 1",
                series: #"up{job="node", instance="a:9100"}"#),
            Example(
                record: "sum by (job, ↓pod) (rate(http_requests_total[5m]))",
                series: #"http_requests_total{job="api", instance="a:80"}"#),
            Example(
                record: "up * on (instance) group_left (↓nodname) node_uname_info",
                series: """
                    up{job="node", instance="a:9100"}
                    node_uname_info{job="node", instance="a:9100", nodename="a"}
                    """),
            Example(
                record: "sum(up) / on (↓pod) sum(process_start_time_seconds)",
                series: """
                    up{job="node", instance="a:9100"}
                    process_start_time_seconds{job="node", instance="a:9100"}
                    """),
            Example(
                record: "sum without (↓instnce) (up)", series: #"up{job="node", instance="a:9100"}"#),
        ],
        clean: [
            Example(alert: "sum by (job) (up) < 1", series: #"up{job="node", instance="a:9100"}"#),
            Example(
                record: "sum by (cluster, job) (up)", note: "A single cluster may lack it.",
                series: #"up{job="node", instance="a:9100"}"#),
            Example(
                record: #"sum by (host) (label_replace(up, "host", "$1", "instance", "(.+):.+"))"#,
                series: #"up{job="node", instance="a:9100"}"#),
            Example(
                record: #"sum by (metrics_path) (up{job="kubelet"})"#,
                note: "Series of that job, which are not there, may have the label.",
                series: #"up{job="node", instance="a:9100"}"#),
            Example(
                rules: """
                    - record: job:up:sum
                      expr: sum by (job) (up)
                      labels:
                        squad: infra
                    - record: squad:up:sum
                      expr: sum by (squad) (job:up:sum)
                    """, note: "The rule makes the label.", series: #"up{job="node", instance="a:9100"}"#),
            Example(
                record: "sum without (pod) (up)", note: "It makes no difference.",
                series: #"up{job="node", instance="a:9100"}"#),
        ])

    static func visit(_ query: DataQuery, _ grounding: Grounding, _ context: inout FileContext) {
        guard grounding.provesAbsence(for: query), !grounding.readsTexts else { return }
        let parts = query.rule?.parts ?? ExpressionParts(of: query.expression)
        for (_, aggregation) in parts.aggregations where !aggregation.grouping.labels.isEmpty {
            let grouping = aggregation.grouping
            judge(
                grouping.labels, [aggregation.expression], grouping.isWithout ? "without" : "by",
                isHarmless: grouping.isWithout, query, grounding, &context)
        }
        for (_, operation) in parts.operations {
            let matching = operation.matching
            if !matching.labels.isEmpty {
                judge(
                    matching.labels, [operation.left, operation.right], matching.isOn ? "on" : "ignoring",
                    isHarmless: !matching.isOn, query, grounding, &context)
            }
            if let group = matching.group, !matching.include.isEmpty {
                let one = group == .left ? operation.right : operation.left
                judge(
                    matching.include, [one], "group_\(group.rawValue)", isHarmless: false, query, grounding, &context)
            }
        }
    }

    private static func judge(
        _ labels: [Grouping.Label], _ operands: [Expression], _ clause: String, isHarmless: Bool, _ query: DataQuery,
        _ grounding: Grounding, _ context: inout FileContext
    ) {
        guard let reads = ReadLabels(operands, query, grounding) else { return }
        let absent = labels.filter { label in
            label.name != Matcher.nameLabel && query.isWritten(label.range) && !reads.mayHave(label.name, grounding)
        }
        guard !absent.isEmpty, let carried = CarriedLabels(reads.selectors, grounding) else { return }
        for label in absent where !carried.mayBeRecorded(label.name) {
            let others = carried.names.filter { name in !labels.contains { $0.name == name } }
            let nearest = Spelling.nearest(to: label.name, among: others)
            guard nearest != nil || !isHarmless && !customary.contains(label.name) else { continue }
            var evidence: Evidence = ["label": .text(label.name), "series": .number(carried.series)]
            evidence.add("metrics", .list(Array(carried.metrics.prefix(12))))
            evidence.add("labels", .list(Array(carried.names.prefix(12))))
            if let nearest { evidence.add("nearest", .text(nearest)) }
            context.report(
                "no series of \(carried.subject) has the label `\(label.name)`, which `\(clause)` names", in: query,
                at: label.range,
                advice: nearest.map { "did you mean `\($0)`?" }
                    ?? "they have \(carried.names.prefix(8).joined(separator: ", "))",
                fix: nearest.flatMap { fix(label, $0, query) }, evidence: evidence)
        }
    }

    /// Labels that tell one Prometheus, or one of several environments, from others; and `le`.
    private static let customary: Set<String> = [
        "le", "cluster", "cluster_name", "cluster_id", "k8s_cluster", "region", "zone", "availability_zone",
        "datacenter", "dc", "site", "location", "env", "environment", "stage", "tier", "tenant", "tenant_id",
        "prometheus", "prometheus_replica", "replica", "__replica__", "shard", "team", "owner",
    ]

    private static func fix(_ label: Grouping.Label, _ name: String, _ query: DataQuery) -> Fix? {
        guard query.rule != nil, label.range.count == label.name.utf8.count,
            name.utf8.allSatisfy({ $0 == 0x5f || (0x30...0x39).contains($0) || (0x61...0x7a).contains($0 | 0x20) }),
            !name.hasPrefix("0"), name.first?.isNumber == false
        else { return nil }
        return Fix(
            .unsafe, "Replace `\(label.name)` by `\(name)`", [Fix.Edit(query.fileRange(of: label.range), name)])
    }
}

/// What some expressions read, and the labels that they make.
private struct ReadLabels {
    private(set) var selectors: [Selector] = []
    private var made: Set<String> = []

    /// `nil` where that is not known.
    init?(_ expressions: [Expression], _ query: DataQuery, _ grounding: Grounding) {
        for expression in expressions {
            let parts = ExpressionParts(of: expression)
            for (_, call) in parts.calls {
                guard let labels = call.madeLabels else { return nil }
                made.formUnion(labels)
            }
            for (_, aggregation) in parts.aggregations where aggregation.aggregator == .countValues {
                guard case .string(let label)? = aggregation.parameter?.unwrapped.kind else { return nil }
                made.insert(label.value)
            }
            for vector in parts.selectors {
                guard let selector = query.written(vector), !grounding.mayReadUnknown(selector) else { return nil }
                selectors.append(selector)
            }
        }
    }

    func mayHave(_ label: String, _ grounding: Grounding) -> Bool {
        made.contains(label) || selectors.contains { grounding.index.hasLabel(label, on: $0) }
    }
}

/// The series of all metrics that some selectors name, whichever of them these select.
private struct CarriedLabels {
    let metrics: [String]
    private(set) var series = 0
    /// Their labels, sorted.
    let names: [String]
    /// Of rules whose results are in the data: these may be older than what the rules say now.
    private var rules: [PlacedRule] = []

    /// `nil` where one of the selectors selects nothing, so that nothing is known of what it waits for.
    init?(_ selectors: [Selector], _ grounding: Grounding) {
        var (names, metrics): (Set<String>, [String]) = ([], [])
        for selector in selectors {
            let effect = grounding.index.effect(of: selector)
            guard effect.selected > 0 else { return nil }
            let new = effect.metrics.filter { !metrics.contains($0) }
            guard !new.isEmpty else { continue }
            series += effect.series
            metrics += new
            names.formUnion(grounding.labels(of: selector))
            for metric in new where grounding.data.index.hasMetric(metric) {
                rules += grounding.project.recordings[metric, default: []].map { grounding.project.rules[$0] }
            }
        }
        guard !names.isEmpty else { return nil }
        self.names = names.sorted()
        self.metrics = metrics
    }

    func mayBeRecorded(_ label: String) -> Bool {
        rules.contains { placed in
            guard let expression = placed.rule.parsed, !placed.rule.isMasked else { return true }
            return placed.labels[label] != nil || expression.resultLabels[label].canBePresent
        }
    }

    /// In words: `up`, or how many there are.
    var subject: String { metrics.count == 1 ? "`\(metrics[0])`" : "these \(metrics.count) metrics" }
}

extension Call {
    /// Labels of the result that its series need not have; `nil` where they are not known.
    fileprivate var madeLabels: [String]? {
        switch function.name {
        case "label_replace", "label_join", "histogram_quantiles":
            guard arguments.count > 1, case .string(let label) = arguments[1].unwrapped.kind else { return nil }
            return [label.value]
        // Labels of matchers, or of other metrics.
        case "absent", "absent_over_time", "info": return nil
        default: return []
        }
    }
}

extension Grounding {
    /// Whether series are of the text of a `/metrics` page, and lack the labels that scraping adds.
    fileprivate var readsTexts: Bool { data.index.parts.contains { $0.kind == .exposition } }
}
