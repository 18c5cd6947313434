import Synchronization

/// What a structure holds of a budget, given back when the structure goes: also when building it failed halfway.
package final class MemoryReservation: Sendable {
    package let budget: MemoryBudget
    private let reserved = Atomic(0)

    package init(_ budget: MemoryBudget) { self.budget = budget }

    /// Takes over what was reserved before.
    init(taking bytes: Int, of budget: MemoryBudget) {
        self.budget = budget
        reserved.store(bytes, ordering: .relaxed)
    }

    deinit { budget.release(reserved.load(ordering: .relaxed)) }

    /// Takes more of the budget, or refuses as `MemoryBudget.require` does.
    package func require(
        _ bytes: Int, for purpose: String, file: String, isGrowing: Bool = false
    ) throws(Diagnostic) {
        try budget.require(bytes, for: purpose, file: file, isGrowing: isGrowing)
        reserved.add(bytes, ordering: .relaxed)
    }

    /// Holds so much from now on, before it is used; throws a refusal, and then holds what it held.
    package func hold(_ bytes: Int, for purpose: String) throws(Diagnostic) {
        let more = bytes - reserved.load(ordering: .relaxed)
        if more > 0 { try require(more, for: purpose, file: "", isGrowing: true) } else { release(-more) }
    }

    /// Gives back a part before the end.
    package func release(_ bytes: Int) {
        budget.release(bytes)
        reserved.subtract(bytes, ordering: .relaxed)
    }
}
