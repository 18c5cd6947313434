/// A sample of a stream, of which only the time and whether it ends its series matter here.
package struct StreamSample: BitwiseCopyable, Sendable, Equatable {
    /// Milliseconds since the epoch.
    package var time: Int64
    /// Bits of the value; of a native histogram, of its sum.
    package var valueBits: UInt64

    @inlinable @inline(__always)
    package init(time: Int64, valueBits: UInt64) {
        self.time = time
        self.valueBits = valueBits
    }

    /// `value.StaleNaN` of prometheus/prometheus: the series ended.
    package static let stale: UInt64 = 0x7ff0_0000_0000_0002

    @inlinable @inline(__always)
    package var isStale: Bool { valueBits == Self.stale }
}
