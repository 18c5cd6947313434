import Cardinality
import TSDB

/// Comparisons made by hand, with everything in them that a format has to cope with.
enum FixtureDiff {
    struct Symbols: SymbolText {
        static let values = [
            "pod-7d9f-x2x", "\u{1b}[31mred\u{202e}</script><img src=x onerror=alert(1)>", "=cmd|'/C calc'!A0",
            "日本語のとても長い値です", "a\"b\\c\n", String(repeating: "long ", count: 60),
        ]
        func text(of reference: UInt32) -> String { Self.values[Int(reference) % Self.values.count] }
    }

    private static func counts(_ numbers: [Int]) -> DiffCounts {
        var counts = DiffCounts(before: numbers[0], after: numbers[1])
        (counts.added, counts.gone, counts.renamed) = (numbers[2], numbers[3], numbers[4])
        (counts.replaced, counts.grown, counts.lost) = (numbers[5], numbers[6], numbers[7])
        return counts
    }

    static func series() -> CardinalityDiff {
        var diff = CardinalityDiff(basis: .series, symbols: Symbols())
        diff.old.window = Window(minTime: 1_795_000_000_000, maxTime: 1_795_007_200_000, activeWithin: 900_000)
        diff.new.window = Window(minTime: 1_795_007_200_001, maxTime: 1_795_094_400_000, activeWithin: 900_000)
        diff.old.metrics = 1200
        diff.new.metrics = 1204
        diff.old.labelNames = 117
        diff.new.labelNames = 118
        diff.old.labelPairs = 90_210
        diff.new.labelPairs = 131_902
        var source = PartSummary(path: "/prometheus/01JC", kind: .block)
        source.series = 4_310_004
        diff.new.sources = [SourceRow(source, notes: [])]
        diff.new.leftOut = [LeftOutPart(path: "/prometheus/01JA", reason: "outside the time range")]
        diff.counts = counts([4_310_004, 4_980_012, 1_204_311, 534_303, 20_000, 410_000, 774_311, 104_303])
        var cause = MetricDiff(
            name: "http_request_duration_seconds_bucket",
            counts: counts([300_000, 812_304, 612_304, 100_000, 0, 98_000, 514_304, 2000]))
        cause.causes = [
            GrowthCause(labels: ["user_id", "session"], values: 41_207, series: 500_000, examples: [0, 1, 2]),
            GrowthCause(labels: ["le"], values: 4, series: 14_300, examples: [3]),
        ]
        cause.newCombinations = 4
        cause.labels = [
            MetricLabelDiff(name: "user_id", values: ValueCounts(before: 0, after: 41_207, added: 41_207, gone: 0))
        ]
        var renamed = MetricDiff(name: "shop_orders_total", counts: counts([0, 20_000, 20_000, 0, 20_000, 0, 0, 0]))
        renamed.renamedFrom = "shop_orders"
        var old = MetricDiff(name: "shop_orders", counts: counts([20_000, 0, 0, 20_000, 0, 0, 0, 0]))
        old.renamedTo = "shop_orders_total"
        var added = MetricDiff(
            name: "a_metric_with_a_name_that_is_far_longer_than_any_column_of_a_table_would_ever_like_to_be_total",
            counts: counts([0, 5000, 5000, 0, 0, 0, 5000, 0]))
        added.causes = [GrowthCause(labels: ["path"], values: 4990, series: 5000, examples: [4, 5])]
        var lost = MetricDiff(name: "", counts: counts([1000, 10, 0, 990, 0, 0, 0, 990]))
        lost.labels = [MetricLabelDiff(name: "名前", values: ValueCounts(before: 9, after: 1, added: 0, gone: 8))]
        let same = MetricDiff(name: "up", counts: counts([10, 10, 0, 0, 0, 0, 0, 0]))
        diff.metrics = [cause, renamed, old, added, lost, same]
        var label = LabelDiff(
            name: "user_id", values: ValueCounts(before: 10, after: 41_217, added: 41_207, gone: 0), explained: 500_000)
        label.topValues = [(1, 40), (0, 30), (3, 2)]
        diff.labels = [
            label,
            LabelDiff(
                name: "\u{1b}]0;x\u{7}", values: ValueCounts(before: 3, after: 1, added: 0, gone: 2), explained: 0),
        ]
        diff.groupedBy = ["namespace", "team"]
        var group = GroupDiff(values: ["shop", nil], counts: counts([1000, 2000, 1500, 500, 0, 400, 1100, 100]))
        (group.topMetric, group.topMetricGrown) = ("http_request_duration_seconds_bucket", 900)
        diff.groups = [group, GroupDiff(values: ["@everyone #1", "=1+1"], counts: counts([5, 5, 0, 0, 0, 0, 0, 0]))]
        diff.changes = [
            SchemaChange(
                kind: .labelRenamed, from: "pod_name", to: "pod", metrics: ["container_cpu", "container_memory"],
                before: 1234, after: 1234),
            SchemaChange(
                kind: .valuesRenamed, label: "instance", from: "\u{1b}prod-", to: "production-", atEnd: false,
                metrics: ["up"], before: 10, after: 12),
            SchemaChange(
                kind: .valuesRenamed, label: "host", from: "", to: ".example.com", atEnd: true, metrics: ["up"],
                before: 3, after: 3),
            SchemaChange(
                kind: .metricRenamed, from: "shop_orders", to: "shop_orders_total", metrics: ["shop_orders_total"],
                before: 20_000, after: 20_000),
            SchemaChange(kind: .labelAdded, from: "", to: "user_id", metrics: ["m"], before: 10, after: 1000),
            SchemaChange(kind: .labelRemoved, from: "<b>", to: "", metrics: ["m", "n", "o", "p"], before: 9, after: 3),
        ]
        diff.unknowns = ["whether 3 metrics were renamed: memory did not suffice to compare them"]
        diff.diagnostics = [Diagnostic(file: "/prometheus/x\u{1b}", offset: 12, "is damaged")]
        return diff
    }

    static func reports() -> CardinalityDiff {
        var old = ReportDigest()
        old.series = 100
        old.metrics = [ReportDigest.Name("m"): ReportDigest.Metric(series: 90, labels: [ReportDigest.Name("pod"): 9])]
        old.hasAllMetrics = false
        old.labels = [ReportDigest.Name("pod"): 9]
        var new = ReportDigest()
        new.series = 150
        new.metrics = [
            ReportDigest.Name("m"): ReportDigest.Metric(series: 140, labels: [ReportDigest.Name("pod"): 14]),
            ReportDigest.Name("n"): ReportDigest.Metric(series: 10, labels: [:]),
        ]
        new.labels = [ReportDigest.Name("pod"): 14]
        new.groupedBy = ["job"]
        return CardinalityDiff(comparing: old, with: new)
    }
}
