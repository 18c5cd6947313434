/// How a label set finds its schema.
extension HeadSeries {
    /// The schema of `names`, and whether they had its order; `names` and `values` have it afterwards.
    mutating func findSchema() throws(BudgetExceeded) -> (schema: UInt32, isCanonical: Bool) {
        let tuple = UnsafeBufferPointer(start: UnsafePointer(names.base), count: names.count)
        let hash = HeadSchemas.hash(tuple)
        if let schema = schemas.find(tuple, hash: hash) { return (schema, true) }
        guard isCanonical else { return (try findCanonicalSchema(), false) }
        return (try schemas.add(tuple, hash: hash), true)
    }

    private var isCanonical: Bool {
        for index in 1..<max(1, names.count) where !isLess(names[index - 1], names[index]) { return false }
        return true
    }

    private func isLess(_ a: UInt32, _ b: UInt32) -> Bool {
        symbols.bytes(a).lexicographicallyPrecedes(symbols.bytes(b))
    }

    /// No Prometheus writes label sets that are not sorted or that repeat a name; should one turn up, it is the set
    /// that counts, and of a repeated name the first value, as `labels.Get` has it.
    private mutating func findCanonicalSchema() throws(BudgetExceeded) -> UInt32 {
        repeatsName = false
        var labels = (0..<names.count).map { (name: names[$0], value: values[$0], position: $0) }
        labels.sort { $0.name == $1.name ? $0.position < $1.position : isLess($0.name, $1.name) }
        names.removeAll()
        values.removeAll()
        for (index, label) in labels.enumerated() {
            if index > 0, label.name == labels[index - 1].name {
                repeatsName = true
                continue
            }
            try names.append(label.name)
            try values.append(label.value)
        }
        let tuple = UnsafeBufferPointer(start: UnsafePointer(names.base), count: names.count)
        let hash = HeadSchemas.hash(tuple)
        if let schema = schemas.find(tuple, hash: hash) { return schema }
        return try schemas.add(tuple, hash: hash)
    }
}
