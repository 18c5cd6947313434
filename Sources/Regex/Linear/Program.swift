/// Instructions for the linear matcher, laid out as Go's compiler lays them out, loops over empty bodies included.
struct Program: Sendable {
    enum Instruction: Sendable {
        case match
        case rune(UInt32, foldsCase: Bool)
        case anyRune
        case anyRuneExceptNewline
        case characterClass(CharacterClass)
        case assertion(Node.Assertion)
        case save(Int)
        case jump(Int)
        /// Tries `first`, then `second`.
        case split(first: Int, second: Int)
    }

    private(set) var instructions: [Instruction] = []
    let groupCount: Int

    init(_ node: Node, groupCount: Int) {
        self.groupCount = groupCount
        emit(.save(0))
        append(node)
        emit(.save(1))
        emit(.match)
    }

    @discardableResult
    private mutating func emit(_ instruction: Instruction) -> Int {
        instructions.append(instruction)
        return instructions.count - 1
    }

    private mutating func append(_ node: Node) {
        switch node.kind {
        case .empty: break
        case .literal(let runes, let foldsCase):
            for rune in runes { emit(.rune(rune, foldsCase: foldsCase && !CaseFolding.others(rune).isEmpty)) }
        case .characterClass(let set): emit(.characterClass(set))
        case .anyRune: emit(.anyRune)
        case .anyRuneExceptNewline: emit(.anyRuneExceptNewline)
        case .assertion(let assertion): emit(.assertion(assertion))
        case .capture(let child, let index):
            emit(.save(2 * index))
            append(child)
            emit(.save(2 * index + 1))
        case .repetition(let child, let count): append(child, count)
        case .sequence(let children):
            for child in children { append(child) }
        case .alternation(let children): append(alternatives: children)
        }
    }

    private mutating func append(alternatives: [Node]) {
        var jumps: [Int] = []
        for child in alternatives.dropLast() {
            let split = emit(.jump(0))
            append(child)
            jumps.append(emit(.jump(0)))
            instructions[split] = .split(first: split + 1, second: instructions.count)
        }
        if let last = alternatives.last { append(last) }
        for jump in jumps { instructions[jump] = .jump(instructions.count) }
    }

    /// `x{2,5}` is `xx(x(x(x)?)?)?` and `x{2,}` is `xx+`.
    private mutating func append(_ child: Node, _ count: Node.Repeat) {
        guard let maximum = count.maximum else {
            for _ in 0..<max(0, count.minimum - 1) { append(child) }
            // Go writes `x*` over a body that can be empty as `(x+)?`, which tries the empty body first.
            let skip = count.minimum == 0 ? emit(.jump(0)) : nil
            let start = instructions.count
            append(child)
            let loop = emit(.jump(0))
            let loopsWithoutBody = count.minimum == 0 && !child.isNullable
            instructions[loop] =
                loopsWithoutBody ? .jump(skip ?? start) : branch(to: start, or: loop + 1, greedy: count.isGreedy)
            if let skip { instructions[skip] = branch(to: start, or: instructions.count, greedy: count.isGreedy) }
            return
        }
        for _ in 0..<count.minimum { append(child) }
        var skips: [Int] = []
        for _ in 0..<max(0, maximum - count.minimum) {
            skips.append(emit(.jump(0)))
            append(child)
        }
        for skip in skips { instructions[skip] = branch(to: skip + 1, or: instructions.count, greedy: count.isGreedy) }
    }

    private func branch(to body: Int, or exit: Int, greedy: Bool) -> Instruction {
        greedy ? .split(first: body, second: exit) : .split(first: exit, second: body)
    }
}
