/// The two sides of a set operator, and which of their series have the same key.
struct MatchedSides {
    let left: VectorValue
    let right: VectorValue
    /// The labels of the key.
    let labels: [UInt32]
    /// `nil` where a side is not followed.
    let matches: Matches?

    struct Matches {
        /// Rows that have a partner, and those that have none.
        var leftRows: [UInt32] = []
        var leftRest: [UInt32] = []
        var rightRest: [UInt32] = []
        var summary = MatchSummary(left: 0, right: 0, leftMatched: 0, rightMatched: 0)
        /// The most series that `or` can have: of each key those of one side.
        var unionLimit = 0
        /// Whether no key has more than one series on either side.
        var isOneForOne = true
    }

    init(_ left: VectorValue, _ right: VectorValue, _ labels: [UInt32]) {
        self.left = left
        self.right = right
        self.labels = labels
        guard let leftSet = left.series, let rightSet = right.series else {
            matches = nil
            return
        }
        matches = Self.match(leftSet, rightSet, labels)
    }

    private static func match(_ left: SeriesSet, _ right: SeriesSet, _ labels: [UInt32]) -> Matches {
        let leftKeys = KeyColumns(left, labels: labels)
        let rightKeys = KeyColumns(right, labels: labels)
        let groups = KeyGroups(right, rightKeys)
        var found = Matches()
        var leftSizes = [Int](repeating: 0, count: groups.count)
        groups.match(left, leftKeys) { row, group in
            if let group {
                found.leftRows.append(row)
                leftSizes[Int(group)] += 1
            } else {
                found.leftRest.append(row)
            }
        }
        var rightMatched = 0
        found.unionLimit = found.leftRest.count
        for (group, size) in groups.sizes.enumerated() {
            if leftSizes[group] > 0 { rightMatched += size }
            if leftSizes[group] > 1 || size > 1 { found.isOneForOne = false }
            found.unionLimit += max(size, leftSizes[group])
        }
        groups.match(right, rightKeys) { row, group in
            if let group, leftSizes[Int(group)] == 0 { found.rightRest.append(row) }
        }
        found.summary = MatchSummary(
            left: left.count, right: right.count, leftMatched: found.leftRows.count, rightMatched: rightMatched)
        return found
    }

    var areFollowed: Bool { left.isFollowed && right.isFollowed }

    /// Why a result of the two is only a bound.
    var reasons: [BoundReason] {
        var all = left.reasons + right.reasons.filter { !left.reasons.contains($0) }
        if all.isEmpty { all = [.choice] }
        return all
    }
}
