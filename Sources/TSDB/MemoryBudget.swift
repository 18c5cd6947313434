import Synchronization

/// Keeps the promise of `--max-memory`: large structures ask before they grow.
///
/// What counts is what cardscan allocates for data; the program itself and small change are covered by `overhead`,
/// which is taken off the limit at the start.
package final class MemoryBudget: Sendable {
    /// Bytes, as the user gave them.
    package let limit: Int
    /// Code, stacks, runtime and pages of mapped files that are being read.
    package static let overhead = 24 << 20
    private let used: Atomic<Int>

    package init(limit: Int) {
        self.limit = limit
        used = Atomic(Self.overhead)
    }

    package static var unlimited: MemoryBudget { MemoryBudget(limit: .max) }

    package var available: Int { limit - used.load(ordering: .relaxed) }

    /// Takes `bytes` of the budget, or returns false and takes nothing.
    package func reserve(_ bytes: Int) -> Bool {
        let total = used.add(bytes, ordering: .relaxed).newValue
        if total <= limit { return true }
        used.subtract(bytes, ordering: .relaxed)
        return false
    }

    /// Takes `bytes` of the budget or refuses with what would have been needed for `purpose`.
    ///
    /// - Parameter isGrowing: Whether it is a step of something that grows as it is read, so that nobody knows how much
    ///   all of it needs.
    package func require(
        _ bytes: Int, for purpose: String, file: String, isGrowing: Bool = false
    ) throws(Diagnostic) {
        guard !reserve(bytes) else { return }
        throw Self.refusal(
            needed: used.load(ordering: .relaxed) + bytes, isLeast: isGrowing, limit: limit, for: purpose, file: file)
    }

    /// What to say when a table could not grow.
    func refusal(of exceeded: BudgetExceeded, for purpose: String, file: String) -> Diagnostic {
        Self.refusal(
            needed: limit - available + exceeded.bytes, isLeast: true, limit: limit, for: purpose, file: file)
    }

    package func release(_ bytes: Int) { used.subtract(bytes, ordering: .relaxed) }

    /// - Parameter isLeast: Whether `needed` is only what the next step needs.
    package static func refusal(
        needed: Int, isLeast: Bool = false, limit: Int, for purpose: String, file: String
    ) -> Diagnostic {
        func mebibytes(_ bytes: Int) -> String { "\((bytes + (1 << 20) - 1) >> 20) MiB" }
        let amount = "\(isLeast ? "at least" : "about") \(mebibytes(needed))"
        var refusal = Diagnostic(
            file: file,
            "\(purpose) needs \(amount) of memory, more than the \(mebibytes(limit)) allowed; "
                + "raise --max-memory or narrow the question with --match")
        refusal.isRefusal = true
        return refusal
    }
}
