/// Which series are wanted: those any of the selectors accepts, with a sample in the time range.
package struct Selection: Sendable {
    /// Selectors, each a list of matchers that must all hold. No selector at all accepts every series.
    package var selectors: [[LabelMatcher]] = []
    /// Inclusive, in milliseconds since the epoch.
    package var minTime = Int64.min
    package var maxTime = Int64.max

    package init() {}

    package var hasTimeRange: Bool { minTime != .min || maxTime != .max }

    /// Whether a series whose samples lie in `first...last` has any business here.
    @inlinable @inline(__always)
    package func overlaps(_ first: Int64, _ last: Int64) -> Bool { first <= maxTime && last >= minTime }

    /// The selection for a part whose series all carry `external` labels: their matchers are decided here, once.
    package func deciding(_ external: [ExternalLabel]) -> Selection? {
        guard !selectors.isEmpty, !external.isEmpty else { return self }
        var decided = self
        decided.selectors = selectors.compactMap { selector in
            var open: [LabelMatcher] = []
            for matcher in selector {
                guard let label = external.first(where: { $0.name == matcher.name }) else {
                    open.append(matcher)
                    continue
                }
                var value = label.value
                guard value.withUTF8({ matcher.accepts(UnsafeRawBufferPointer($0)) }) else { return nil }
            }
            return open
        }
        if decided.selectors.isEmpty { return nil }
        if decided.selectors.contains(where: \.isEmpty) { decided.selectors = [] }
        return decided
    }
}

/// A condition on one label. How it decides (equality, a regular expression) is the caller's business.
package struct LabelMatcher: Sendable {
    package var name: String
    /// Whether a series without the label is accepted: an absent label reads as the empty string.
    package var acceptsMissing: Bool
    package var accepts: @Sendable (UnsafeRawBufferPointer) -> Bool

    package init(name: String, acceptsMissing: Bool, accepts: @escaping @Sendable (UnsafeRawBufferPointer) -> Bool) {
        self.name = name
        self.acceptsMissing = acceptsMissing
        self.accepts = accepts
    }
}
