import CSnappy
import CZstd

/// Decompresses WAL records into a buffer of its own, never beyond a bound.
struct Decompressor: ~Copyable {
    /// Upstream sets no bound. Its largest records are those of a checkpoint's metadata, all series in one; a gigabyte
    /// is that of ten million series.
    static let maximumRecord = 1 << 30

    /// Flags of a fragment's first byte; upstream looks at snappy's first.
    private static let snappyFlag: UInt8 = 1 << 3
    private static let zstdFlag: UInt8 = 1 << 4
    /// The longest copy of the snappy format is 64 bytes of output from 3 bytes of input; the longest run of a zstd
    /// block is 128 KiB from 4. More than that no record can hold, whatever length it declares.
    private static let snappyExpansion = 22
    private static let zstdExpansion = 32 << 10

    private var output: Column<UInt8>
    private let zstd: OpaquePointer?

    init(budget: MemoryBudget) {
        output = Column(budget: budget)
        zstd = ZSTD_createDCtx()
    }

    deinit { ZSTD_freeDCtx(zstd) }

    /// The record's type, if the first fragment shows it before decompression: snappy's first element is a literal
    /// here, so the byte stands as it is. nil for zstd and for anything unusual.
    @inline(__always)
    static func peekType(_ content: UnsafeRawBufferPointer, _ header: UInt8) -> UInt8? {
        guard header & snappyFlag != 0 else { return header & zstdFlag == 0 ? content.first : nil }
        var index = 0
        while index < content.count, content[index] >= 0x80 { index &+= 1 }
        index &+= 1
        guard index < 6, index < content.count, content[index] & 3 == 0 else { return nil }
        // Literals of more than 60 bytes have one to four bytes of length.
        index &+= 1 &+ max(0, Int(content[index] &>> 2) &- 59)
        return index < content.count ? content[index] : nil
    }

    /// What the record holds. Valid until the next call.
    @inline(__always)
    mutating func decompress(
        _ content: UnsafeRawBufferPointer, _ header: UInt8, at offset: Int
    ) throws(SegmentFault) -> UnsafeRawBufferPointer {
        guard !content.isEmpty, header & (Self.snappyFlag | Self.zstdFlag) != 0 else { return content }
        let count =
            header & Self.snappyFlag != 0
            ? try unsnap(content, at: offset) : try unzstd(content, at: offset)
        return UnsafeRawBufferPointer(start: output.base, count: count)
    }

    private mutating func unsnap(_ content: UnsafeRawBufferPointer, at offset: Int) throws(SegmentFault) -> Int {
        let input = content.baseAddress?.assumingMemoryBound(to: CChar.self)
        var count = 0
        guard snappy_uncompressed_length(input, content.count, &count) == SNAPPY_OK else {
            throw SegmentFault(offset: offset, message: "a snappy record does not start with its length")
        }
        try makeRoom(count, for: content.count, Self.snappyExpansion, at: offset)
        let decompressed = output.base.withMemoryRebound(to: CChar.self, capacity: output.capacity) {
            snappy_uncompress(input, content.count, $0, &count)
        }
        guard decompressed == SNAPPY_OK else {
            throw SegmentFault(offset: offset, message: "a snappy record cannot be decompressed")
        }
        return count
    }

    private mutating func unzstd(_ content: UnsafeRawBufferPointer, at offset: Int) throws(SegmentFault) -> Int {
        let declared = ZSTD_getFrameContentSize(content.baseAddress, content.count)
        // The last two values say "unknown" and "no zstd frame".
        var room = declared < UInt64.max - 1 ? Int(clamping: declared) : content.count * 8
        while true {
            try makeRoom(room, for: content.count, Self.zstdExpansion, at: offset)
            let result = ZSTD_decompressDCtx(zstd, output.base, output.capacity, content.baseAddress, content.count)
            if ZSTD_isError(result) == 0 { return result }
            guard 0 &- result == 70, output.capacity < Self.maximumRecord else {
                throw SegmentFault(
                    offset: offset,
                    message: "a zstd record cannot be decompressed: \(String(cString: ZSTD_getErrorName(result)))")
            }
            // ZSTD_error_dstSize_tooSmall, for a writer that does not declare the size.
            room = min(output.capacity * 4, Self.maximumRecord, content.count * Self.zstdExpansion)
            guard room > output.capacity else {
                throw SegmentFault(offset: offset, message: "a zstd record holds more than its length allows")
            }
        }
    }

    private mutating func makeRoom(
        _ count: Int, for compressed: Int, _ expansion: Int, at offset: Int
    ) throws(SegmentFault) {
        guard count <= compressed * expansion else {
            throw SegmentFault(
                offset: offset, message: "a record of \(compressed) bytes says that it holds \(count), which it cannot")
        }
        guard count <= Self.maximumRecord else {
            throw SegmentFault(
                offset: offset, message: "a record holds \(count) bytes; up to \(Self.maximumRecord) are read")
        }
        output.removeAll()
        do throws(BudgetExceeded) {
            try output.reserve(count)
        } catch {
            throw SegmentFault(offset: offset, message: "", exceeded: error)
        }
    }
}
