/// Which lines of two texts are not common to both, by Myers' algorithm in linear space.
///
/// E. Myers, An O(ND) Difference Algorithm and Its Variations, 1986. Texts that have next to nothing in common would take
/// quadratic time: from `effort` steps on, the furthest point reached is taken for a point of the shortest path.
struct LineDifference {
    private struct Box {
        var old: Range<Int>
        var new: Range<Int>
    }

    private static let effort = 256
    private static let unreached = Int.min / 2

    private let old: [Int]
    private let new: [Int]
    /// For each line, whether the other text lacks it.
    private(set) var removed: [Bool]
    private(set) var added: [Bool]
    /// The furthest `x` on each diagonal, from the beginning and from the end.
    private var forward: [Int]
    private var backward: [Int]
    private let middle = effort + 2

    init(_ old: [Int], _ new: [Int]) {
        (self.old, self.new) = (old, new)
        removed = Array(repeating: false, count: old.count)
        added = Array(repeating: false, count: new.count)
        forward = Array(repeating: Self.unreached, count: 2 * Self.effort + 5)
        backward = forward
        var boxes = [Box(old: 0..<old.count, new: 0..<new.count)]
        while let box = boxes.popLast() { divide(trimmed(box), into: &boxes) }
    }

    private func trimmed(_ box: Box) -> Box {
        var (oldStart, oldEnd) = (box.old.lowerBound, box.old.upperBound)
        var (newStart, newEnd) = (box.new.lowerBound, box.new.upperBound)
        while oldStart < oldEnd, newStart < newEnd, old[oldStart] == new[newStart] {
            oldStart += 1
            newStart += 1
        }
        while oldStart < oldEnd, newStart < newEnd, old[oldEnd - 1] == new[newEnd - 1] {
            oldEnd -= 1
            newEnd -= 1
        }
        return Box(old: oldStart..<oldEnd, new: newStart..<newEnd)
    }

    private mutating func divide(_ box: Box, into boxes: inout [Box]) {
        if !box.old.isEmpty, !box.new.isEmpty, let (x, y) = split(box), x + y > 0,
            x + y < box.old.count + box.new.count
        {
            let (oldSplit, newSplit) = (box.old.lowerBound + x, box.new.lowerBound + y)
            boxes.append(Box(old: box.old.lowerBound..<oldSplit, new: box.new.lowerBound..<newSplit))
            boxes.append(Box(old: oldSplit..<box.old.upperBound, new: newSplit..<box.new.upperBound))
            return
        }
        for line in box.old { removed[line] = true }
        for line in box.new { added[line] = true }
    }

    /// A point where the shortest path crosses the middle, counted from the corner of the box.
    private mutating func split(_ box: Box) -> (x: Int, y: Int)? {
        let (width, height) = (box.old.count, box.new.count)
        let delta = width - height
        var furthest = (x: 0, y: 0)
        forward[middle] = 0
        backward[middle] = 0
        for distance in 0...Self.effort {
            for isForward in [true, false] {
                widen(isForward, by: distance)
                for diagonal in stride(from: -distance, through: distance, by: 2) {
                    guard let x = advance(on: diagonal, isForward, by: distance, in: box) else { continue }
                    let y = x - diagonal
                    if isForward, x + y > furthest.x + furthest.y { furthest = (x, y) }
                    // The other side's diagonals count from the opposite corner, and are one step behind at first.
                    let other = delta - diagonal
                    guard abs(other) <= (isForward ? distance - 1 : distance) else { continue }
                    let met = (isForward ? backward : forward)[middle + other]
                    if met >= 0, x + met >= width { return isForward ? (x, y) : (width - x, height - y) }
                }
            }
        }
        return furthest
    }

    private mutating func widen(_ isForward: Bool, by distance: Int) {
        guard distance > 0 else { return }
        for edge in [middle - distance - 1, middle - distance, middle + distance, middle + distance + 1] {
            if isForward { forward[edge] = Self.unreached } else { backward[edge] = Self.unreached }
        }
    }

    /// Goes one step to a diagonal, and along it while lines are equal; nil if that leaves the box.
    private mutating func advance(on diagonal: Int, _ isForward: Bool, by distance: Int, in box: Box) -> Int? {
        let (width, height) = (box.old.count, box.new.count)
        let index = middle + diagonal
        var x = 0
        if distance > 0 {
            let down = isForward ? forward[index + 1] : backward[index + 1]
            let right = (isForward ? forward[index - 1] : backward[index - 1]) + 1
            x = max(down - diagonal <= height ? down : Self.unreached, right <= width ? right : Self.unreached)
        }
        var y = x - diagonal
        if x >= 0, y >= 0, x <= width, y <= height {
            while x < width, y < height {
                let isSame =
                    isForward
                    ? old[box.old.lowerBound + x] == new[box.new.lowerBound + y]
                    : old[box.old.upperBound - 1 - x] == new[box.new.upperBound - 1 - y]
                guard isSame else { break }
                x += 1
                y += 1
            }
        } else {
            x = Self.unreached
        }
        if isForward { forward[index] = x } else { backward[index] = x }
        return x >= 0 ? x : nil
    }
}
