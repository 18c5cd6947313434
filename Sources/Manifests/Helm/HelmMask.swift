/// Puts blanks and placeholders where a Helm template has actions.
struct HelmMask {
    private(set) var output: [UInt8]
    private(set) var holes: [Range<Int>] = []
    private let actions: [HelmAction]
    /// Branches that are left out, and loops within a line: ascending, apart from each other.
    private var blanked: [Range<Int>] = []
    /// The column of a key whose value is a block scalar, while lines of the scalar may follow.
    private var blockColumn: Int?

    init(_ bytes: [UInt8], actions: [HelmAction]) {
        output = bytes
        self.actions = actions
    }

    mutating func run() {
        leaveOutBranches()
        for range in blanked {
            blank(range)
            holes.append(range)
        }
        let remaining = withoutBlanked()
        var index = 0
        var lineStart = 0
        while lineStart < output.count {
            let first = index
            var lineEnd = endOfLine(from: lineStart)
            while index < remaining.count, remaining[index].range.lowerBound < lineEnd {
                lineEnd = endOfLine(from: max(lineEnd, remaining[index].range.upperBound))
                index += 1
            }
            maskLine(lineStart..<lineEnd, remaining[first..<index])
            trackBlock(lineStart..<lineEnd)
            lineStart = lineEnd + 1
        }
        mergeHoles()
    }

    private struct OpenBlock {
        let action: HelmAction
        let line: Int
        /// Where the branches begin that are left out, since one that stays has been met.
        var leftOut: Int?
        var branchStart: Int
    }

    private mutating func leaveOutBranches() {
        var open: [OpenBlock] = []
        var (scanned, line, lastText) = (0, 0, -1)
        for action in actions {
            for offset in scanned..<max(scanned, action.range.lowerBound) {
                if output[offset] == 0x0a { line += 1 } else if !Self.isBlank(output[offset]) { lastText = offset }
            }
            scanned = action.range.upperBound
            switch action.kind {
            case .open, .loop:
                open.append(OpenBlock(action: action, line: line, branchStart: action.range.upperBound))
            case .alternative:
                guard var block = open.popLast() else { continue }
                if block.leftOut == nil, lastText >= block.branchStart { block.leftOut = action.range.lowerBound }
                block.branchStart = action.range.upperBound
                open.append(block)
            case .end:
                guard let block = open.popLast() else { continue }
                if let start = block.leftOut {
                    leaveOut(start..<action.range.upperBound)
                } else if block.action.kind == .loop, block.line == line {
                    leaveOut(block.action.range.lowerBound..<action.range.upperBound)
                }
            case .literal, .output:
                lastText = action.range.lowerBound
            case .silent:
                break
            }
        }
    }

    /// Inner blocks end before outer ones, which then take their place.
    private mutating func leaveOut(_ range: Range<Int>) {
        while let last = blanked.last, last.lowerBound >= range.lowerBound { blanked.removeLast() }
        blanked.append(range)
    }

    private func withoutBlanked() -> [HelmAction] {
        var rest = blanked[...]
        return actions.filter { action in
            while let first = rest.first, first.upperBound <= action.range.lowerBound { rest.removeFirst() }
            guard let first = rest.first else { return true }
            return first.lowerBound > action.range.lowerBound
        }
    }

    private func endOfLine(from offset: Int) -> Int {
        guard offset < output.count else { return output.count }
        return output[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? output.count
    }

    private mutating func maskLine(_ line: Range<Int>, _ actions: ArraySlice<HelmAction>) {
        guard let first = actions.first else { return }
        let isAlone = isBlankOutside(actions, line)
        let column = first.range.lowerBound - line.lowerBound
        let isInBlock = blockColumn.map { column > $0 } ?? false
        for action in actions {
            switch action.kind {
            case .silent, .open, .loop, .alternative, .end:
                blank(action.range)
            case .literal(let content):
                HelmPlaceholder.writeLiteral(content, at: action.range, into: &output)
            case .output:
                holes.append(action.range)
                // On a line of its own it leaves lines: fields or items that are not known.
                if isAlone, !isInBlock {
                    blank(action.range)
                } else {
                    HelmPlaceholder.write(at: action.range, into: &output)
                }
            }
        }
    }

    private func isBlankOutside(_ actions: ArraySlice<HelmAction>, _ line: Range<Int>) -> Bool {
        var offset = line.lowerBound
        for action in actions {
            guard output[offset..<max(offset, action.range.lowerBound)].allSatisfy(Self.isBlank) else { return false }
            offset = action.range.upperBound
        }
        return output[min(offset, line.upperBound)..<line.upperBound].allSatisfy(Self.isBlank)
    }

    /// Notes whether lines of a block scalar may follow.
    private mutating func trackBlock(_ line: Range<Int>) {
        let text = output[line]
        guard let start = text.firstIndex(where: { !Self.isBlank($0) }) else { return }
        var column = start - line.lowerBound
        if let block = blockColumn, column > block { return }
        blockColumn = nil
        var last = text.endIndex - 1
        while last > start, Self.isBlank(text[last]) { last -= 1 }
        while last > start, "+-0123456789".utf8.contains(text[last]) { last -= 1 }
        guard last > start, text[last] == UInt8(ascii: "|") || text[last] == UInt8(ascii: ">") else { return }
        var before = last - 1
        while before > start, Self.isBlank(text[before]) { before -= 1 }
        guard before < last - 1, text[before] == UInt8(ascii: ":") || text[before] == UInt8(ascii: "-") else { return }
        var key = start
        while key + 1 < before, text[key] == UInt8(ascii: "-"), Self.isBlank(text[key + 1]) {
            key += 1
            while key < before, Self.isBlank(text[key]) { key += 1 }
            if key < before { column = key - line.lowerBound }
        }
        blockColumn = column
    }

    private mutating func blank(_ range: Range<Int>) {
        for offset in range where output[offset] != 0x0a && output[offset] != 0x0d { output[offset] = 0x20 }
    }

    private mutating func mergeHoles() {
        holes.sort { $0.lowerBound < $1.lowerBound }
        var merged: [Range<Int>] = []
        for hole in holes {
            if let last = merged.last, last.upperBound > hole.lowerBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, hole.upperBound)
            } else {
                merged.append(hole)
            }
        }
        holes = merged
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0d || byte == 0x0a }
}
