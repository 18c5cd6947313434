import LabelSets
import PromQL

/// A matcher and what it does to the series of the metrics it is asked of.
struct GroundedMatcher {
    let matcher: Matcher
    let selector: Selector
    /// Series of the selector's metrics.
    let series: Int
    let metrics: [String]
    /// Series this matcher accepts, those that have the label, and the values of it.
    let accepted: Int
    let labelled: Int
    let values: Int
    /// Whether another matcher of the selector accepts no series that has its label: what it waits for is not there, so
    /// that nothing is known of its labels.
    let isOfAbsentSeries: Bool

    /// The metrics in words: `up`, or how many there are.
    var subject: String { metrics.count == 1 ? "`\(metrics[0])`" : "these \(metrics.count) metrics" }

    var evidence: Evidence {
        [
            "metric": .text(metrics.count == 1 ? metrics[0] : "\(metrics.count) metrics"), "label": .text(matcher.name),
            "series": .number(series), "with_label": .number(labelled), "accepted": .number(accepted),
        ]
    }
}

extension DataQuery {
    /// Every matcher that is written, with what it does; those of metrics without series, or whose series are not all
    /// known, are left out.
    func forEachMatcher(_ grounding: Grounding, _ body: (GroundedMatcher) -> Void) {
        for vector in selectors where !grounding.mayReadUnknown(vector.selector) {
            // Of a metric whose name is a variable nothing is known.
            guard vector.selector.matchers.allSatisfy({ $0.name != Matcher.nameLabel || isWritten($0.range) }),
                isWritten(vector.selector.range.prefix(of: vector.selector.name))
            else { continue }
            let effect = grounding.index.effect(of: vector.selector)
            guard effect.series > 0 else { continue }
            for each in effect.matchers where isWritten(each.matcher.range) && !each.matcher.range.isEmpty {
                body(
                    GroundedMatcher(
                        matcher: each.matcher, selector: vector.selector, series: effect.series,
                        metrics: effect.metrics, accepted: each.accepted, labelled: each.labelled, values: each.values,
                        isOfAbsentSeries: effect.matchers.contains {
                            $0.matcher.range != each.matcher.range && $0.accepted == 0 && $0.labelled > 0
                        }))
            }
        }
    }
}

extension Range<Int> {
    /// Where the name in front of a selector stands.
    fileprivate func prefix(of name: String?) -> Range<Int> {
        lowerBound..<Swift.min(upperBound, lowerBound + (name?.utf8.count ?? 0))
    }
}
