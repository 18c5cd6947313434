import Testing

@testable import Cardinality

/// Sketches keep the errors that they state.
@Suite struct SketchTests {
    @Test(arguments: [0, 1, 10, 300, 5000, 200_000])
    func distinctHashesAreEstimated(count: Int) {
        var worst = 0.0
        for seed in 0..<5 as Range<UInt64> {
            var random = SeededRandom(seed)
            var sketch = HyperLogLog(precision: 12)
            for _ in 0..<count {
                let hash = UInt64.random(in: .min ... .max, using: &random)
                sketch.insert(hash)
                sketch.insert(hash)
            }
            worst = max(worst, abs(sketch.estimate - Double(count)) / Double(max(count, 1)))
            #expect(sketch.isEmpty == (count == 0))
        }
        // Four standard errors, and what rounding does to a few.
        #expect(worst <= 4 * HyperLogLog(precision: 12).standardError, "\(worst)")
    }

    @Test func sketchesUnite() {
        var random = SeededRandom(1)
        var one = HyperLogLog(precision: 12)
        var two = HyperLogLog(precision: 12)
        var whole = HyperLogLog(precision: 12)
        for number in 0..<30_000 {
            let hash = UInt64.random(in: .min ... .max, using: &random)
            if number % 3 != 0 { one.insert(hash) }
            if number % 3 != 1 { two.insert(hash) }
            whole.insert(hash)
        }
        one.merge(two)
        #expect(one.estimate == whole.estimate)
        one.removeAll()
        #expect(one.estimate == 0)
    }

    @Test func frequentKeysAreFound() {
        var random = SeededRandom(2)
        var exact: [Int: Int] = [:]
        var counters = HeavyHitters<Int>(capacity: 100)
        for _ in 0..<50_000 {
            // A few keys come often, thousands rarely.
            let isFrequent = Int.random(in: 0..<3, using: &random) == 0
            let key = isFrequent ? Int.random(in: 0..<10, using: &random) : Int.random(in: 0..<8000, using: &random)
            exact[key, default: 0] += 1
            counters.add(key)
        }
        #expect(counters.count == 100)
        #expect(Set(counters.counters.prefix(10).map(\.key)) == Set(0..<10))
        for counter in counters.counters {
            let count = exact[counter.key] ?? 0
            #expect(counter.count >= count && counter.count - counter.error <= count)
        }
        #expect(counters.counters.reduce(0) { $0 + $1.count } == 50_000)
    }
}
