/// What is wanted of a head.
package struct HeadOptions: Sendable {
    package var selection = Selection()
    /// Whether the times of samples are needed. If not, sample records are passed over, without decompressing them
    /// where their type shows, and neither the WBL nor head chunks are read: no time of any series is known then, and
    /// the time range of the selection does not apply.
    package var readsSamples = true
    package var budget: MemoryBudget
    /// How many collisions are kept as examples.
    package var collisionExamples = 10

    /// Series whose samples are kept, where samples are wanted: only these are read then, whatever is selected.
    var samples: HeadSampleChoice?

    package init(budget: MemoryBudget) { self.budget = budget }
}
