/// Series that a change spares, in all and by where they come from.
package struct Savings: Sendable, Equatable {
    /// The labels that Prometheus gives to a target.
    package struct Target: Sendable, Hashable {
        package let job: String
        package let instance: String

        package init(job: String, instance: String) {
            self.job = job
            self.instance = instance
        }
    }

    package var series = 0
    /// Those with a recent sample; nil where times are not known.
    package var active: Int?
    package var targets: [Target: Int] = [:]
    /// Series that become one with others after which, or before which, they live.
    package var succeeding = 0
    /// Series that become one with others that live at the same time: of one target, and of several.
    package var mergedWithinTarget = 0
    package var mergedAcrossTargets = 0

    package init() {}

    /// Series by job, most first.
    package var jobs: [(job: String, series: Int)] {
        var sums: [String: Int] = [:]
        for (target, series) in targets { sums[target.job, default: 0] += series }
        return sums.map { ($0.key, $0.value) }.sorted { ($1.series, $0.job) < ($0.series, $1.job) }
    }

    /// Series by target, most first.
    package var largestTargets: [(target: Target, series: Int)] {
        targets.map { ($0.key, $0.value) }.sorted { one, other in
            (other.series, one.target.job, one.target.instance) < (one.series, other.target.job, other.target.instance)
        }
    }

    package static func += (sum: inout Savings, other: Savings) {
        sum.series += other.series
        if let more = other.active { sum.active = (sum.active ?? 0) + more }
        sum.succeeding += other.succeeding
        sum.mergedWithinTarget += other.mergedWithinTarget
        sum.mergedAcrossTargets += other.mergedAcrossTargets
        sum.targets.merge(other.targets, uniquingKeysWith: +)
    }
}
