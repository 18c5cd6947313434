/// The layout of a snapshot: series with the times of their first and last sample, compact and checksummed.
///
///     "cardsnap"  version u32
///     frames: rows of metrics, each metric in one or more groups of at most `rowsPerGroup`
///     frames: strings, in order of their number
///     frames: lifetimes, in order of their number
///     frame:  directory
///     offset of the directory's frame u64   CRC-32C of these eight bytes u32   "snapend1"
///
/// A frame is: length of the content u32, length of what follows u32, CRC-32C of what follows u32, and the content
/// compressed with zstd. Integers are little-endian; within a frame they are LEB128 varints, signed ones in zigzag.
///
/// Strings and lifetimes (pairs of first and last time) are numbered in the order in which the rows first use them, and
/// rows refer to them by number. A column of a group is a dictionary of the numbers it uses and an index into that for
/// each row, both as differences from the one before: series that neighbours scrape alike then differ by the same small
/// steps in metric after metric, and a series takes a few bytes.
enum SnapshotFormat {
    static let magic = Array("cardsnap".utf8)
    static let endMagic = Array("snapend1".utf8)
    static let version: UInt32 = 1
    static let headerSize = 12
    static let frameHeaderSize = 12
    static let trailerSize = 20

    static let rowsPerGroup = 1 << 16
    /// Content a writer collects before it compresses a frame.
    static let frameSize = 4 << 20
    /// What a reader accepts: a group of 65,536 rows with 200 labels of ten bytes, and some.
    static let maximumFrame = 256 << 20
    static let compressionLevel: Int32 = 6

    /// How a column of a group is written.
    enum ColumnKind: UInt8 {
        /// One number for all rows.
        case constant = 0
        /// A dictionary and an index for each row.
        case indexed = 1
    }
}

extension Decoder {
    /// A little-endian number of four bytes, as snapshots have them; Prometheus' own are big-endian.
    mutating func littleUInt32() -> UInt32 { uint32().byteSwapped }
    mutating func littleUInt64() -> UInt64 { uint64().byteSwapped }
}
