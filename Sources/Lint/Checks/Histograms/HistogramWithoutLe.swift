import Manifests
import PromQL

/// `histogram_quantile()` over buckets that have lost their bounds.
enum HistogramWithoutLe: Check {
    static let info = CheckInfo(
        "histogram/missing-le", .error,
        summary: "Buckets are aggregated without `le` before `histogram_quantile()` reads it.",
        rationale: """
            A classic histogram is a series for each bucket, and `le` says which one it is. An aggregation that does not keep \
            `le` adds the buckets up, and `histogram_quantile()` finds none: the result is empty, an alert on it never fires.

            Native histograms have no `le`; expressions that do not read `_bucket` series are left alone.
            """,
        fix: .safe,
        faulty: [
            Example(
                record:
                    "histogram_quantile(0.99, ↓sum by (job) (rate(http_request_duration_seconds_bucket[5m])))",
                fixed:
                    "histogram_quantile(0.99, sum by (job, le) (rate(http_request_duration_seconds_bucket[5m])))"
            ),
            Example(
                alert: "histogram_quantile(0.9, ↓sum(rate(etcd_disk_wal_fsync_duration_seconds_bucket[5m]))) > 0.5",
                fixed:
                    "histogram_quantile(0.9, sum by (le) (rate(etcd_disk_wal_fsync_duration_seconds_bucket[5m]))) > 0.5"
            ),
        ],
        clean: [
            Example(
                record: "histogram_quantile(0.99, sum by (job, le) (rate(http_request_duration_seconds_bucket[5m])))"),
            Example(
                record: "histogram_quantile(0.99, sum without (pod) (rate(http_request_duration_seconds_bucket[5m])))"),
            Example(
                record: "histogram_quantile(0.99, sum by (job) (rate(http_request_duration_seconds[5m])))",
                note: "A native histogram."),
        ])

    static func visit(_ rule: Rule, _ context: inout FileContext) {
        for (_, call) in rule.parts.calls {
            guard let buckets = call.buckets, buckets.readsClassicBuckets, !buckets.evidentlyKeeps("le") else {
                continue
            }
            let state = buckets.resultLabels["le"]
            guard !state.canBePresent, let removal = state.removals.last, removal.cause == .aggregation else {
                continue
            }
            context.report(
                "`\(removal.words)` does not keep `le`, which \(call.function.name)() needs", in: rule.expr,
                at: removal.range, advice: "add `le` to `by`", fix: Self.fix(buckets, rule))
        }
    }

    /// Adds `le` to each aggregation on the way that drops it; `nil` where that is not all there is to do.
    private static func fix(_ buckets: Expression, _ rule: Rule) -> Fix? {
        var edits: [Fix.Edit] = []
        var place = buckets
        while true {
            switch place.kind {
            case .parentheses(let inner): place = inner
            case .aggregation(let aggregation):
                if !aggregation.keepsLe {
                    guard let edit = edit(aggregation, at: place.range, rule) else { return nil }
                    edits.append(edit)
                }
                place = aggregation.expression
            default: return edits.isEmpty ? nil : Fix(.safe, "Add le to by", edits)
            }
        }
    }

    private static func edit(_ aggregation: Aggregation, at range: Range<Int>, _ rule: Rule) -> Fix.Edit? {
        let grouping = aggregation.grouping
        guard !grouping.isWithout else { return nil }
        let text: String
        let last: Int
        if let label = grouping.labels.last {
            (text, last) = (", le", label.range.upperBound)
        } else if let written = grouping.range {
            (text, last) = ("le", written.upperBound - 1)
        } else {
            last = range.lowerBound + aggregation.aggregator.rawValue.utf8.count
            let bytes = rule.expr.value.utf8
            let isSpaced = bytes.dropFirst(last).first == UInt8(ascii: " ")
            text = isSpaced ? " by (le)" : " by (le) "
        }
        guard last > 0 else { return nil }
        let end = rule.expr.fileRange(of: last - 1..<last).upperBound
        return Fix.Edit(end..<end, text)
    }
}

extension Aggregation {
    fileprivate var keepsLe: Bool {
        aggregator.selectsSeries || grouping.labels.contains { $0.name == "le" } != grouping.isWithout
    }
}

extension Call {
    /// What a function for histograms reads `le` of.
    fileprivate var buckets: Expression? {
        switch function.name {
        case "histogram_quantile", "histogram_fraction": arguments.last
        case "histogram_quantiles": arguments.first
        default: nil
        }
    }
}

extension Expression {
    /// Whether everything it reads is buckets by name: of a recording rule's name, a part of it.
    fileprivate var readsClassicBuckets: Bool {
        let selectors = selectors
        return !selectors.isEmpty
            && selectors.allSatisfy { selector in
                guard let names = selector.selector.metricNames, !names.isEmpty else { return false }
                return names.allSatisfy { $0.hasSuffix("_bucket") || $0.contains("_bucket:") }
            }
    }
}
