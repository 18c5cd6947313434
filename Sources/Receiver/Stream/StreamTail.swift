import Cardinality
import RemoteWrite
import Synchronization
import TSDB

/// The series that no memory is left for: how many there are, and of which metrics, as sketches that do not grow.
///
/// They are estimates and are shown with their error. Series that left the window are forgotten first, to make room;
/// how many is estimated too.
final class StreamTail: Sendable {
    /// Of the tail as a whole, 0.8 %, and of one metric, 3.3 %.
    private static let precision = 14
    private static let metricPrecision = 10
    private static let metricCapacity = 1000
    /// What all of it takes at most, counted from the beginning.
    static let memory = 4 << 20
    private static let longestName = 256

    struct Estimate: Sendable {
        var series: Int
        /// Relative, of one estimate in three.
        var error: Double
        var samples: Int
        /// Those with most samples.
        var metrics: [(name: String, series: Int, samples: Int)]
        var metricError: Double
    }

    private struct State {
        var sinceStart = HyperLogLog(precision: StreamTail.precision)
        var halves = [HyperLogLog(precision: StreamTail.precision), HyperLogLog(precision: StreamTail.precision)]
        var forgotten = HyperLogLog(precision: StreamTail.precision)
        var samples = 0
        var metrics = HeavyHitters<String>(capacity: StreamTail.metricCapacity)
        var sketches: [String: HyperLogLog] = [:]
    }

    private let state = Mutex(State())

    /// A series that could not be added, by the hash of its labels. A retry adds to `samples` again, which cannot be told.
    func note(_ labels: Span<LabelBytes>, in bytes: RawSpan, hash: UInt64, samples: Int) {
        var name = ""
        for index in labels.indices where LabelNotation.string(labels[index].name, in: bytes) == "__name__" {
            name = String(LabelNotation.string(labels[index].value, in: bytes).prefix(Self.longestName))
        }
        let spread = Self.spread(hash)
        state.withLock { state in
            state.sinceStart.insert(spread)
            state.halves[0].insert(spread)
            state.samples += samples
            if let gone = state.metrics.add(name, samples) { state.sketches[gone] = nil }
            state.sketches[name, default: HyperLogLog(precision: Self.metricPrecision)].insert(spread)
        }
    }

    /// The table's hash is a sum; its top bits must be as good as the rest.
    private static func spread(_ hash: UInt64) -> UInt64 {
        let mixed = (hash ^ hash >> 32) &* 0x9e37_79b9_7f4a_7c15
        return (mixed ^ mixed >> 29) &* 0xbf58_476d_1ce4_e5b9
    }

    /// A series that left the window long enough ago to be forgotten.
    func noteForgotten(_ hash: UInt64) {
        let spread = Self.spread(hash)
        state.withLock { $0.forgotten.insert(spread) }
    }

    /// Distinct series that were forgotten; some may have come back since.
    var forgotten: Int { state.withLock { $0.forgotten.isEmpty ? 0 : Int($0.forgotten.estimate.rounded()) } }

    /// Ends half of a window.
    func turnHalf() {
        state.withLock { state in
            state.halves.swapAt(0, 1)
            state.halves[0].removeAll()
        }
    }

    /// What is in the tail since the start, or in the last half to whole window; nil when nothing ever was.
    func estimate(sinceStart: Bool, metrics limit: Int) -> Estimate? {
        state.withLock { state in
            guard state.samples > 0 else { return nil }
            var sketch = state.sinceStart
            if !sinceStart {
                sketch = state.halves[0]
                sketch.merge(state.halves[1])
            }
            let metrics = state.metrics.counters.prefix(limit).map { counter in
                let estimate = state.sketches[counter.key]?.estimate ?? 0
                return (name: counter.key, series: Int(estimate.rounded()), samples: counter.count)
            }
            return Estimate(
                series: Int(sketch.estimate.rounded()), error: sketch.standardError, samples: state.samples,
                metrics: metrics,
                metricError: HyperLogLog(precision: Self.metricPrecision).standardError)
        }
    }
}
