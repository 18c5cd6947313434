/// Decides series of one part against a `Selection`, asking each matcher once per distinct value.
///
/// Not shared between threads: the verdicts found so far are remembered by symbol reference.
package struct SelectionVerdicts {
    private struct Condition {
        let matcher: LabelMatcher
        /// Reference of the label's name in the part, nil when the part has no such label.
        var name: UInt32?
        /// By value reference: 0 not asked yet, 1 accepted, 2 refused.
        var verdicts: [UInt8]
    }

    private var selectors: [[Condition]]

    /// `reference` finds a name in the part's symbol table.
    package init(_ selection: Selection, symbolCount: Int, reference: (String) -> UInt32?) {
        selectors = selection.selectors.map { matchers in
            matchers.map { matcher in
                let name = reference(matcher.name)
                return Condition(
                    matcher: matcher, name: name,
                    verdicts: name == nil ? [] : [UInt8](repeating: 0, count: symbolCount))
            }
        }
    }

    /// Follows a symbol table that grew: names may have been found since, and there are new values to decide.
    mutating func extend(symbolCount: Int, reference: (String) -> UInt32?) {
        for selector in selectors.indices {
            for index in selectors[selector].indices {
                guard let name = selectors[selector][index].name ?? reference(selectors[selector][index].matcher.name)
                else { continue }
                selectors[selector][index].name = name
                let missing = symbolCount - selectors[selector][index].verdicts.count
                selectors[selector][index].verdicts.append(contentsOf: repeatElement(0, count: max(0, missing)))
            }
        }
    }

    package var acceptsEverything: Bool { selectors.isEmpty }

    /// Whether the series with these interleaved (name, value) references is selected.
    package mutating func accept(
        _ pairs: borrowing [UInt32], symbol: (UInt32, (UnsafeRawBufferPointer) -> Bool) -> Bool
    ) -> Bool {
        if selectors.isEmpty { return true }
        for selector in selectors.indices where holds(selector, pairs, symbol) { return true }
        return false
    }

    private mutating func holds(
        _ selector: Int, _ pairs: borrowing [UInt32], _ symbol: (UInt32, (UnsafeRawBufferPointer) -> Bool) -> Bool
    ) -> Bool {
        for index in selectors[selector].indices {
            guard let value = Self.value(of: selectors[selector][index].name, in: pairs) else {
                if selectors[selector][index].matcher.acceptsMissing { continue }
                return false
            }
            var verdict = selectors[selector][index].verdicts[Int(value)]
            if verdict == 0 {
                verdict = symbol(value, selectors[selector][index].matcher.accepts) ? 1 : 2
                selectors[selector][index].verdicts[Int(value)] = verdict
            }
            if verdict == 2 { return false }
        }
        return true
    }

    private static func value(of name: UInt32?, in pairs: borrowing [UInt32]) -> UInt32? {
        guard let name else { return nil }
        var index = 0
        while index + 1 < pairs.count {
            if pairs[index] == name { return pairs[index + 1] }
            index += 2
        }
        return nil
    }
}
