/// Finds labels whose values got another beginning or another end: `prod-api` and `prod-web` are now `production-api` and
/// `production-web`.
struct AffixRenames {
    /// Values of a label that are looked at; more are taken for what they are.
    private static let mostValues = 50_000
    /// Values on each side that must follow the change.
    private static let coverage = 0.8
    private static let fewestValues = 2
    private static let samples = 32
    private static let remembered = 256

    struct Rename {
        var affix: Affix
        /// New values by the old ones.
        var values: [UInt32: UInt32]
    }

    /// The same values come and go in many metrics.
    private struct Question: Hashable {
        var gone: UInt64
        var new: UInt64
        var name: UInt32
    }

    private let symbols: SymbolSpace
    private var answers: [Question: Rename?] = [:]

    init(_ symbols: SymbolSpace) { self.symbols = symbols }

    /// `gone` and `new` are the values that are on one side only.
    mutating func find(label: UInt32, gone: [UInt32], new: [UInt32]) -> Rename? {
        let counts = min(gone.count, new.count)...max(gone.count, new.count)
        guard counts.lowerBound >= Self.fewestValues, counts.upperBound <= Self.mostValues,
            Double(counts.lowerBound) >= Double(counts.upperBound) * Self.coverage
        else { return nil }
        let question = Question(gone: Self.sum(gone), new: Self.sum(new), name: label)
        if let answer = answers[question] { return answer }
        let answer = search(gone, new)
        if answers.count == Self.remembered { answers.removeAll(keepingCapacity: true) }
        answers[question] = .some(answer)
        return answer
    }

    private static func sum(_ values: [UInt32]) -> UInt64 { values.reduce(0) { $0 &+ LabelHash.mix(UInt64($1)) } }

    private func search(_ gone: [UInt32], _ new: [UInt32]) -> Rename? {
        let old = gone.map { (bytes: bytes(of: $0), value: $0) }
        let now = new.map { (bytes: bytes(of: $0), value: $0) }
        for atEnd in [false, true] {
            // What nearly all values begin with on neither side has not changed in all of them.
            let hasCommon = [old, now].contains { side in
                guard let first = side.first?.bytes.affix(atEnd) else { return false }
                return side.count { $0.bytes.affix(atEnd) == first } * 2 > side.count
            }
            if hasCommon, let found = search(old, now, atEnd: atEnd) { return found }
        }
        return nil
    }

    private func search(
        _ old: [(bytes: [UInt8], value: UInt32)], _ new: [(bytes: [UInt8], value: UInt32)], atEnd: Bool
    ) -> Rename? {
        // Sorted so that values with the same rest are neighbours.
        let sorted = new.map { atEnd ? $0.bytes : $0.bytes.reversed() }.sorted { $0.lexicographicallyPrecedes($1) }
        var votes: [Affix: Int] = [:]
        for index in stride(from: 0, to: old.count, by: max(1, old.count / Self.samples)) {
            let bytes: [UInt8] = atEnd ? old[index].bytes : old[index].bytes.reversed()
            var (low, high) = (0, sorted.count)
            while low < high {
                let middle = (low + high) / 2
                if sorted[middle].lexicographicallyPrecedes(bytes) { low = middle + 1 } else { high = middle }
            }
            var seen: Set<Affix> = []
            for neighbour in [low - 1, low] where sorted.indices.contains(neighbour) {
                let rest = zip(bytes, sorted[neighbour]).prefix { $0 == $1 }.count
                guard rest > 0 else { continue }
                let (from, to) = (Array(bytes[rest...]), Array(sorted[neighbour][rest...]))
                seen.insert(
                    Affix(from: atEnd ? from : from.reversed(), to: atEnd ? to : to.reversed(), atEnd: atEnd))
            }
            for affix in seen { votes[affix, default: 0] += 1 }
        }
        let best = votes.max { a, b in
            (a.value, b.key.from.count, b.key.to.count) < (b.value, a.key.from.count, a.key.to.count)
        }
        guard let affix = best?.key, !affix.isNumbering else { return nil }
        return verified(affix, old, new)
    }

    private func verified(
        _ affix: Affix, _ old: [(bytes: [UInt8], value: UInt32)], _ new: [(bytes: [UInt8], value: UInt32)]
    ) -> Rename? {
        let valueOfBytes = Dictionary(new.map { ($0.bytes, $0.value) }, uniquingKeysWith: { first, _ in first })
        var values: [UInt32: UInt32] = [:]
        for (bytes, value) in old {
            guard let renamed = affix.applied(to: bytes), let number = valueOfBytes[renamed] else { continue }
            values[value] = number
        }
        guard values.count >= Self.fewestValues,
            Double(values.count) >= Double(max(old.count, new.count)) * Self.coverage
        else { return nil }
        return Rename(affix: affix, values: values)
    }

    private func bytes(of value: UInt32) -> [UInt8] { symbols.withSymbol(value) { Array($0) } }
}

extension Affix {
    /// The value after the change; nil for one that it does not concern, or of which nothing would stay the same.
    func applied(to value: [UInt8]) -> [UInt8]? {
        guard value.count > from.count else { return nil }
        if atEnd { return value.suffix(from.count) == from[...] ? value.dropLast(from.count) + to : nil }
        return value.starts(with: from) ? to + value.dropFirst(from.count) : nil
    }

    /// Only numbers changed, or addresses made of numbers: those are others, not others' new names.
    var isNumbering: Bool {
        func isSame(_ pair: (UInt8, UInt8)) -> Bool { pair.0 == pair.1 }
        let shared =
            atEnd
            ? zip(from.reversed(), to.reversed()).prefix(while: isSame).count
            : zip(from, to).prefix(while: isSame).count
        let changed =
            atEnd ? from.dropLast(shared) + to.dropLast(shared) : from.dropFirst(shared) + to.dropFirst(shared)
        return changed.allSatisfy { (0x30...0x39).contains($0) || ".:".utf8.contains($0) }
    }
}

extension [UInt8] {
    /// The first or the last byte.
    fileprivate func affix(_ atEnd: Bool) -> UInt8? { atEnd ? last : first }
}
