import TSDB

/// One numbering for the strings of all parts, so that equal labels have equal numbers wherever they come from.
///
/// The first part keeps its own numbers; strings that only other parts have come after them, external labels last. With
/// one part and no external label nothing is copied or mapped.
final class SymbolSpace: Sendable {
    let parts: [any SeriesPart]
    /// Global number of each part's symbols; empty where they are the same.
    let maps: [[UInt32]]
    let count: Int

    private struct Origin {
        var part: UInt32
        var reference: UInt32
    }

    /// Where the symbols after those of the first part come from.
    private let origins: [Origin]
    /// Strings that no part's table has.
    private let extras: [String]
    private let memory: MemoryReservation

    /// `extras` are strings that must have a number although they may stand in no table, such as external labels.
    init(_ parts: [any SeriesPart], extras wanted: [String], budget: MemoryBudget) throws(Diagnostic) {
        self.parts = parts
        memory = MemoryReservation(budget)
        let base = parts.first?.symbolCount ?? 0
        var origins: [Origin] = []
        var maps: [[UInt32]] = [[]]
        var extras: [String] = []
        if parts.count > 1 || !wanted.isEmpty {
            let total = parts.reduce(wanted.count) { $0 + $1.symbolCount }
            try memory.require(
                SymbolIndex.memory(symbols: total) + (total - base) * 12, for: "the table of distinct strings",
                file: parts.first?.summary.path ?? "")
            let index = SymbolIndex(symbols: total)
            func isEqual(_ number: UInt32, _ bytes: UnsafeRawBufferPointer) -> Bool {
                if number < base { return parts[0].withSymbol(number) { Self.equal($0, bytes) } }
                let origin = origins[Int(number) - base]
                return parts[Int(origin.part)].withSymbol(origin.reference) { Self.equal($0, bytes) }
            }
            if let first = parts.first { first.forEachSymbol { index.insertDistinct($1, as: $0) } }
            for (part, symbols) in parts.enumerated().dropFirst() {
                var map = [UInt32](repeating: 0, count: symbols.symbolCount)
                symbols.forEachSymbol { reference, bytes in
                    let next = UInt32(truncatingIfNeeded: base + origins.count)
                    let number = index.find(bytes, orInsert: next, isEqual: isEqual)
                    if number == next { origins.append(Origin(part: UInt32(part), reference: reference)) }
                    map[Int(reference)] = number
                }
                maps.append(map)
            }
            extras = wanted.filter { string in
                var string = string
                return string.withUTF8 { index.find(UnsafeRawBufferPointer($0), isEqual: isEqual) } == nil
            }
            memory.release(SymbolIndex.memory(symbols: total))
        }
        self.maps = maps
        self.origins = origins
        // By bytes: text that looks alike is equal for String.
        self.extras = Dictionary(extras.map { (Array($0.utf8), $0) }, uniquingKeysWith: { first, _ in first }).values
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        count = base + origins.count + self.extras.count
    }

    private static func equal(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
        a.count == b.count && a.elementsEqual(b)
    }

    func withSymbol<Result>(_ number: UInt32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let base = parts.first?.symbolCount ?? 0
        if number < base { return parts[0].withSymbol(number, body) }
        let beyond = Int(number) - base
        if beyond < origins.count {
            return parts[Int(origins[beyond].part)].withSymbol(origins[beyond].reference, body)
        }
        guard beyond - origins.count < extras.count else { return body(UnsafeRawBufferPointer(start: nil, count: 0)) }
        var extra = extras[beyond - origins.count]
        return extra.withUTF8 { body(UnsafeRawBufferPointer($0)) }
    }

    /// Every symbol once, in order of its number.
    func forEachSymbol(_ body: (UInt32, UnsafeRawBufferPointer) -> Void) {
        for (part, symbols) in parts.enumerated() {
            let map = maps[part]
            symbols.forEachSymbol { reference, bytes in
                let number = map.isEmpty ? reference : map[Int(reference)]
                if isOrigin(of: number, part, reference) { body(number, bytes) }
            }
        }
        for index in extras.indices {
            let number = UInt32(truncatingIfNeeded: count - extras.count + index)
            withSymbol(number) { body(number, $0) }
        }
    }

    private func isOrigin(of number: UInt32, _ part: Int, _ reference: UInt32) -> Bool {
        guard part > 0 else { return true }
        let beyond = Int(number) - parts[0].symbolCount
        return beyond >= 0 && origins[beyond].part == UInt32(part) && origins[beyond].reference == reference
    }

    /// The number of a string, nil when no part has it. Walks all tables: for the names an analysis asks for.
    func numbers(of strings: [String]) -> [UInt32?] { numbers(of: strings.map { Array($0.utf8) }) }

    func numbers(of wanted: [[UInt8]]) -> [UInt32?] {
        var found = [UInt32?](repeating: nil, count: wanted.count)
        // Most strings have another length than any that is wanted.
        var ofLength: [[Int]] = Array(repeating: [], count: (wanted.map(\.count).max() ?? 0) + 1)
        for index in wanted.indices { ofLength[wanted[index].count].append(index) }
        forEachSymbol { number, bytes in
            guard bytes.count < ofLength.count else { return }
            for index in ofLength[bytes.count] where bytes.elementsEqual(wanted[index]) { found[index] = number }
        }
        return found
    }
}
