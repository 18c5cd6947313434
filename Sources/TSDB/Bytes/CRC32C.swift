import CPlatform

/// CRC-32C (Castagnoli), the checksum of every Prometheus file; hardware instructions where the processor has them.
package enum CRC32C {
    @inline(__always)
    package static func checksum(_ bytes: RawSpan, from crc: UInt32 = 0) -> UInt32 {
        bytes.withUnsafeBytes { cplatform_crc32c(crc, $0.baseAddress, $0.count) }
    }
}
