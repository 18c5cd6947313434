/// Makes a `RowPlan`: follows the steps with what is known of the slots, and leaves over what depends on the series.
struct PlanCompiler {
    private var operations: [RowPlan.Operation] = []
    private var operands: [Int32] = []
    private var records: [RowPlan.Record] = []
    private var slotNames: [UInt32]
    /// The value each slot has in all series at this point; nil where it depends on the series.
    private var known: [UInt32?]
    private var slotOfName: [UInt32: Int32] = [:]
    private let entrySlot: Int32
    private let labelCount: Int
    private let metric: UInt32?

    /// For series with these labels. `known` says the values that they share.
    init(names: [UInt32], known: [UInt32?], metric: UInt32?) {
        labelCount = names.count
        self.metric = metric
        slotNames = [SymbolTable.empty] + names
        self.known = [SymbolTable.empty] + known
        for (index, name) in names.enumerated() { slotOfName[name] = Int32(index + 1) }
        entrySlot = 0
    }

    /// For series of `plan` where its branch sets the label `name`, or none.
    init(after plan: RowPlan, setting name: UInt32?) {
        labelCount = 0
        metric = nil
        slotNames = plan.slotNames
        known = plan.known
        for slot in slotNames.indices.dropFirst() { slotOfName[slotNames[slot]] = Int32(slot) }
        var entry: Int32 = 0
        if let name {
            if let slot = slotOfName[name] {
                entry = slot
            } else {
                entry = Int32(slotNames.count)
                slotNames.append(name)
                known.append(SymbolTable.empty)
                slotOfName[name] = entry
            }
            known[Int(entry)] = nil
        }
        entrySlot = entry
    }

    /// `sourceNames` are the numbers of each step's inputs, `targets` those of its target label where it is fixed.
    /// `meets` says whether the condition of the first step holds, where that was what the plan before it ended with.
    mutating func plan(
        from start: Int, meets: Bool? = nil, _ memos: inout StepMemos, sourceNames: [[UInt32]], targets: [UInt32?]
    ) -> RowPlan {
        for step in start..<memos.steps.count {
            let action = memos.steps[step].action
            var goesOn = true
            if action.matchesNames {
                let sources = sourceNames[step].map { slotOfName[$0] ?? 0 }
                let holds =
                    !memos.steps[step].isConditional
                    ? true : step == start && meets != nil ? meets : decided(step, sources, &memos).map { $0 == 1 }
                guard let holds else {
                    var operation = RowPlan.Operation(kind: .choose, step: Int32(step))
                    operation.operands = Int32(operands.count)
                    operation.count = Int32(sources.count)
                    operands += sources
                    operations.append(operation)
                    break
                }
                guard holds else {
                    records.append(.init(step: step, operation: nil, matchesAll: false))
                    continue
                }
                switch action {
                case .labelmap: copy(step, &memos)
                case .labelmapAll: move(step, &memos)
                default: remove(step, action, &memos)
                }
            } else {
                let sources = sourceNames[step].map { slotOfName[$0] ?? 0 }
                goesOn = value(step, action, sources, target: targets[step], &memos)
            }
            if !goesOn { break }
        }
        return RowPlan(
            operations, operands, records, slotNames: slotNames, order: sortedSlots(memos.symbols), known: known,
            entrySlot: entrySlot, labelCount: labelCount, metric: metric)
    }

    private func sortedSlots(_ symbols: SymbolTable) -> [Int32] {
        let names = slotNames.map { symbols.bytes(of: $0) }
        return (1..<max(1, Int32(slotNames.count))).sorted {
            names[Int($0)].lexicographicallyPrecedes(names[Int($1)])
        }
    }

    private mutating func slot(of name: UInt32) -> Int32 {
        if let slot = slotOfName[name] { return slot }
        let slot = Int32(slotNames.count)
        slotNames.append(name)
        known.append(SymbolTable.empty)
        slotOfName[name] = slot
        return slot
    }

    private mutating func add(_ operation: RowPlan.Operation, operands new: [Int32], matchesAll: Bool? = nil) {
        var operation = operation
        operation.operands = Int32(operands.count)
        operation.count = Int32(new.count)
        operands += new
        records.append(
            .init(step: Int(operation.step), operation: operations.count, matchesAll: matchesAll))
        operations.append(operation)
    }

    /// Adds a step that looks at values; false if nothing follows it.
    private mutating func value(
        _ step: Int, _ action: Action, _ sources: [Int32], target name: UInt32?, _ memos: inout StepMemos
    ) -> Bool {
        let decided = decided(step, sources, &memos)
        let isTest = memos.steps[step].rule.language == .vmagent && action.dropsSeries
        var operation = RowPlan.Operation(kind: .test, step: Int32(step))
        switch action {
        case _ where isTest, .keep, .drop:
            operation.value = action.isKeep ? 0 : 1
            guard let decided else {
                add(operation, operands: sources)
                return true
            }
            return decide(step, isMatch: decided == 1, drops: decided == operation.value)
        case .keepequal, .dropequal:
            operation.kind = .compare
            operation.value = action == .dropequal ? 1 : 0
            operation.target = slot(of: name ?? SymbolTable.empty)
            if let decided, let value = known[Int(operation.target)] {
                return decide(step, isMatch: decided == value, drops: (decided == value) == (action == .dropequal))
            }
            add(operation, operands: sources)
        default:
            guard let name else { return branch(step, sources, decided, memos) }
            guard let decided else {
                operation.kind = .write
                operation.target = slot(of: name)
                add(operation, operands: sources)
                known[Int(operation.target)] = nil
                return true
            }
            set(step, name, decided)
        }
        return true
    }

    /// What the step comes to where all series share what it looks at.
    private func decided(_ step: Int, _ sources: [Int32], _ memos: inout StepMemos) -> UInt32? {
        guard sources.allSatisfy({ known[Int($0)] != nil }) else { return nil }
        let values = known.map { $0 ?? SymbolTable.empty }
        return sources.withUnsafeBufferPointer { sources in
            values.withUnsafeBufferPointer { values -> UInt32? in
                guard let values = values.baseAddress else { return nil }
                let none: [Int32] = [0]
                return none.withUnsafeBufferPointer { none in
                    guard let start = sources.baseAddress ?? none.baseAddress else { return nil }
                    return memos.result(step, start, sources.count, values)
                }
            }
        }
    }

    private mutating func decide(_ step: Int, isMatch: Bool, drops: Bool) -> Bool {
        if drops {
            add(.init(kind: .dropAll, step: Int32(step)), operands: [], matchesAll: isMatch)
            return false
        }
        records.append(.init(step: step, operation: nil, matchesAll: isMatch))
        return true
    }

    /// Adds a step that sets the same value in all series.
    private mutating func set(_ step: Int, _ name: UInt32, _ value: UInt32) {
        guard value != StepMemos.noMatch, value != StepMemos.invalidName else {
            records.append(.init(step: step, operation: nil, matchesAll: value == StepMemos.invalidName))
            return
        }
        let slot = slot(of: name)
        // Setting what is there already moves the label behind those that are untouched, which a labelmap can see.
        add(
            .init(kind: .assign, step: Int32(step), target: slot, value: value), operands: [], matchesAll: true)
        known[Int(slot)] = value
    }

    private mutating func branch(
        _ step: Int, _ sources: [Int32], _ decided: UInt32?, _ memos: borrowing StepMemos
    ) -> Bool {
        guard let decided else {
            add(.init(kind: .branch, step: Int32(step)), operands: sources)
            return false
        }
        if decided == StepMemos.noMatch || decided == StepMemos.invalidName {
            set(step, SymbolTable.empty, decided)
        } else {
            let branch = memos.branches[Int(decided)]
            set(step, branch.name, branch.value)
        }
        return true
    }

    private mutating func remove(_ step: Int, _ action: Action, _ memos: inout StepMemos) {
        let wanted: UInt32 = action == .labeldrop ? 1 : 0
        let removed = slotNames.indices.dropFirst().filter {
            known[$0] != SymbolTable.empty && memos.result(step, name: slotNames[$0]) == wanted
        }
        if removed.isEmpty {
            records.append(.init(step: step, operation: nil, matchesAll: false))
            return
        }
        add(.init(kind: .clear, step: Int32(step)), operands: removed.map(Int32.init))
        for slot in removed { known[slot] = SymbolTable.empty }
    }

    private mutating func copy(_ step: Int, _ memos: inout StepMemos) {
        var pairs: [Int32] = []
        for source in slotNames.indices.dropFirst() where known[source] != SymbolTable.empty {
            let name = memos.result(step, name: slotNames[source])
            if name != StepMemos.noMatch { pairs += [Int32(source), slot(of: name)] }
        }
        if pairs.isEmpty {
            records.append(.init(step: step, operation: nil, matchesAll: false))
            return
        }
        add(.init(kind: .copy, step: Int32(step)), operands: pairs)
        for index in stride(from: 1, to: pairs.count, by: 2) { known[Int(pairs[index])] = nil }
    }

    private mutating func move(_ step: Int, _ memos: inout StepMemos) {
        var pairs: [Int32] = []
        for source in slotNames.indices.dropFirst() where known[source] != SymbolTable.empty {
            let name = memos.result(step, name: slotNames[source])
            if name == StepMemos.noMatch { continue }
            pairs += [Int32(source), name == SymbolTable.empty ? -1 : slot(of: name)]
        }
        if pairs.isEmpty {
            records.append(.init(step: step, operation: nil, matchesAll: false))
            return
        }
        add(.init(kind: .move, step: Int32(step)), operands: pairs)
        for slot in pairs where slot >= 0 { known[Int(slot)] = nil }
    }
}
