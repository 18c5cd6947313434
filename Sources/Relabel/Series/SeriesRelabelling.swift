package import TSDB

/// Relabels series by the batch: a regular expression is matched once for each value it meets, never for each series.
///
/// Series arrive as rows of symbol references, metric by metric; rows with the same label names and the same metric share
/// a plan, in which all that they have in common is decided. What is left to do for a series are look-ups in tables. Not
/// shared between threads; each thread's numbers for new strings are its own.
package struct SeriesRelabelling: ~Copyable {
    package let relabelling: Relabelling
    private var memos: StepMemos
    private var row = CurrentRow()
    private var values = RowValues()
    /// The plan of the row before, nil where it has to be looked up. Owned by `plans`, so that rows do not count
    /// references.
    private var plan: Unmanaged<RowPlan>?
    /// Plans used lately: series of one metric often come with and without some label in turn.
    private var recent: [Unmanaged<RowPlan>] = []
    private var nextRecent = 0
    private var plans: [[UInt32]: RowPlan] = [:]
    private var planCount = 0
    /// Counts of plans that were given up.
    private var retired: [StepTally]
    private let sourceNames: [[UInt32]]
    private let targets: [UInt32?]
    /// Number of `__name__`.
    private let metricName: UInt32

    /// Plans kept at a time: enough for the label sets of any metric, and a bound for input that was made to have many.
    private static let planLimit = 8192
    private static let recentLimit = 8

    package init(_ relabelling: Relabelling, _ source: SymbolSource) {
        self.relabelling = relabelling
        var memos = StepMemos(relabelling.steps, source)
        sourceNames = relabelling.steps.map { step in step.inputs.map { memos.symbols.number(of: $0) } }
        targets = relabelling.steps.map { step in step.fixedTarget.map { memos.symbols.number(of: $0) } }
        metricName = memos.symbols.number(of: Array("__name__".utf8))
        retired = [StepTally](repeating: StepTally(), count: relabelling.steps.count)
        self.memos = memos
    }

    /// Regular expressions matched so far, whatever for.
    package var evaluations: Int { memos.evaluations }

    /// What each step did so far.
    package var tallies: [StepTally] {
        var tallies = retired
        for plan in plans.values { plan.add(to: &tallies) }
        return tallies
    }

    /// Bytes that it takes at the time, plans for label sets by estimate.
    package var memory: Int { memos.memory + planCount * Self.planMemory }

    /// Bytes that it takes before it saw a series.
    package static func memory(strings: Int, rules: Int) -> Int {
        SymbolTable.memory(strings: strings) + rules * MemoTable.leastMemory
    }

    private static let planMemory = 2048

    /// The string of a reference in a result. References of new strings are beyond those of the source.
    package func withSymbol<Result>(_ reference: UInt32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result? {
        memos.symbols.with(reference, body)
    }

    package func bytes(_ reference: UInt32) -> [UInt8] { memos.symbols.bytes(of: reference) }

    /// The labels of a row of `output`, or of any interleaved pairs.
    package func labels(_ pairs: some Collection<UInt32>) -> [Label] {
        var labels: [Label] = []
        var name: UInt32?
        for reference in pairs {
            if let known = name {
                labels.append(Label(name: bytes(known), value: bytes(reference)))
                name = nil
            } else {
                name = reference
            }
        }
        return labels
    }

    /// Relabels the rows of a batch. The first row of a batch must not share labels with the one before it.
    package mutating func add(_ batch: borrowing SeriesBatch, into output: inout RelabelledRows) {
        let pairs = batch.pairs
        let rows = batch.rows
        var start = 0
        for index in 0..<rows.count {
            let end = rows[index].end
            if row.update(pairs, start, end, shared: rows[index].shared) { plan = nil }
            start = end
            relabel(into: &output)
        }
    }

    /// Relabels one series of interleaved (name, value) references.
    package mutating func add(_ pairs: Span<UInt32>, into output: inout RelabelledRows) {
        if row.update(pairs, 0, pairs.count, shared: 0) { plan = nil }
        relabel(into: &output)
    }

    @inline(__always)
    private mutating func relabel(into output: inout RelabelledRows) {
        if row.metricChanged { plan = nil }
        if let empty = memos.symbols.emptyInSource, row.holds(empty) {
            return relabelWithoutEmpty(empty, into: &output)
        }
        let plan = plan ?? Unmanaged.passUnretained(findPlan())
        self.plan = plan
        run(plan, row.values, row.count, names: row.names, hadEmpty: false, into: &output)
    }

    /// Labels with an empty value, which no writer stores, do not exist.
    private mutating func relabelWithoutEmpty(_ empty: UInt32, into output: inout RelabelledRows) {
        var shorter = CurrentRow()
        shorter.copy(row, without: empty)
        swap(&row, &shorter)
        let plan = Unmanaged.passUnretained(findPlan())
        run(plan, row.values, row.count, names: row.names, hadEmpty: true, into: &output)
        swap(&row, &shorter)
        self.plan = nil
    }

    private mutating func findPlan() -> RowPlan {
        row.locateMetric(metricName)
        for plan in recent where plan._withUnsafeGuaranteedRef({ $0.fits(row) }) { return plan.takeUnretainedValue() }
        let plan = makePlan()
        let unmanaged = Unmanaged.passUnretained(plan)
        if recent.count < Self.recentLimit {
            recent.append(unmanaged)
        } else {
            recent[nextRecent] = unmanaged
            nextRecent = (nextRecent + 1) % Self.recentLimit
        }
        return plan
    }

    private mutating func makePlan() -> RowPlan {
        let key = row.key
        if let plan = plans[key] { return plan }
        if planCount >= Self.planLimit { retirePlans() }
        var known = [UInt32?](repeating: nil, count: row.count)
        if let metric = row.metricIndex { known[metric] = row.values[metric] }
        var compiler = PlanCompiler(
            names: (0..<row.count).map { row.names[$0] }, known: known,
            metric: row.metricIndex == nil ? nil : row.metric)
        let plan = compiler.plan(from: 0, &memos, sourceNames: sourceNames, targets: targets)
        plans[key] = plan
        planCount += 1
        return plan
    }

    private mutating func retirePlans() {
        retired = tallies
        plans.removeAll(keepingCapacity: true)
        recent = []
        nextRecent = 0
        plan = nil
        planCount = 0
    }

    @inline(__always)
    private mutating func run(
        _ plan: Unmanaged<RowPlan>, _ rowValues: UnsafePointer<UInt32>, _ count: Int, names: UnsafePointer<UInt32>,
        hadEmpty: Bool, into output: inout RelabelledRows
    ) {
        plan._withUnsafeGuaranteedRef { plan in
            plan.entered &+= 1
            // Most metrics are none of the rules' business.
            guard plan.hasOperations else {
                if hadEmpty {
                    values.reserve(plan.slotCount)
                    values.start(rowValues, count, slots: plan.slotCount)
                    return output.keep(plan, values.values)
                }
                return output.keepUnchanged(names, rowValues, count)
            }
            if plan.dropsAll { return output.drop(step: Int(plan.operations[0].step)) }
            run(plan, rowValues, count, names: names, hadEmpty: hadEmpty, into: &output)
        }
    }

    private mutating func run(
        _ first: RowPlan, _ rowValues: UnsafePointer<UInt32>, _ count: Int, names: UnsafePointer<UInt32>,
        hadEmpty: Bool, into output: inout RelabelledRows
    ) {
        var plan = first
        values.reserve(plan.slotCount)
        values.start(rowValues, count, slots: plan.slotCount)
        var isChanged = hadEmpty
        var index = 0
        var current = values.values
        while index < plan.operationCount {
            let operation = plan.operations + index
            let sources = UnsafePointer(plan.operands + Int(operation.pointee.operands))
            let step = Int(operation.pointee.step)
            let sourceCount = Int(operation.pointee.count)
            let target = Int(operation.pointee.target)
            index &+= 1
            switch operation.pointee.kind {
            case .test:
                let result = memos.result(of: operation, sources, current)
                operation.pointee.matched &+= result == 1 ? 1 : 0
                if result == operation.pointee.value {
                    operation.pointee.dropped &+= 1
                    return output.drop(step: step)
                }
            case .compare:
                let isEqual = memos.result(of: operation, sources, current) == current[target]
                if isEqual { operation.pointee.matched &+= 1 }
                if isEqual == (operation.pointee.value == 1) {
                    operation.pointee.dropped &+= 1
                    return output.drop(step: step)
                }
            case .write:
                let result = memos.result(of: operation, sources, current)
                if result == StepMemos.noMatch { continue }
                operation.pointee.matched &+= 1
                if result == StepMemos.invalidName { continue }
                if values.set(target, result) {
                    operation.pointee.changed &+= 1
                    isChanged = true
                }
            case .assign:
                if values.set(target, operation.pointee.value) {
                    operation.pointee.changed &+= 1
                    isChanged = true
                }
            case .clear:
                var isCleared = false
                for slot in 0..<sourceCount where values.set(Int(sources[slot]), SymbolTable.empty) { isCleared = true }
                if isCleared {
                    operation.pointee.matched &+= 1
                    operation.pointee.changed &+= 1
                    isChanged = true
                }
            case .copy:
                let (isMatch, isChange) = values.copy(sources, sourceCount, ranks: plan.ranks)
                if isMatch { operation.pointee.matched &+= 1 }
                if isChange {
                    operation.pointee.changed &+= 1
                    isChanged = true
                }
            case .move:
                let (isMatch, isChange) = values.move(sources, sourceCount, ranks: plan.ranks)
                if isMatch { operation.pointee.matched &+= 1 }
                if isChange {
                    operation.pointee.changed &+= 1
                    isChanged = true
                }
            case .choose:
                let next = next(plan, step, meets: memos.result(of: operation, sources, current) == 1)
                values.reserve(next.slotCount)
                current = values.values
                values.extend(from: plan.slotCount, to: next.slotCount)
                plan = next
                plan.entered &+= 1
                index = 0
            case .branch:
                let result = memos.result(of: operation, sources, current)
                let branch = result < StepMemos.invalidName ? memos.branches[Int(result)] : nil
                let next = next(plan, step, branch?.name ?? StepMemos.noMatch)
                if result != StepMemos.noMatch { operation.pointee.matched &+= 1 }
                values.reserve(next.slotCount)
                current = values.values
                values.extend(from: plan.slotCount, to: next.slotCount)
                if let branch, values.set(Int(next.entrySlot), branch.value) {
                    operation.pointee.changed &+= 1
                    isChanged = true
                }
                plan = next
                plan.entered &+= 1
                index = 0
            case .dropAll: return output.drop(step: step)
            }
        }
        isChanged = isChanged && (hadEmpty || differs(plan, rowValues, count))
        if isChanged {
            output.keep(plan, values.values)
        } else {
            output.keepUnchanged(names, rowValues, count)
        }
    }

    /// Whether what the steps changed is still different at the end.
    private func differs(_ plan: RowPlan, _ row: UnsafePointer<UInt32>, _ count: Int) -> Bool {
        for index in 0..<count where values.values[index + 1] != row[index] { return true }
        for slot in (count + 1)..<max(count + 1, plan.slotCount) where values.values[slot] != SymbolTable.empty {
            return true
        }
        return false
    }

    /// The plan to go on with where a step sets the label `name`, or `noMatch`.
    private mutating func next(_ plan: RowPlan, _ step: Int, _ name: UInt32) -> RowPlan {
        if let next = plan.branches[name] { return next }
        var compiler = PlanCompiler(after: plan, setting: name == StepMemos.noMatch ? nil : name)
        let next = compiler.plan(from: step + 1, &memos, sourceNames: sourceNames, targets: targets)
        plan.branches[name] = next
        planCount += 1
        return next
    }

    /// The plan to go on with where the condition of a step holds, or where it does not.
    private mutating func next(_ plan: RowPlan, _ step: Int, meets: Bool) -> RowPlan {
        // A plan ends with one operation of this kind, so that names do not get in the way.
        let key: UInt32 = meets ? 1 : 0
        if let next = plan.branches[key] { return next }
        var compiler = PlanCompiler(after: plan, setting: nil)
        let next = compiler.plan(from: step, meets: meets, &memos, sourceNames: sourceNames, targets: targets)
        plan.branches[key] = next
        planCount += 1
        return next
    }
}
