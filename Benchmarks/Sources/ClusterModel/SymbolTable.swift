/// The place of a string in the symbol table. 0 is the empty string, which as a label value means an absent label.
package typealias SymbolID = UInt32

/// Every string of the block once, sorted by bytes, so that comparing identifiers compares strings.
package struct SymbolTable: Sendable {
    package private(set) var strings: [String] = [""]
    private var identifiers: [String: SymbolID] = ["": 0]

    /// The identifier of `string`, provisional until `sort()`.
    mutating func intern(_ string: String) -> SymbolID {
        if let known = identifiers[string] { return known }
        let new = SymbolID(strings.count)
        strings.append(string)
        identifiers[string] = new
        return new
    }

    /// Puts the strings in their final order and returns the final identifier of every provisional one.
    mutating func sort() -> [SymbolID] {
        identifiers = [:]
        let order = strings.indices.sorted { strings[$0] < strings[$1] }
        var final = [SymbolID](repeating: 0, count: strings.count)
        for (position, provisional) in order.enumerated() { final[provisional] = SymbolID(position) }
        strings = order.map { strings[$0] }
        return final
    }
}
