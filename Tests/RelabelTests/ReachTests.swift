import Testing

@testable import Relabel

/// What is proved of lists without series, and that nothing is claimed which series refute.
@Suite struct ReachTests {
    private func reach(_ rules: RelabelRule..., of labels: [String: Set<String>] = [:]) throws -> RelabelReach {
        try Relabelling(rules).reach(of: labels)
    }

    @Test func proved() throws {
        let drop = RelabelRule(.drop, from: ["a", "b"], regex: "x.*;y")
        #expect(try reach(drop, drop).dead == [1: .neverMatches])
        #expect(try reach(drop, RelabelRule(.replace, from: ["c"], to: "a"), drop).dead.isEmpty)
        #expect(
            try reach(RelabelRule(.keep, from: ["a"], regex: "x|y"), RelabelRule(.drop, from: ["a"], regex: "z")).dead
                == [1: .neverMatches])
        #expect(
            try reach(RelabelRule(.keep, from: ["a"], regex: "x|y"), RelabelRule(.keep, from: ["a"], regex: "x|y|z"))
                .dead == [1: .alwaysMatches])
        #expect(try reach(RelabelRule(.drop), drop).dead == [1: .unreachable(after: 0)])
        #expect(
            try reach(
                RelabelRule(.replace, to: "a", replacement: "1"), RelabelRule(.replace, to: "a", replacement: "2")
            )
            .dead == [0: .overwritten(by: 1)])
        #expect(
            try reach(RelabelRule(.labeldrop, regex: "u.*"), RelabelRule(.labeldrop, regex: "u.*")).dead
                == [1: .nothingLeft(after: 0)])
        #expect(
            try reach(RelabelRule(.labeldrop, regex: "uid"), RelabelRule(.keep, from: ["uid"], regex: ".+")).dropsAll
                == 1)
    }

    @Test func fates() throws {
        let rules = try Relabelling([
            RelabelRule(.drop, from: ["__name__"], regex: "go_.*"), RelabelRule(.drop, from: ["a"], regex: "x"),
        ])
        #expect(rules.reach(of: ["__name__": ["go_x"]]).fate == .dropped(step: 0))
        #expect(rules.reach(of: ["__name__": ["up"]]).fate == .maybeDropped(steps: [1]))
        #expect(rules.reach(of: ["__name__": ["up"], "a": [""]]).fate == .kept)
        #expect(!rules.mayRemove("a") && !rules.maySet("a"))
    }

    /// A step that is called dead drops no series and, unless it is overwritten at once, changes none.
    @Test(arguments: 0..<UInt64(300)) func nothingIsClaimedThatSeriesRefute(seed: UInt64) throws {
        var generator = RandomRules(random: SeededGenerator(seed: seed + 7000))
        let relabelling = try Relabelling((0..<10).map { _ in generator.rule() })
        let reach = relabelling.reach()
        for _ in 0..<60 {
            let labels = generator.series()
            let trace = relabelling.trace(labels)
            for step in trace.steps {
                if step.after == nil { #expect(reach.mayDrop.contains(step.index)) }
                guard let reason = reach.dead[step.index] else { continue }
                #expect(step.after != nil)
                if case .overwritten = reason { continue }
                #expect(step.after == step.before)
            }
            if case .kept = trace.outcome { #expect(reach.dropsAll == nil) }
        }
    }
}
