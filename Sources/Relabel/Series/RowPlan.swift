/// The steps of a list for series with the same label names and metric: what is the same for all of them is done already.
///
/// Values stand in slots: slot 0 is always empty, those of the series' labels follow, then those of labels that steps
/// set. A plan ends where a step's target label depends on the series, with one plan for each target to go on with.
final class RowPlan {
    /// Something that has to be done for every series.
    struct Operation: BitwiseCopyable {
        enum Kind: UInt8 {
            /// Drops the series if the result is `value`.
            case test
            /// Drops the series if the result's equality with the target's value is `value`.
            case compare
            /// Gives the target the result.
            case write
            /// Gives the target `value`.
            case assign
            /// Empties the slots in `operands`.
            case clear
            /// Copies between the pairs of slots in `operands`.
            case copy
            /// Moves between the pairs of slots in `operands`, a target of -1 for a value that is gone.
            case move
            /// Goes on with the plan for the result.
            case branch
            /// Goes on with the plan for a condition that holds, or that does not.
            case choose
            /// Drops every series.
            case dropAll
        }

        var kind: Kind
        var step: Int32
        var operands: Int32 = 0
        var count: Int32 = 0
        var target: Int32 = 0
        var value: UInt32 = 0
        /// What it was asked last and what came of it: neighbouring series have most values in common.
        var lastKey = Operation.noKey
        var lastResult: UInt32 = 0
        var matched = 0
        var dropped = 0
        var changed = 0

        /// No key of a table: there is no string of that number.
        static let noKey = UInt64(MemoTable.missing) << 32 | UInt64(MemoTable.missing)
    }

    /// A step of the plan, with an operation or without.
    struct Record {
        var step: Int
        /// Index into `operations`, nil for a step that does nothing to these series.
        var operation: Int?
        /// Whether it matches all of these series, where that is known.
        var matchesAll: Bool?
    }

    let operations: UnsafeMutablePointer<Operation>
    let operationCount: Int
    let operands: UnsafeMutablePointer<Int32>
    let records: [Record]
    /// Names of the slots; that of slot 0 means nothing.
    let slotNames: [UInt32]
    let slotCount: Int
    /// The same, for the loop over rows.
    let names: UnsafeMutablePointer<UInt32>
    /// Slots from 1 on, by name.
    let order: UnsafeMutablePointer<Int32>
    let orderCount: Int
    /// Labels of the series it was made for, and their metric; none for a plan behind a branch.
    let labelCount: Int
    let metric: UInt32?
    /// Where each slot stands in `order`.
    let ranks: [Int32]
    /// What is known where the plan branches, to go on from there.
    let known: [UInt32?]
    /// The target of the branch that led here.
    let entrySlot: Int32
    /// Whether the first operation drops every series.
    let dropsAll: Bool
    /// Whether any operation can change a label.
    let changesLabels: Bool
    var hasOperations: Bool { operationCount > 0 }
    var entered = 0
    var branches: [UInt32: RowPlan] = [:]

    init(
        _ operations: [Operation], _ operands: [Int32], _ records: [Record], slotNames: [UInt32], order: [Int32],
        known: [UInt32?], entrySlot: Int32, labelCount: Int, metric: UInt32?
    ) {
        // One more of each, so that there is an address even without any.
        self.operations = .allocate(capacity: operations.count + 1)
        self.operations.initialize(from: operations, count: operations.count)
        operationCount = operations.count
        self.operands = .allocate(capacity: operands.count + 1)
        self.operands.initialize(from: operands + [0], count: operands.count + 1)
        self.records = records
        self.slotNames = slotNames
        slotCount = slotNames.count
        names = .allocate(capacity: slotNames.count + 1)
        names.initialize(from: slotNames, count: slotNames.count)
        self.order = .allocate(capacity: order.count + 1)
        self.order.initialize(from: order, count: order.count)
        orderCount = order.count
        self.labelCount = labelCount
        self.metric = metric
        self.known = known
        self.entrySlot = entrySlot
        var ranks = [Int32](repeating: 0, count: slotNames.count)
        for (rank, slot) in order.enumerated() { ranks[Int(slot)] = Int32(rank) }
        self.ranks = ranks
        dropsAll = operations.first?.kind == .dropAll
        changesLabels = operations.contains {
            [.write, .assign, .clear, .copy, .move, .branch, .choose].contains($0.kind)
        }
    }

    deinit {
        operations.deallocate()
        operands.deallocate()
        names.deallocate()
        order.deallocate()
    }

    /// Whether it is for series with these label names and that metric.
    @inline(__always)
    func fits(_ row: borrowing CurrentRow) -> Bool {
        guard row.count == labelCount, row.metricIndex == nil ? metric == nil : metric == row.metric else {
            return false
        }
        for index in 0..<labelCount where names[index &+ 1] != row.names[index] { return false }
        return true
    }

    /// Adds what was counted, here and in the plans that go on from here.
    func add(to tallies: inout [StepTally]) {
        var reached = entered
        for record in records {
            var tally = StepTally(reached: reached)
            if let index = record.operation {
                let operation = operations[index]
                tally.dropped = operation.kind == .dropAll ? reached : operation.dropped
                tally.changed = operation.changed
                tally.matched = operation.matched
            }
            if record.matchesAll == true { tally.matched = reached }
            reached -= tally.dropped
            tallies[record.step] = tallies[record.step] + tally
        }
        for plan in branches.values { plan.add(to: &tallies) }
    }
}
