/// What was met while a head was read.
package struct HeadDetails: Sendable, Equatable {
    /// Counts of one of the directories that make up a head.
    package struct Part: Sendable, Equatable {
        package enum Kind: String, Sendable {
            case checkpoint, segments, wbl, snapshot
        }

        package var kind: Kind
        package var path: String
        package var files = 0
        package var records: [RecordType: Int] = [:]
        /// Series in series records, repetitions included.
        package var seriesEntries = 0
        /// Samples whose record was decoded, histograms apart.
        package var floats = 0
        package var histograms = 0
        package var floatHistograms = 0
        package var exemplars = 0
        /// Deleted intervals.
        package var tombstones = 0
        /// Newest sample, of all series; stale markers are samples.
        package var lastSampleTime: Int64?

        package var samples: Int { floats + histograms + floatHistograms }

        init(kind: Kind, path: String) {
            self.kind = kind
            self.path = path
        }
    }

    package struct UnknownRecords: Sendable, Equatable {
        package var count = 0
        /// The first of them.
        package var file: String
        package var offset: Int
    }

    package var parts: [Part] = []
    package var bytesRead = 0
    package var checkpoint: Int?
    /// Path of the snapshot that was read.
    package var snapshot: String?
    /// Segments of the WAL proper that were read.
    package var segments = 0
    /// Distinct references with a series record.
    package var references = 0
    /// References beyond the first of their series: the head forgot the series and it came back.
    package var repeatedReferences = 0
    /// References that a later record gave to another series.
    package var redefinedReferences = 0
    /// Samples whose reference has no series record.
    package var samplesWithoutSeries = 0
    /// Chunks in `chunks_head`.
    package var headChunks = 0
    /// Records of types that are not known, by number.
    package var unknownRecords: [RecordType: UnknownRecords] = [:]

    package func part(_ kind: Part.Kind) -> Part? { parts.first { $0.kind == kind } }

    package var samples: Int { parts.reduce(0) { $0 + $1.samples } }

    package var records: [RecordType: Int] {
        parts.reduce(into: [:]) { $0.merge($1.records, uniquingKeysWith: +) }
    }
}
