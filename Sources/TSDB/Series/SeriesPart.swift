/// One part of a source: a block, the head, a snapshot or what was collected from elsewhere, surveyed and ready to hand out its series by metric.
///
/// Symbols are references into the part's own table; whoever unites several parts maps them. A part is read by several
/// threads at once, each on its own metric.
package protocol SeriesPart: Sendable {
    var summary: PartSummary { get }

    /// What happened to the part's file since it was surveyed, so that what was read of it since cannot be trusted.
    var damage: Diagnostic? { get }

    /// Labels that every series of this part has beside its own, such as Thanos' external labels.
    var externalLabels: [ExternalLabel] { get }

    /// Symbol references are less than this.
    var symbolCount: Int { get }

    /// The bytes of one symbol. Valid during the call only.
    func withSymbol<Result>(_ reference: UInt32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result

    /// Every symbol in order of its reference, in one pass over the table.
    func forEachSymbol(_ body: (UInt32, UnsafeRawBufferPointer) -> Void)

    /// What targets said of metrics, by symbol of the metric's name.
    var metadata: [UInt32: MetricMetadata] { get }

    /// The metrics that have selected series here, each once, in any order.
    var metrics: [MetricExtent] { get }

    /// Appends selected series of `metrics[metric]` to `batch` until it is full or they are all read.
    ///
    /// `position` is 0 for the first call and opaque afterwards. Returns false when nothing was left to append.
    func read(metric: Int, from position: inout SeriesPosition, into batch: inout SeriesBatch) throws(Diagnostic)
        -> Bool
}

extension SeriesPart {
    /// A part that holds its series in memory does not depend on its files any more.
    package var damage: Diagnostic? { nil }
    package var externalLabels: [ExternalLabel] { [] }
    package var metadata: [UInt32: MetricMetadata] { [:] }
}

/// Where reading of a metric's series stopped; the part that wrote it knows what the numbers mean.
package struct SeriesPosition: Sendable {
    package var run = 0
    package var row = 0
    package var offset = 0
    package var released = 0
    package var touched = 0
    /// Bytes of entries and chunks met so far, of a part whose extents do not say them.
    package var indexBytes = 0
    package var chunkBytes = 0
    /// Where the last series' chunks start, until it is known where they end.
    var openChunks: Int?
    /// A chunk was found that no chunk file holds.
    package var hasLostChunks = false
    /// Times met so far, of a part whose summary is not sure of them.
    package var minTime = Int64.max
    package var maxTime = Int64.min
    /// What the part decoded ahead.
    package var state: (any AnyObject & Sendable)?

    package init() {}
}

/// A label of every series of a part, which stands beside the index rather than in it.
package struct ExternalLabel: Sendable, Equatable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// One metric's share of a part.
package struct MetricExtent: Sendable, Equatable {
    /// Reference of the metric's name, or `noName` for series without `__name__`.
    package var name: UInt32
    /// Selected series in this part.
    package var series: Int
    /// Bytes their entries take in the index, or in the head's series records; 0 where `SeriesPosition` will tell.
    package var indexBytes: Int
    /// Bytes their chunks take on disk, nil where chunks cannot be attributed; 0 where `SeriesPosition` will tell.
    package var chunkBytes: Int?

    package static let noName = UInt32.max

    package init(name: UInt32, series: Int, indexBytes: Int, chunkBytes: Int?) {
        self.name = name
        self.series = series
        self.indexBytes = indexBytes
        self.chunkBytes = chunkBytes
    }
}

/// What is known of a part before its series are counted.
package struct PartSummary: Sendable {
    package enum Kind: String, Sendable {
        case block, head, snapshot
        /// A file of recorded remote-write requests.
        case recording
        /// A text in Prometheus' exposition format or in OpenMetrics.
        case exposition
        /// What a receiver holds in memory.
        case stream
        /// What recording rules would write.
        case rules
    }

    package var path: String
    package var kind: Kind
    /// Selected series, each label set of this part once.
    package var series = 0
    /// Times, in milliseconds since the epoch, of the first and last sample of the selected series; nil when unknown.
    package var minTime: Int64?
    package var maxTime: Int64?
    /// False while the times are those of a part of the series: reading them all tells (`SeriesPosition.minTime`).
    package var knowsTimes = true
    /// Samples the whole part holds, nil when unknown.
    package var samples: Int?
    package var sizes = PartSizes()
    package var diagnostics: [Diagnostic] = []

    package init(path: String, kind: Kind) {
        self.path = path
        self.kind = kind
    }
}

/// Bytes on disk by what they hold.
package struct PartSizes: Sendable, Equatable {
    package var index = 0
    package var chunks = 0
    package var wal = 0
    package var tombstones = 0

    package init() {}

    package var total: Int { index + chunks + wal + tombstones }
}
