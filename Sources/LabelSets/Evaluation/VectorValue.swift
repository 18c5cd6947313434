/// What is known of an instant vector: the series it can have, and how many of them it has.
struct VectorValue: Sendable {
    /// All series that can be in it; `nil` where they are not followed.
    var series: SeriesSet?
    /// The labels that can be there where series are not followed.
    var openLabels: [UInt32] = []
    /// The most series there can be.
    private(set) var limit: Int
    /// Whether there are exactly `limit` series.
    private(set) var isExact: Bool
    private(set) var reasons: [BoundReason] = []
    /// Whether the series are the same all over the time frame.
    var isSteady = true
    var touched = 0
    var matching: MatchSummary?

    /// Exactly these series.
    init(_ series: SeriesSet) {
        self.series = series
        limit = series.count
        isExact = true
    }

    /// No more than so many series, of which only the labels' names are known.
    init(atMost limit: Int, labels: [UInt32], _ reason: BoundReason) {
        openLabels = labels
        self.limit = limit
        isExact = limit == 0
        reasons = [reason]
        if limit == 0 { series = SeriesSet.none }
    }

    /// So many series, of which only the labels' names are known.
    init(exactly count: Int, labels: [UInt32], _ reason: BoundReason) {
        self.init(atMost: count, labels: labels, reason)
        isExact = true
    }

    /// A number is one value without labels.
    static var scalar: VectorValue { VectorValue(.unlabelled) }

    /// Whether `series` are exactly those that are there.
    var isFollowed: Bool { isExact && series?.count == limit }

    /// Names of the labels that can be there.
    var labels: [UInt32] { series?.columns.map(\.name) ?? openLabels }

    /// Makes the count a bound.
    mutating func bound(_ reason: BoundReason, atMost most: Int = .max) { bound([reason], atMost: most) }

    /// An empty result stays exact: there cannot be fewer.
    mutating func bound(_ more: [BoundReason], atMost most: Int = .max) {
        limit = min(limit, most, series?.count ?? .max)
        isExact = limit == 0
        for reason in more where !reasons.contains(reason) { reasons.append(reason) }
        if limit == 0, series == nil { series = SeriesSet.none }
    }

    /// Forgets which series there are, not how many.
    mutating func unfollow(_ reason: BoundReason) {
        guard series != nil, limit > 0 else { return }
        openLabels = labels
        series = nil
        if !reasons.contains(reason) { reasons.append(reason) }
    }

    /// Says that the count is known although not every series is.
    mutating func settle(exactly count: Int) {
        limit = count
        isExact = true
    }

    /// Other series made of these: as many, or fewer where several became one.
    func with(_ series: SeriesSet) -> VectorValue {
        var value = self
        value.series = series
        value.limit = min(limit, series.count)
        if value.limit == 0 { value.isExact = true }
        return value
    }

    /// What operands hand on to a result: what they read, and why they are bounds.
    mutating func inherit(_ operands: VectorValue...) {
        for operand in operands {
            touched += operand.touched
            isSteady = isSteady && operand.isSteady
        }
    }
}

/// The times at which an expression is evaluated: once, or over a subquery's range.
struct TimeFrame: Sendable {
    var from: Int64
    var to: Int64
    /// Between evaluations, in milliseconds; 0 if there is but one.
    var step: Int64 = 0
    /// False if a length of time is computed by the query: then the frame is all time.
    var isKnown = true

    init(at time: Int64) {
        from = time
        to = time
    }

    static var unknown: TimeFrame {
        var frame = TimeFrame(at: .max)
        frame.from = .min
        frame.isKnown = false
        return frame
    }

    var isInstant: Bool { isKnown && from == to }

    /// How often an expression is evaluated in it, at most.
    var steps: Int {
        guard isKnown, step > 0 else { return isInstant ? 1 : 100_000 }
        return Int(clamping: (to &- from) / step) + 1
    }
}
