import Cardinality
import Relabel
import Testing

@testable import Propose

/// What a plan promises, against every series relabelled for itself and counted in sets.
struct PlanExactnessTests {
    /// Metrics some of which are read, with labels some of which are needed, that restart and share values.
    private static func series(_ random: inout SeededRandom) -> [PlannedSeries.Series] {
        var known: Set<[String: String]> = []
        var all: [PlannedSeries.Series] = []
        for _ in 0..<300 {
            var labels = ["job": "job-\(Int.random(in: 0..<3, using: &random))"]
            labels["instance"] = "i-\(Int.random(in: 0..<4, using: &random))"
            let metric = "m_\(Int.random(in: 0..<8, using: &random))_total"
            let pod = Int.random(in: 0..<6, using: &random)
            if pod > 0 { labels["pod"] = "pod-\(pod)" }
            if pod % 2 == 0 { labels["uid"] = "uid-\(Int.random(in: 0..<40, using: &random))" }
            labels["code"] = ["200", "404", "500"].randomElement(using: &random)
            if Int.random(in: 0..<20, using: &random) == 0 { labels["instance"] = "" }
            let start = Int64.random(in: 0..<200, using: &random)
            let minutes = start...(start + Int64.random(in: 0..<20, using: &random))
            let one = PlannedSeries.Series(metric, labels, minutes)
            if known.insert(one.labels).inserted { all.append(one) }
        }
        return all
    }

    private static let expressions = [
        "sum by (job, code) (rate(m_0_total[5m]))", "sum by (job) (rate(m_1_total{code=\"500\"}[5m]))",
        "sum by (pod) (rate(m_2_total{code=~\"4..|5..\", job!=\"job-1\"}[5m]))", "m_3_total > 1",
        "sum without (uid) (rate(m_4_total[5m]))", "count(m_5_total)", "max by (pod) (m_4_total{pod!=\"\"})",
    ]

    @Test(arguments: 1...24) func savingsAreThoseOfTheRules(seed: Int) throws {
        var random = SeededRandom(UInt64(seed))
        let series = Self.series(&random)
        let read = Self.expressions.filter { _ in Bool.random(using: &random) }
        // Alerts that look at a job alone: what they read of labels is what their expression needs.
        let rules = read.enumerated().map { "- alert: A\($0.offset)\n  expr: count by (job) (\($0.element))" }
        let plan = try PlannedSeries(series).plan(rules: rules.joined(separator: "\n"))
        #expect(plan.before.series == series.count)

        var before = Counted(series, [])
        for end in 0..<plan.chosen.count {
            let proposal = plan.chosen[end]
            #expect(proposal.verdict == .safe)
            let after = Counted(series, plan.chosen[...end].flatMap(\.rules))
            #expect(proposal.savings.series == before.sets.count - after.sets.count, "seed \(seed) \(proposal.id)")
            #expect(
                proposal.savings.active == before.active - after.active, "seed \(seed) \(proposal.id)")
            #expect(proposal.savings.targets.values.reduce(0, +) == proposal.savings.series)
            before = after
        }
        #expect(plan.after.series == before.sets.count)
        #expect(plan.after.active == before.active)
        #expect(!before.overlaps, "seed \(seed): series of one time have become one")
    }

    /// What is compared above would be worth little if only metrics were dropped.
    @Test func allKindsOccur() throws {
        var kinds: Set<Proposal.Kind> = []
        var merged = 0
        for seed in 1...24 as ClosedRange<UInt64> {
            var random = SeededRandom(seed)
            let series = Self.series(&random)
            let rules = Self.expressions.enumerated().map {
                "- alert: A\($0.offset)\n  expr: count by (job) (\($0.element))"
            }
            let plan = try PlannedSeries(series).plan(rules: rules.joined(separator: "\n"))
            kinds.formUnion(plan.chosen.map(\.kind))
            merged += plan.proposals.count { $0.verdict.kind == .aggregates }
        }
        #expect(kinds.isSuperset(of: [.unusedMetrics, .unreadValues, .unneededLabels]))
        #expect(merged > 0)
    }

    @Test(arguments: 1...24) func whatMergesIsCounted(seed: Int) throws {
        var random = SeededRandom(UInt64(seed) &+ 1000)
        let series = Self.series(&random)
        let plan = try PlannedSeries(series).plan(
            rules: "- alert: A\n  expr: sum by (job) ({__name__=~\"m_[0-9]_total\"}) > 1")
        for proposal in plan.proposals where proposal.verdict.kind == .aggregates {
            #expect(proposal.rules.isEmpty && !proposal.isChosen)
            let metric = try #require(proposal.metrics.first)
            let rules = plan.chosen.flatMap(\.rules) + MetricFinding.clearRules([metric], labels: proposal.labels)
            let after = Counted(series, rules)
            #expect(proposal.savings.series == Counted(series, plan.rules).sets.count - after.sets.count)
            #expect(after.overlaps)
            #expect(proposal.savings.mergedWithinTarget + proposal.savings.mergedAcrossTargets == after.overlapping)
            #expect(proposal.savings.mergedWithinTarget == after.overlappingWithinTarget)
        }
    }

    /// Series as dictionaries, relabelled one by one.
    private struct Counted {
        var sets: Set<[Label]> = []
        var active = 0
        var overlapping = 0
        var overlappingWithinTarget = 0
        var overlaps: Bool { overlapping > 0 }

        init(_ series: [PlannedSeries.Series], _ rules: [RelabelRule]) {
            let end = (series.map(\.minutes.upperBound).max() ?? 0) - 15
            var members: [[Label]: [PlannedSeries.Series]] = [:]
            let relabelling = try? Relabelling(rules)
            for one in series {
                let isReached = one.labels["instance"]?.isEmpty == false
                var labels = one.relabelled.sorted { $0.name.lexicographicallyPrecedes($1.name) }
                if isReached, let relabelling {
                    guard case .kept(let kept) = relabelling.apply(labels) else { continue }
                    labels = kept
                }
                members[labels, default: []].append(one)
            }
            sets = Set(members.keys)
            for group in members.values {
                if group.contains(where: { $0.minutes.upperBound >= end }) { active += 1 }
                let sorted = group.sorted { $0.minutes.lowerBound < $1.minutes.lowerBound }
                for (index, one) in sorted.enumerated() {
                    let earlier = sorted[..<index].filter { $0.minutes.upperBound >= one.minutes.lowerBound }
                    if earlier.isEmpty { continue }
                    overlapping += 1
                    let isSame = earlier.contains { other in
                        ["job", "instance"].allSatisfy { other.labels[$0] == one.labels[$0] }
                    }
                    if isSame { overlappingWithinTarget += 1 }
                }
            }
        }
    }
}
