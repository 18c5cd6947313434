/// Sample values as the bits that are compared to tell collisions.
enum SampleValue {
    /// `value.StaleNaN` of prometheus/prometheus: the series ended.
    static let stale: UInt64 = 0x7ff0_0000_0000_0002

    /// Histograms are compared by a hash of their encoding, kept in a NaN no float sample has in practice.
    private static let histogramTag: UInt64 = 0xfffb << 48

    @inline(__always)
    static func histogram(_ hash: UInt64) -> UInt64 { histogramTag | hash & 0x0000_ffff_ffff_ffff }

    static func isHistogram(_ bits: UInt64) -> Bool { bits & (0xffff << 48) == histogramTag }
}

/// Histograms inside sample records, which nothing here looks into: it is enough to know where they end.
///
/// Encodings: `EncodeHistogram` and `EncodeFloatHistogram` in tsdb/record/record.go of prometheus/prometheus.
extension Decoder {
    /// `histogram.CustomBucketsSchema`: bucket bounds follow.
    private static var customBucketsSchema: Int64 { -53 }

    /// Passes over a histogram and returns what identifies its value: `SampleValue.stale` when its sum says so.
    /// `Column.padding` bytes behind the span may be read.
    mutating func histogram(isFloat: Bool) -> UInt64 {
        // The counter reset hint is about the sample before, not about this value.
        skip(1)
        let start = offset
        let schema = varint()
        skip(8)
        if isFloat {
            skip(16)
        } else {
            skipUvarints(2)
        }
        let sum = uint64()
        skipSpans()
        skipSpans()
        for _ in 0..<2 {
            let buckets = count()
            if isFloat { skipFloats(buckets) } else { skipUvarints(buckets) }
        }
        if schema == Self.customBucketsSchema { skipFloats(count()) }
        guard isValid else { return 0 }
        if sum == SampleValue.stale { return sum }
        return bytes.withUnsafeBytes { all in
            guard let base = all.baseAddress else { return 0 }
            return SampleValue.histogram(PaddedBytes.hash64(base + start, count: offset - start, seed: 0))
        }
    }

    private mutating func skipSpans() { skipUvarints(count() &* 2) }

    private mutating func skipFloats(_ count: Int) { skip(count &* 8) }
}
