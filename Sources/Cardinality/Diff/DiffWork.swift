/// One metric to be compared.
struct DiffWork: Sendable {
    var metric: MetricWork
    /// The metric that has the same series in the old source, where this one is new.
    var predecessor: MetricWork?

    /// Both as one metric.
    var merged: MetricWork {
        guard let predecessor else { return metric }
        var merged = metric
        merged.shares = predecessor.shares + metric.shares
        merged.series += predecessor.series
        return merged
    }
}

/// What was counted of one metric.
struct MetricDiffCount: Sendable {
    struct Label: Sendable {
        var name: UInt32
        var values: ValueCounts
    }

    struct Cause: Sendable {
        var labels: [UInt32]
        var values: Int
        var series: Int
        var examples: [UInt32]
    }

    var name: UInt32
    var tally: DiffTally
    var labels: [Label] = []
    var causes: [Cause] = []
    var newCombinations = 0
    var renamedFrom: UInt32?
    var renamedTo: UInt32?
}

/// A change of names in one metric.
struct MetricChange: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case label(from: UInt32, to: UInt32)
        case values(label: UInt32, Affix)
        case added(UInt32)
        case removed(UInt32)
    }

    var kind: Kind
    var before: Int
    var after: Int
}

/// How the start or the end of values changed.
struct Affix: Hashable, Sendable {
    var from: [UInt8]
    var to: [UInt8]
    var atEnd: Bool
}
