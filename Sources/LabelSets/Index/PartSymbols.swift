import TSDB

/// The symbols of several parts in one pool, each translated when it is first met.
struct PartSymbols: ~Copyable {
    private struct Part {
        let part: any SeriesPart
        /// Number + 1 by reference; 0 if it was not met yet.
        var numbers: [UInt32]
        /// Names of the part's own labels that are not read: `__name__` is the metric, others give way to external
        /// labels.
        let ignored: [UInt32]
        let external: [(name: UInt32, value: UInt32)]
    }

    private(set) var pool = SymbolPool()
    private var parts: [Part] = []
    private var current = 0

    init(_ parts: [any SeriesPart]) {
        for part in parts {
            let external = part.externalLabels.map { (name: pool.intern($0.name), value: pool.intern($0.value)) }
            self.parts.append(
                Part(
                    part: part, numbers: [UInt32](repeating: 0, count: part.symbolCount),
                    ignored: [pool.intern("__name__")] + external.map(\.name), external: external))
        }
    }

    /// Bytes that the tables take for parts of so many symbols.
    static func memory(_ parts: [any SeriesPart]) -> Int { parts.reduce(0) { $0 + $1.symbolCount * 4 } }

    mutating func intern(_ text: String) -> UInt32 { pool.intern(text) }

    /// Which part's references are translated from now on.
    mutating func select(part: Int) { current = part }

    var path: String { parts[current].part.summary.path }
    var external: [(name: UInt32, value: UInt32)] { parts[current].external }

    func isIgnored(_ name: UInt32) -> Bool { parts[current].ignored.contains(name) }

    @inline(__always)
    mutating func number(of reference: UInt32) -> UInt32 {
        let index = Int(reference)
        guard index < parts[current].numbers.count else { return SymbolPool.empty }
        let known = parts[current].numbers[index]
        return known != 0 ? known - 1 : intern(reference)
    }

    @inline(never)
    private mutating func intern(_ reference: UInt32) -> UInt32 {
        var number = SymbolPool.empty
        parts[current].part.withSymbol(reference) { number = pool.intern($0) }
        parts[current].numbers[Int(reference)] = number + 1
        return number
    }
}
