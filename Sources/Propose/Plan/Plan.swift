package import Cardinality
package import TSDB

/// What can be saved, what was chosen of it, and what is not known: the result of `propose`.
package struct Plan: Sendable {
    /// As the user named them.
    package var sources: [String]
    /// The time that every verdict speaks of; nil where no times are known.
    package var window: Window?
    /// Chosen ones first, in the order in which their rules have to stand; then the others, most to save first.
    package var proposals: [Proposal] = []
    package var before = SeriesCounts()
    package var after = SeriesCounts()
    /// Series that no metric_relabel_configs reaches: never candidates.
    package var outOfReach = 0
    package var limits: [JobLimits] = []
    package var sharding: [ShardAdvice] = []
    /// Nil where no remote storage was named, or all that would be sent there is read.
    package var sentAway: SentAway?
    /// Why something is not known, in words.
    package var unknowns: [String] = []
    /// Readers of which it is not known what they read.
    package var unknownReaders: [NamedReader] = []
    /// What readers' whole expressions have before and after; nil where none reads what the chosen rules change.
    package var proof: ExpressionProof?
    package var advice: [String] = []
    /// Series there shall be at most; nil without a target.
    package var target: Int?
    package var reachesTarget: Bool { target.map { (after.active ?? after.series) <= $0 } ?? true }
    package var diagnostics: [Diagnostic] = []

    package var chosen: [Proposal] { proposals.filter(\.isChosen) }

    /// Where rules belong, by `--config`.
    var scopes = ScrapeScopes([])

    package init(sources: [String]) { self.sources = sources }
}

/// What the scrapes of a job hold at most, and limits with room above it.
package struct JobLimits: Sendable, Equatable {
    package let job: String
    package let series: Int
    /// Labels of one series, `__name__` and those of the target included.
    package let labels: Int
    /// Bytes of the longest value.
    package let valueLength: Int
    /// Samples of one scrape after relabelling, at most; nil where samples are not at hand.
    package var samples: SampledLimit?
    /// Those that its scrape configuration has already.
    package var known: Set<ScrapeLimit.Key> = []

    /// A third more than was seen, and at least 8.
    package var labelLimit: Int { labels + max(8, labels / 3) }
    /// Twice what was seen, in steps of 64, so that no ordinary value fails a scrape.
    package var valueLengthLimit: Int { (max(64, valueLength * 2) + 63) / 64 * 64 }

    /// Limits to write, without those that are known.
    package var missing: [ScrapeLimit] {
        let sampled = samples.map { ScrapeLimit(.samples, UInt64($0.limit), comment: $0.reason) }
        return [sampled].compactMap(\.self).filter { !known.contains($0.key) } + missingOfSeries
    }

    /// Of a job whose series are out of reach, or leave labels to others, only samples are known.
    private var missingOfSeries: [ScrapeLimit] {
        guard series > 0 else { return [] }
        return [
            ScrapeLimit(.labels, UInt64(labelLimit), comment: "series have \(labels) labels at most"),
            ScrapeLimit(
                .labelValueLength, UInt64(valueLengthLimit), comment: "the longest value has \(valueLength) bytes"),
        ].filter { !known.contains($0.key) }
    }

    package init(job: String, series: Int, labels: Int, valueLength: Int) {
        self.job = job
        self.series = series
        self.labels = labels
        self.valueLength = valueLength
    }
}

/// How series spread over shards.
package struct ShardAdvice: Sendable, Equatable {
    /// Whose hash decides, or whose values.
    package let label: String
    /// Series of each shard; for shards by value the largest values.
    package let shards: [(name: String, series: Int)]

    package init(label: String, shards: [(name: String, series: Int)]) {
        self.label = label
        self.shards = shards
    }

    package static func == (one: ShardAdvice, other: ShardAdvice) -> Bool {
        one.label == other.label && one.shards.elementsEqual(other.shards, by: ==)
    }
}
