import Manifests
import PromQL
import Regex

/// `le="1"`, which Prometheus 3 does not store.
enum IntegerBucketBound: Check {
    static let info = CheckInfo(
        "matcher/integer-bucket-bound", .warning,
        summary:
            "A matcher asks for `le` or `quantile` as an integer, and Prometheus 3 stores `1.0` where the target says `1`.",
        rationale: """
            Since 3.0 the values of `le` of classic histograms and of `quantile` of summaries are written as floating-point \
            numbers when they are scraped: `le="5"` is stored as `le="5.0"`. A matcher for `5` finds nothing that was scraped \
            since the upgrade, in silence. The fix matches both spellings, for what was scraped before.
            """,
        fix: .safe,
        faulty: [
            Example(
                record: #"sum by (job) (rate(http_request_duration_seconds_bucket{↓le="1"}[5m]))"#,
                fixed: #"sum by (job) (rate(http_request_duration_seconds_bucket{le=~"1([.]0)?"}[5m]))"#),
            Example(
                record: #"sum(rate(http_request_duration_seconds_bucket{code="200",↓le=~"0.5|2"}[5m]))"#,
                note: "The bucket of 0.5 is found, that of 2 is not."),
            Example(
                record: #"sum(rate(http_response_size_bytes_bucket{↓le="1000000"}[5m]))"#,
                note: "It is stored as 1e+06."),
            Example(
                alert: #"go_gc_duration_seconds{↓quantile="1"} > 0.5"#,
                fixed: #"go_gc_duration_seconds{quantile=~"1([.]0)?"} > 0.5"#),
        ],
        clean: [
            Example(record: #"sum(rate(http_request_duration_seconds_bucket{le="1.0"}[5m]))"#),
            Example(record: #"sum(rate(http_request_duration_seconds_bucket{le=~"1|1.0"}[5m]))"#),
            Example(record: #"sum(rate(http_request_duration_seconds_bucket{le="+Inf"}[5m]))"#),
            Example(record: #"sum(rate(http_request_duration_seconds_bucket{le="0.5"}[5m]))"#),
        ])

    static func visit(_ rule: Rule, _ context: inout FileContext) {
        guard context.settings.language.version >= Version(3, 0) else { return }
        rule.forEachMatcher { matcher, selector in
            guard matcher.name == "le" || matcher.name == "quantile" else { return }
            // What rules record may have labels of its own making.
            if let names = selector.metricNames, names.contains(where: { $0.contains(":") }) { return }
            guard let (value, stored) = Self.unmatched(matcher),
                let text = MatcherText(matcher, in: rule.expr.value)
            else { return }
            context.report(
                "Prometheus 3 stores `\(matcher.name)=\"\(stored)\"`, which `\(matcher)` does not "
                    + (matcher.type.isNegative ? "exclude" : "match"),
                in: rule.expr, at: matcher.range, advice: "write `\(stored)` for `\(value)`, or match both",
                fix: Self.fix(matcher, text, stored, rule))
        }
    }

    /// The first integer, among the alternatives of a pattern too, that is not there as it is stored.
    private static func unmatched(_ matcher: Matcher) -> (value: String, stored: String)? {
        guard let regex = matcher.regex else { return StoredBound.text(of: matcher.value).map { (matcher.value, $0) } }
        var pattern = matcher.value[...]
        if pattern.hasPrefix("("), pattern.hasSuffix(")") { pattern = pattern.dropFirst().dropLast() }
        for arm in pattern.split(separator: "|") {
            if let stored = StoredBound.text(of: String(arm)), !regex.matches(stored) { return (String(arm), stored) }
        }
        return nil
    }

    /// Nothing is quoted or escaped in what is put in, so that it fits every kind of YAML scalar.
    private static func fix(_ matcher: Matcher, _ text: MatcherText, _ stored: String, _ rule: Rule) -> Fix? {
        guard text.isPlain, !matcher.type.isRegex, stored == matcher.value + ".0" else { return nil }
        let end = text.contentRange.upperBound
        return Fix(
            .safe, "Match \(stored) too",
            [
                Fix.Edit(rule.expr.fileRange(of: text.operatorRange), matcher.type.withRegex.rawValue),
                Fix.Edit(insertion(before: end, in: rule.expr), "([.]0)?"),
            ])
    }

    /// The place in the file before a byte of a scalar's value.
    private static func insertion(before offset: Int, in scalar: ManifestScalar) -> Range<Int> {
        let place = scalar.fileRange(of: offset..<offset + 1).lowerBound
        return place..<place
    }
}
