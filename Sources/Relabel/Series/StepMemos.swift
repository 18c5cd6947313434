import Regex

/// What each step of a list comes to, asked once for each value of its source labels, or for each tuple of values.
///
/// Values are numbers of a `SymbolTable`. A tuple of more than two is numbered pair by pair.
struct StepMemos: ~Copyable {
    /// Results beside the number of a value.
    static let noMatch = UInt32.max - 1
    /// `replace` matches, but its target is no valid name.
    static let invalidName = UInt32.max - 2
    /// Of 1 and 0 neither.
    static let notAsked: UInt32 = 2

    let steps: [RelabelStep]
    var symbols: SymbolTable
    /// Regular expressions matched so far.
    private(set) var evaluations = 0
    /// What `replace` with a target that depends on the series sets: numbers of name and value.
    private(set) var branches: [(name: UInt32, value: UInt32)] = []

    private let tables: UnsafeMutablePointer<MemoTable>
    private let tableCount: Int
    /// First table of each step: the results, then what numbers tuples of two, three, ... values.
    private let firstTable: [Int]
    /// Table of each step for what becomes of names, apart from that of its condition.
    private let nameTable: [Int]
    private var tuples: UInt32 = 0
    private var groups: [Range<Int>?] = []
    private var joined: [UInt8] = []

    init(_ steps: [RelabelStep], _ source: SymbolSource) {
        self.steps = steps
        symbols = SymbolTable(source)
        var first: [Int] = []
        var names: [Int] = []
        var count = 0
        for step in steps {
            first.append(count)
            count += max(1, step.inputs.count - 1)
            names.append(step.isConditional ? count : first[first.count - 1])
            if step.isConditional { count += 1 }
        }
        (firstTable, nameTable) = (first, names)
        tableCount = count
        tables = .allocate(capacity: max(1, count))
        for index in 0..<count { (tables + index).initialize(to: MemoTable()) }
    }

    /// Bytes of it all.
    var memory: Int {
        (0..<tableCount).reduce(symbols.memory + branches.capacity * 8) { $0 + tables[$1].memory }
    }

    deinit {
        for index in 0..<tableCount { tables[index].free() }
        tables.deallocate()
    }

    /// What a step that looks at values comes to: for keep and drop 1 or 0; for keepequal and dropequal the joined value,
    /// but with vmagent 1 or 0 too, and for a condition that does not hold `notAsked`, unless that drops the series;
    /// for the others the new value, or for `replace` to a target that depends on the series an index into `branches`.
    @inline(__always)
    mutating func result(
        _ step: Int, _ sources: UnsafePointer<Int32>, _ count: Int, _ values: UnsafePointer<UInt32>
    ) -> UInt32 {
        let key: UInt64
        switch count {
        case 0: key = 0
        case 1: key = UInt64(values[Int(sources[0])])
        case 2: key = UInt64(values[Int(sources[0])]) << 32 | UInt64(values[Int(sources[1])])
        default: key = tupleKey(step, sources, count, values)
        }
        let known = tables[firstTable[step]].find(key)
        if known != MemoTable.missing { return known }
        return evaluate(step, sources, count, values, key)
    }

    /// The same for an operation of a plan, which remembers what it was asked last.
    @inline(__always)
    mutating func result(
        of operation: UnsafeMutablePointer<RowPlan.Operation>, _ sources: UnsafePointer<Int32>,
        _ values: UnsafePointer<UInt32>
    ) -> UInt32 {
        let count = Int(operation.pointee.count)
        let key: UInt64
        switch count {
        case 1: key = UInt64(values[Int(sources[0])])
        case 2: key = UInt64(values[Int(sources[0])]) << 32 | UInt64(values[Int(sources[1])])
        default: return result(Int(operation.pointee.step), sources, count, values)
        }
        if key == operation.pointee.lastKey { return operation.pointee.lastResult }
        let step = Int(operation.pointee.step)
        let known = tables[firstTable[step]].find(key)
        let result = known != MemoTable.missing ? known : evaluate(step, sources, count, values, key)
        operation.pointee.lastKey = key
        operation.pointee.lastResult = result
        return result
    }

    private mutating func tupleKey(
        _ step: Int, _ sources: UnsafePointer<Int32>, _ count: Int, _ values: UnsafePointer<UInt32>
    ) -> UInt64 {
        var number = values[Int(sources[0])]
        for index in 1..<(count - 1) {
            let key = UInt64(number) << 32 | UInt64(values[Int(sources[index])])
            let table = tables + (firstTable[step] + index)
            number = table.pointee.find(key)
            if number == MemoTable.missing {
                number = tuples
                tuples = tuples == MemoTable.missing - 1 ? 0 : tuples + 1
                table.pointee.insert(key, number)
            }
        }
        return UInt64(number) << 32 | UInt64(values[Int(sources[count - 1])])
    }

    @inline(never)
    private mutating func evaluate(
        _ index: Int, _ sources: UnsafePointer<Int32>, _ count: Int, _ values: UnsafePointer<UInt32>, _ key: UInt64
    ) -> UInt32 {
        let step = steps[index]
        if step.rule.language == .vmagent { return evaluate(index, sources, count, values, key, forVMAgent: step) }
        joined.removeAll(keepingCapacity: true)
        for source in 0..<count {
            if source > 0 { joined += step.rule.separator }
            symbols.with(values[Int(sources[source])]) { joined += $0 }
        }
        let result: UInt32
        switch step.action {
        case .keep, .drop:
            evaluations += 1
            result = step.regex.matches(joined) ? 1 : 0
        case .replace:
            evaluations += 1
            switch joined.withUnsafeBytes({ step.replacing($0, &groups) }) {
            case .noMatch: result = Self.noMatch
            case .invalidName: result = Self.invalidName
            case .set(let name, let value): result = number(of: value, setting: name, step)
            }
        case .keepequal, .dropequal: result = symbols.number(of: joined)
        default: result = symbols.number(of: step.value(of: joined))
        }
        tables[firstTable[index]].insert(key, result)
        return result
    }

    /// A new value; where the target depends on the series, an index into `branches`.
    private mutating func number(of value: [UInt8], setting name: [UInt8], _ step: RelabelStep) -> UInt32 {
        let number = symbols.number(of: value)
        if step.fixedTarget != nil { return number }
        branches.append((symbols.number(of: name), number))
        return UInt32(truncatingIfNeeded: branches.count - 1)
    }

    private mutating func evaluate(
        _ index: Int, _ sources: UnsafePointer<Int32>, _ count: Int, _ values: UnsafePointer<UInt32>, _ key: UInt64,
        forVMAgent step: RelabelStep
    ) -> UInt32 {
        evaluations += 1
        let result =
            switch step.vmagentResult((0..<count).map { symbols.bytes(of: values[Int(sources[$0])]) }) {
            case .untouched: step.action.dropsSeries ? Self.notAsked : Self.noMatch
            case .matched(let isMatch): isMatch ? UInt32(1) : 0
            case .invalidName: Self.invalidName
            case .set(let name, let value): number(of: value, setting: name, step)
            }
        tables[firstTable[index]].insert(key, result)
        return result
    }

    /// For a step that looks at names: 1 or 0, or for labelmap and labelmap_all the new name, else `noMatch`.
    mutating func result(_ index: Int, name: UInt32) -> UInt32 {
        let key = UInt64(name)
        let known = tables[nameTable[index]].find(key)
        if known != MemoTable.missing { return known }
        evaluations += 1
        let step = steps[index]
        let bytes = symbols.bytes(of: name)
        let result: UInt32
        switch step.action {
        case .labelmap: result = step.mapped(bytes).map { symbols.number(of: $0) } ?? Self.noMatch
        case .labelmapAll:
            let renamed = step.replacingAll(bytes)
            result = renamed == bytes ? Self.noMatch : symbols.number(of: renamed)
        default: result = step.regex.matches(bytes) ? 1 : 0
        }
        tables[nameTable[index]].insert(key, result)
        return result
    }
}
