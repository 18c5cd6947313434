/// What a WAL record holds: its first byte. Numbers and names of `tsdb/record/record.go` in prometheus/prometheus.
package struct RecordType: RawRepresentable, Hashable, Sendable, Comparable, CustomStringConvertible {
    package var rawValue: UInt8

    @inline(__always)
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let series = RecordType(rawValue: 1)
    package static let samples = RecordType(rawValue: 2)
    package static let tombstones = RecordType(rawValue: 3)
    package static let exemplars = RecordType(rawValue: 4)
    package static let mmapMarkers = RecordType(rawValue: 5)
    package static let metadata = RecordType(rawValue: 6)
    package static let histogramSamples = RecordType(rawValue: 7)
    package static let floatHistogramSamples = RecordType(rawValue: 8)
    package static let customBucketsHistogramSamples = RecordType(rawValue: 9)
    package static let customBucketsFloatHistogramSamples = RecordType(rawValue: 10)
    /// Since Prometheus 3.14: start times, and references as deltas to the sample before.
    package static let samplesV2 = RecordType(rawValue: 11)
    package static let histogramSamplesV2 = RecordType(rawValue: 12)
    package static let floatHistogramSamplesV2 = RecordType(rawValue: 13)

    private static let names = [
        "", "series", "samples", "tombstones", "exemplars", "mmapmarkers", "metadata", "histogram_samples",
        "float_histogram_samples", "custom_buckets_histogram_samples", "custom_buckets_float_histogram_samples",
        "samples_v2", "histogram_samples_v2", "float_histogram_samples_v2",
    ]

    package var isKnown: Bool { (1..<Self.names.count).contains(Int(rawValue)) }

    /// Upstream's name, as in its metrics and logs; the number where there is none.
    package var description: String { isKnown ? Self.names[Int(rawValue)] : "type \(rawValue)" }

    package static func < (a: RecordType, b: RecordType) -> Bool { a.rawValue < b.rawValue }
}

/// A set of record types below 64, for deciding which records need no decompression.
struct RecordTypes: ExpressibleByArrayLiteral {
    private var bits: UInt64 = 0

    init(arrayLiteral types: RecordType...) {
        for type in types where type.rawValue < 64 { bits |= 1 << UInt64(type.rawValue) }
    }

    @inline(__always)
    func contains(_ type: UInt8) -> Bool { type < 64 && bits &>> UInt64(type) & 1 == 1 }

    /// Records that say when a series has samples, and nothing about which series there are.
    static let timed: RecordTypes = [
        .samples, .exemplars, .mmapMarkers, .histogramSamples, .floatHistogramSamples, .customBucketsHistogramSamples,
        .customBucketsFloatHistogramSamples, .samplesV2, .histogramSamplesV2, .floatHistogramSamplesV2,
    ]
}
