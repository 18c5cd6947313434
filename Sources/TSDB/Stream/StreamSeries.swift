import Synchronization

/// A `StreamTable` that several threads use, and parts of it that are read while it grows.
package final class StreamSeries: Sendable {
    private let table: Mutex<StreamTable>
    package let budget: MemoryBudget

    package init(budget: MemoryBudget, ownerLabels: [String]) throws(Diagnostic) {
        self.budget = budget
        table = Mutex(try StreamTable(budget: budget, ownerLabels: ownerLabels))
    }

    package func withTable<Result>(_ body: (inout StreamTable) -> sending Result) -> Result {
        table.withLock { body(&$0) }
    }

    /// The series that had a sample in `times`, as a part that does not change any more. A series that was there
    /// before has its first sample at the beginning, as far as can be told. With a `metric`, its series alone. What is
    /// copied for the part is taken of `other` instead of the table's budget.
    package func part(
        path: String, times: ClosedRange<Int64>, metric: String? = nil, budget other: MemoryBudget? = nil
    ) throws(Diagnostic) -> StreamPart {
        let budget = other ?? budget
        let taken: Result<StreamExtract, BudgetExceeded> = table.withLock { table in
            do throws(BudgetExceeded) { return .success(try table.extract(times, metric: metric, budget)) } catch {
                return .failure(error)
            }
        }
        switch taken {
        case .success(let extract): return StreamPart(extract, of: self, path: path)
        case .failure(let exceeded): throw budget.refusal(of: exceeded, for: "a report of the stream", file: path)
        }
    }
}
