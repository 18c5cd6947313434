package import Cardinality
package import Manifests
package import Regex

/// What `propose` was asked for.
package struct ProposeOptions: Sendable {
    package var analysis: AnalysisOptions
    /// The files that say who reads what, nil where none were named: then nothing is called unused.
    package var usedBy: Readership?
    /// Files with scrape configurations.
    package var configurations: [ManifestFile] = []
    /// Where samples are sent to: what scrapes' rules do not reach can be kept from it.
    package var remoteWrite: String?
    package var target: Target?
    /// Series that a proposal has to spare.
    package var minSaving = 1
    package var allowed: Set<Allowance> = []
    /// Metrics to leave alone, and proposals by their ids.
    package var excluded: [Regex] = []
    /// Lists of what few people need.
    package var curated: [CuratedList] = []
    /// Shards to try, nil to decide by the number of series.
    package var shards: Int?
    package var shardLabel = "instance"

    package enum Target: Sendable, Equatable {
        /// So many series at most.
        case series(Int)
        /// So much less, from 0 to 1.
        case less(Double)

        func series(of all: Int) -> Int {
            switch self {
            case .series(let count): count
            case .less(let share): Int((Double(all) * (1 - share)).rounded(.down))
            }
        }
    }

    /// Risks that the user takes.
    package enum Allowance: String, Sendable, CaseIterable {
        /// Labels that are only shown to somebody.
        case shown
        /// Proposals that break named readers.
        case breaks
        /// Readers that could not be understood: they are taken to read nothing of what is lost.
        case unknownReaders = "unknown-readers"
    }

    package init(_ analysis: AnalysisOptions) { self.analysis = analysis }

    func isExcluded(_ text: String) -> Bool { excluded.contains { $0.matches(text) } }
}
