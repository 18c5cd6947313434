/// From a series' first sample to its last, in milliseconds since the epoch, as far as the source tells.
package struct Lifetime: Sendable, Equatable {
    package var first: Int64
    package var last: Int64

    /// Of a series whose source knows no times: it may have a sample at any time.
    static let unknown = Lifetime(first: .min, last: .max)

    var isKnown: Bool { self != .unknown }
}

/// When each series of a metric had samples: mostly one lifetime, and more where a source lies far behind another.
struct Lifetimes: Sendable {
    /// Lifetimes closer than this are one: Prometheus looks back so far itself.
    private static let gap: Int64 = 300_000

    private(set) var main: [Lifetime] = []
    /// What is not in `main`, by row.
    private var further: [UInt32: [Lifetime]] = [:]

    /// Bytes of memory, roughly.
    var memory: Int { main.capacity * 16 + further.count * 64 }

    mutating func append(_ lifetime: Lifetime) { main.append(lifetime) }

    mutating func add(_ lifetime: Lifetime, to row: UInt32) {
        let index = Int(row)
        guard index < main.count, lifetime.isKnown else { return }
        guard main[index].isKnown else {
            main[index] = lifetime
            return
        }
        if Self.touch(main[index], lifetime) {
            main[index] = Self.union(main[index], lifetime)
        } else {
            further[row, default: []].append(lifetime)
        }
    }

    /// Whether any lifetime of a row satisfies the condition.
    func contains(_ row: UInt32, _ condition: (Lifetime) -> Bool) -> Bool {
        if condition(main[Int(row)]) { return true }
        return further.isEmpty ? false : further[row]?.contains(where: condition) ?? false
    }

    /// A row's lifetimes, at least one.
    func all(of row: UInt32) -> [Lifetime] { [main[Int(row)]] + (further[row] ?? []) }

    /// The end of a row's last lifetime, `nil` where it is not known.
    func last(of row: UInt32) -> Int64? {
        var last = main[Int(row)]
        for lifetime in further[row] ?? [] where lifetime.last > last.last { last = lifetime }
        return last.isKnown ? last.last : nil
    }

    /// Unites what touches after the last part was read: parts come in any order.
    mutating func finish() {
        for (row, list) in further {
            var all = (list + [main[Int(row)]]).sorted { $0.first < $1.first }
            var united: [Lifetime] = [all.removeFirst()]
            for lifetime in all {
                if Self.touch(united[united.count - 1], lifetime) {
                    united[united.count - 1] = Self.union(united[united.count - 1], lifetime)
                } else {
                    united.append(lifetime)
                }
            }
            main[Int(row)] = united.removeLast()
            further[row] = united.isEmpty ? nil : united
        }
    }

    private static func touch(_ one: Lifetime, _ other: Lifetime) -> Bool {
        one.first <= saturated(other.last, plus: gap) && other.first <= saturated(one.last, plus: gap)
    }

    private static func union(_ one: Lifetime, _ other: Lifetime) -> Lifetime {
        Lifetime(first: min(one.first, other.first), last: max(one.last, other.last))
    }
}

/// A sum that stays at the end of what can be counted, as no time lies beyond.
func saturated(_ time: Int64, plus span: Int64) -> Int64 {
    let (sum, overflow) = time.addingReportingOverflow(span)
    return overflow ? (span > 0 ? .max : .min) : sum
}
