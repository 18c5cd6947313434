import CSnappy
import CZstd

/// How the records of a write-ahead log are compressed; the raw value is the bit in the fragment's first byte.
package enum Compression: UInt8, Sendable {
    case none = 0
    case snappy = 8
    case zstd = 16

    private static let zstdLevel: Int32 = 3

    /// The compressed bytes, or nil where that saves nothing: such a record is stored as it is.
    func compress(_ bytes: [UInt8]) -> [UInt8]? {
        let compressed =
            switch self {
            case .none: bytes
            case .snappy: snappy(bytes)
            case .zstd: zstd(bytes)
            }
        return compressed.count < bytes.count ? compressed : nil
    }

    private func snappy(_ bytes: [UInt8]) -> [UInt8] {
        let bound = snappy_max_compressed_length(bytes.count)
        return [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            count = bound
            bytes.withUnsafeBytes { input in
                let status = snappy_compress(
                    input.baseAddress, input.count, UnsafeMutableRawPointer(output.baseAddress), &count)
                if status != SNAPPY_OK { count = bound }
            }
        }
    }

    private func zstd(_ bytes: [UInt8]) -> [UInt8] {
        let bound = ZSTD_compressBound(bytes.count)
        return [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            count = bytes.withUnsafeBytes {
                ZSTD_compress(output.baseAddress, bound, $0.baseAddress, $0.count, Compression.zstdLevel)
            }
            if ZSTD_isError(count) != 0 { count = bound }
        }
    }
}
