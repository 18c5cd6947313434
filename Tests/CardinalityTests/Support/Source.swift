import PromQL
import TSDB

@testable import Cardinality

extension AnalysisOptions {
    init(_ sources: String..., change: (inout AnalysisOptions) throws -> Void = { _ in }) rethrows {
        self.init(sources: sources)
        try change(&self)
    }
}

extension Selection {
    /// What `--match` makes of selectors.
    init(_ selectors: String...) throws {
        self.init()
        self.selectors = try selectors.map { text in
            try Selector(parsing: text).matchers.map { matcher in
                LabelMatcher(name: matcher.name, acceptsMissing: matcher.matchesEmpty) { matcher.matches($0) }
            }
        }
    }
}

extension SampleData {
    static let names = [
        "block-index-v1", "block-index-v1-public", "block-long-values", "block-native-histograms", "block-tombstones",
        "block-upper", "block-utf8", "block-zero-series", "blocks-churn", "blocks-overlapping", "bucket-thanos",
        "empty-dir", "head-snapshot", "head-snapshot-older-than-wal", "wal-checkpoint", "wal-checkpoint-blocks",
        "wal-forward-only", "wal-forward-only-checkpoint", "wal-histograms", "wal-ooo", "wal-repeated-refs",
        "wal-snappy", "wal-uncompressed", "wal-zstd",
    ]

    /// Directories of the blocks.
    var blocks: [String] { truth.parts.filter { $0.part == "block" }.map { "\(directory)/\($0.id ?? "")" } }

    /// Opened for counting it the slow way.
    func opened(_ selection: Selection = Selection()) throws -> OpenedSource {
        try SourceOpener.open(
            directory, SourceOptions(selection: selection, readsActivity: true, threads: 1, budget: .unlimited))
    }
}
