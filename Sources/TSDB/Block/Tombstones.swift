/// What a block's `tombstones` file says was deleted: counted, not applied to series, which stay in the index until the
/// next compaction; samples are left out. Format: tsdb/docs/format/tombstones.md of prometheus/prometheus.
package struct Tombstones: Sendable, Equatable {
    static let magic: UInt32 = 0x0130_ba30

    /// Distinct series with at least one deleted interval.
    package var series = 0
    package var intervals = 0

    package init(path: String) throws(Diagnostic) {
        var last: UInt64?
        var (series, intervals) = (0, 0)
        try Self.forEach(in: path) { reference, _, _ in
            intervals += 1
            if reference != last { series += 1 }
            last = reference
        }
        (self.series, self.intervals) = (series, intervals)
    }

    /// Calls `body` with each deleted interval: the series' reference, first and last time.
    static func forEach(
        in path: String, _ body: (_ reference: UInt64, _ first: Int64, _ last: Int64) -> Void
    ) throws(Diagnostic) {
        let file = try MappedFile(path: path)
        func damaged(_ offset: Int, _ what: String) -> Diagnostic { Diagnostic(file: path, offset: offset, what) }
        var decoder = Decoder(file.bytes)
        guard decoder.uint32() == Self.magic, decoder.isValid else {
            throw damaged(0, "does not start as a tombstones file does (0x0130BA30)")
        }
        let version = decoder.uint8()
        guard version == 1 else { throw damaged(4, "has tombstones version \(version); version 1 can be read") }
        let end = file.count - 4
        guard end >= decoder.offset else { throw damaged(5, "is cut off") }
        // The checksum covers the stones alone; writers before 2.8 included the version byte.
        var crc = Decoder(file.bytes, at: end)
        let checksum = crc.uint32()
        guard
            checksum == CRC32C.checksum(file.bytes.extracting(5..<end))
                || checksum == CRC32C.checksum(file.bytes.extracting(4..<end))
        else { throw damaged(end, "has a wrong checksum") }
        while decoder.offset < end {
            let reference = decoder.uvarint()
            let first = decoder.varint()
            let last = decoder.varint()
            guard decoder.isValid, decoder.offset <= end else { throw damaged(end, "ends within a tombstone") }
            body(reference, first, last)
        }
    }
}
