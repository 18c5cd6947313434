package import TSDB

/// A remote-write request of either version, taken apart: series, labels, samples and what else it has, each in a list
/// of its own. Strings are places in the decompressed bytes; nothing is copied.
///
/// One of these is used for many requests, so that its lists are allocated once.
package struct WriteRequest: ~Copyable {
    /// Most of each that a request may have. 32 MiB hold some 160,000 series of a real sender; in two bytes of an empty
    /// one each they hold sixteen million, which would cost half a gigabyte here.
    package static let maximumSeries = 1 << 20
    package static let maximumLabels = 1 << 22
    package static let maximumSamples = 1 << 22

    /// What is wrong with a series' references to the symbol table of version 2.
    package enum ReferenceFault: UInt8, BitwiseCopyable, Sendable {
        case none, oddCount, outsideTable
    }

    package struct Series: BitwiseCopyable, Sendable {
        package init() {}

        /// Where in `labels`, `samples` and `histograms` what belongs to the series ends; it starts where that of the
        /// series before ends.
        package var labelsEnd: UInt32 = 0
        package var samplesEnd: UInt32 = 0
        package var histogramsEnd: UInt32 = 0
        /// Exemplars whose labels can be read.
        package var exemplars: UInt32 = 0
        package var badExemplars: UInt32 = 0
        /// Where in `references` those of version 2 end.
        package var referencesEnd: UInt32 = 0
        package var fault = ReferenceFault.none
        /// Version 2 has metadata with the series.
        package var metadata = SeriesMetadata()
    }

    /// References to the symbol table, of version 2.
    package struct SeriesMetadata: BitwiseCopyable, Sendable {
        package var type: UInt8 = 0
        package var help: UInt32 = 0
        package var unit: UInt32 = 0
    }

    /// Metadata of a family of metrics, as version 1 sends it from time to time.
    package struct Metadata: BitwiseCopyable, Sendable {
        package var type: UInt8 = 0
        package var family = ByteRange.empty
        package var help = ByteRange.empty
        package var unit = ByteRange.empty
    }

    package internal(set) var version = MessageVersion.v1
    package internal(set) var series: [Series] = []
    package internal(set) var labels: [LabelBytes] = []
    package internal(set) var samples: [StreamSample] = []
    /// Native histograms, of which only time and staleness count: the bits of their sum.
    package internal(set) var histograms: [StreamSample] = []
    /// Native histograms that are none, which are not among `histograms`, in the order of their series.
    package internal(set) var histogramFaults: [(series: Int, fault: HistogramFault)] = []
    package internal(set) var metadata: [Metadata] = []
    /// Version 2's strings, and the references of its series to them.
    package internal(set) var symbols: [ByteRange] = []
    package internal(set) var references: [UInt32] = []
    var exemplars: [(series: Int, references: Range<Int>)] = []
    var exemplarReferences: [UInt32] = []

    var memory: RequestMemory

    /// `budget` is asked before lists grow; without one they may grow up to the limits above.
    package init(_ budget: MemoryBudget = .unlimited) { memory = RequestMemory(budget) }

    /// Takes a request apart. It is decoded whole before anything of it counts, as receivers must: a fault anywhere
    /// makes the request void.
    package mutating func decode(_ buffer: borrowing RequestBuffer, _ version: MessageVersion) throws(WireFault) {
        removeAll()
        self.version = version
        var reader = ProtobufReader(buffer.bytes, 0..<buffer.count)
        switch version {
        case .v1: readV1(&reader)
        case .v2: readV2(&reader)
        }
        if let fault = reader.fault { throw fault }
        if version == .v2, !resolve() { throw .noMemory }
    }

    /// The fault for which a request of version 1 is refused as a whole: of the first invalid histogram in a series that
    /// is one. Version 2 leaves only the histogram out, and says so.
    package func voidingFault(_ check: LabelCheck, in bytes: RawSpan) -> HistogramFault? {
        guard version == .v1 else { return nil }
        for (index, fault) in histogramFaults {
            let start = index == 0 ? 0 : Int(series[index - 1].labelsEnd)
            let own = labels.span.extracting(start..<Int(series[index].labelsEnd))
            if check.fault(own, in: bytes) == nil { return fault }
        }
        return nil
    }

    /// Keeps the room for the next request, unless this one was unusually large.
    private mutating func removeAll() {
        memory.empty(&series, keeping: Self.keptElements)
        memory.empty(&labels, keeping: Self.keptElements)
        memory.empty(&samples, keeping: Self.keptElements)
        memory.empty(&histograms, keeping: Self.keptElements)
        memory.empty(&histogramFaults, keeping: Self.keptElements)
        memory.empty(&metadata, keeping: Self.keptElements)
        memory.empty(&symbols, keeping: Self.keptElements)
        memory.empty(&references, keeping: Self.keptElements)
        memory.empty(&exemplars, keeping: Self.keptElements)
        memory.empty(&exemplarReferences, keeping: Self.keptElements)
    }

    private static let keptElements = 1 << 18

    /// Closes the lists of a series whose fields were read, and starts those of the next.
    @inline(__always)
    mutating func endSeries(_ entry: Series, _ reader: inout ProtobufReader) {
        var entry = entry
        entry.labelsEnd = UInt32(truncatingIfNeeded: labels.count)
        entry.samplesEnd = UInt32(truncatingIfNeeded: samples.count)
        entry.histogramsEnd = UInt32(truncatingIfNeeded: histograms.count)
        entry.referencesEnd = UInt32(truncatingIfNeeded: references.count)
        if !memory.append(entry, to: &series) { reader.fail(.noMemory) }
        if series.count > Self.maximumSeries { reader.fail(.tooMany("series", limit: Self.maximumSeries)) }
    }
}

/// The two messages of the protocol.
package enum MessageVersion: String, Sendable, CaseIterable {
    case v1 = "prometheus.WriteRequest"
    case v2 = "io.prometheus.write.v2.Request"

    /// As a person calls it.
    package var number: String { self == .v1 ? "1.0" : "2.0" }
}
