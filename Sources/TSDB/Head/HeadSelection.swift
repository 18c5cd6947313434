/// Decides whether the label set that a `HeadSeries` decoded last is wanted, while names and values are still turning up.
struct HeadSelection: ~Copyable {
    private let selection: Selection
    private let budget: MemoryBudget
    private var verdicts: SelectionVerdicts
    private var symbols = 0
    private var schemas = 0
    private var pairs: [UInt32] = []
    /// Held by the verdicts.
    private var reservedBytes = 0

    init(_ selection: Selection, budget: MemoryBudget) {
        self.selection = selection
        self.budget = budget
        verdicts = SelectionVerdicts(selection, symbolCount: 0) { _ in nil }
    }

    deinit { budget.release(reservedBytes) }

    mutating func accepts(_ series: borrowing HeadSeries) throws(BudgetExceeded) -> Bool {
        if verdicts.acceptsEverything { return true }
        let view = series.symbols.view
        if series.symbols.count > symbols || series.schemas.count > schemas { try extend(series) }
        pairs.removeAll(keepingCapacity: true)
        for index in 0..<series.names.count {
            pairs.append(series.names[index])
            pairs.append(series.values[index])
        }
        return verdicts.accept(pairs) { symbol, accepts in accepts(view.bytes(symbol)) }
    }

    private mutating func extend(_ series: borrowing HeadSeries) throws(BudgetExceeded) {
        let matchers = selection.selectors.reduce(0) { $0 + $1.count }
        let room = max(symbols, series.symbols.count * 3 / 2)
        let bytes = (room - symbols) * matchers
        guard budget.reserve(bytes) else { throw BudgetExceeded(bytes: bytes) }
        reservedBytes += bytes
        verdicts.extend(symbolCount: room) { name in series.symbols.reference(of: name) }
        symbols = room
        schemas = series.schemas.count
    }

    /// Gives back what was reserved; nothing can be decided afterwards.
    mutating func finish() {
        budget.release(reservedBytes)
        reservedBytes = 0
        verdicts = SelectionVerdicts(Selection(), symbolCount: 0) { _ in nil }
    }
}
