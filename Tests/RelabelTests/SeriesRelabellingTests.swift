import Testing

@testable import Relabel
@testable import TSDB

/// The engine on batches against the one on single label sets.
@Suite struct SeriesRelabellingTests {
    @Test(arguments: 0..<UInt64(100)) func agreesWithOneSeriesAtATime(seed: UInt64) throws {
        var generator = RandomRules(random: SeededGenerator(seed: seed + 1))
        try check(Relabelling(generator.rules()), &generator)
    }

    @Test(arguments: 0..<UInt64(200)) func agreesOnRulesOfVMAgent(seed: UInt64) throws {
        var generator = RandomRules(random: SeededGenerator(seed: seed + 1000))
        try check(Relabelling(generator.vmagentRules()), &generator)
    }

    private func check(_ relabelling: Relabelling, _ generator: inout RandomRules) throws {
        let series = (0..<150).map { _ in generator.series() }.sorted { $0.lexicographicallyPrecedes($1, by: precedes) }
        let strings = Array(Set(series.flatMap { $0.flatMap { [$0.name, $0.value] } }))
        let number = Dictionary(uniqueKeysWithValues: strings.enumerated().map { ($1, UInt32($0)) })
        let source = SymbolSource(
            count: strings.count,
            withSymbol: { reference, body in strings[Int(reference)].withUnsafeBytes { body($0) } },
            forEach: { body in
                for (index, string) in strings.enumerated() { string.withUnsafeBytes { body(UInt32(index), $0) } }
            })
        var engine = SeriesRelabelling(relabelling, source)
        var output = RelabelledRows(repeatsUnchanged: true)
        var batch = SeriesBatch()
        var before: [Label] = []
        for (index, labels) in series.enumerated() {
            if batch.isFull || index % 40 == 0 {
                engine.add(batch, into: &output)
                batch.removeAll()
                before = []
            }
            let shared = zip(labels, before).prefix { $0 == $1 }.count
            for label in labels[shared...] {
                batch.append(name: number[label.name] ?? 0, value: number[label.value] ?? 0)
            }
            batch.endRow(sharing: shared, first: 0, last: 0)
            before = labels
        }
        engine.add(batch, into: &output)

        #expect(output.count == series.count)
        var expected = [StepTally](repeating: StepTally(), count: relabelling.steps.count)
        for (index, labels) in series.enumerated() {
            let trace = relabelling.trace(labels)
            for step in trace.steps { expected[step.index] = expected[step.index] + tally(step) }
            switch (output.verdict(of: index), trace.outcome) {
            case (.dropped(let step), .dropped(let wanted)): #expect(step == wanted)
            case (.changed, .kept(let wanted)):
                #expect(engine.labels(output.pairs(of: index)) == wanted)
                #expect(wanted != labels)
            case (.unchanged, .kept(let wanted)):
                #expect(engine.labels(output.pairs(of: index)) == wanted)
                #expect(wanted == labels)
            default: Issue.record("series \(index): \(output.verdict(of: index)), but \(trace.outcome)")
            }
        }
        #expect(engine.tallies == expected)
    }

    private func precedes(_ one: Label, _ other: Label) -> Bool {
        one.name == other.name
            ? one.value.lexicographicallyPrecedes(other.value) : one.name.lexicographicallyPrecedes(other.name)
    }

    private func tally(_ step: RelabelTrace.Step) -> StepTally {
        var tally = StepTally(reached: 1)
        let isChange = step.after != nil && step.after != step.before
        tally.dropped = step.after == nil ? 1 : 0
        tally.changed = isChange ? 1 : 0
        switch step.action {
        case .labeldrop, .labelkeep: tally.matched = isChange ? 1 : 0
        case _ where step.meetsCondition == false: tally.matched = 0
        default: tally.matched = step.isMatch ? 1 : 0
        }
        return tally
    }

    @Test func eachValueIsMatchedOnce() throws {
        let strings = (["__name__", "m", "a", ""] + (0..<100).map { "v\($0)" }).map { Array($0.utf8) }
        let source = SymbolSource(
            count: strings.count,
            withSymbol: { reference, body in strings[Int(reference)].withUnsafeBytes { body($0) } },
            forEach: { body in
                for (index, string) in strings.enumerated() { string.withUnsafeBytes { body(UInt32(index), $0) } }
            })
        var engine = SeriesRelabelling(
            try Relabelling([
                RelabelRule(.drop, from: ["a"], regex: "v1.*"), RelabelRule(.drop, from: ["__name__"], regex: "n.*"),
            ]), source)
        var output = RelabelledRows()
        for _ in 0..<3 {
            for value in 0..<100 { engine.add([0, 1, 2, UInt32(4 + value)].span, into: &output) }
        }
        #expect(engine.evaluations == 101)
        #expect(engine.tallies == [StepTally(reached: 300, matched: 33, dropped: 33), StepTally(reached: 267)])
    }

    /// Every series of the sample data directory, by a list that people use.
    @Test func sampleData() throws {
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let source = try SourceOpener.open(
            "\(root)/testdata/sample",
            SourceOptions(selection: Selection(), readsActivity: false, threads: 1, budget: .unlimited))
        let relabelling = try Relabelling(UsualRules.rules)
        var seen = 0
        var changes = 0
        for part in source.parts {
            var engine = SeriesRelabelling(relabelling, SymbolSource(part))
            for metric in part.metrics.indices {
                var position = SeriesPosition()
                var batch = SeriesBatch()
                while try part.read(metric: metric, from: &position, into: &batch) {
                    var output = RelabelledRows(repeatsUnchanged: true)
                    engine.add(batch, into: &output)
                    var pairs: [UInt32] = []
                    var start = 0
                    for row in 0..<batch.count {
                        pairs.removeLast(max(0, pairs.count - 2 * batch.rows[row].shared))
                        for index in start..<batch.rows[row].end { pairs.append(batch.pairs[index]) }
                        start = batch.rows[row].end
                        let labels = engine.labels(pairs)
                        switch (output.verdict(of: row), relabelling.apply(labels)) {
                        case (.dropped(let step), .dropped(let wanted)): #expect(step == wanted)
                        case (.unchanged, .kept(let wanted)), (.changed, .kept(let wanted)):
                            #expect(engine.labels(output.pairs(of: row)) == wanted)
                            changes += output.verdict(of: row) == .changed ? 1 : 0
                        default: Issue.record("\(labels) is \(output.verdict(of: row))")
                        }
                        seen += 1
                    }
                    batch.removeAll()
                }
            }
        }
        #expect(seen > 1000)
        #expect(changes > 100)
    }
}
