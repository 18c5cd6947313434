import TSDB

/// Gathers a metric's series from all parts into a table. Each thread has its own.
struct MetricReader: ~Copyable {
    let context: CountingContext
    private var batch = SeriesBatch()
    private let filter: RowFilter?

    init(_ context: CountingContext) {
        self.context = context
        filter = context.filter.map { RowFilter(context, $0) }
    }

    /// Nil when the budget does not allow the table.
    mutating func table(of work: MetricWork, _ storage: MetricTable.Storage) throws(PartFailure) -> MetricTable? {
        guard
            var table = MetricTable(
                capacity: work.series, isDistinct: context.isDistinct(work), storage: storage,
                keepsSides: context.comparesSides, budget: context.budget, filter: filter)
        else { return nil }
        if let filter {
            filter.begin(metric: work.name)
            if !filter.acceptsName { return table }
        }
        for share in work.shares {
            let part = context.symbols.parts[share.part]
            let scope = context.scopes[share.part]
            table.beginPart(scope)
            var position = SeriesPosition()
            do throws(Diagnostic) {
                batch.removeAll()
                while try part.read(metric: share.metric, from: &position, into: &batch) {
                    table.add(batch, in: scope)
                    if table.isStarved { return nil }
                    batch.removeAll()
                }
                table.note(position, ofPart: share.part)
            } catch {
                throw error.isRefusal ? .refused(error) : .part(share.part, error)
            }
        }
        return table
    }
}

/// Why counting stopped.
enum PartFailure: Error {
    /// A part turned out to be damaged after all: count again without it.
    case part(Int, Diagnostic)
    /// The memory allowed does not suffice.
    case refused(Diagnostic)
}
