/// The table of contents at the end of an index: byte offsets of its sections.
package struct IndexContents: Sendable, Equatable {
    static let size = 6 * 8 + 4

    package let symbols: Int
    package let series: Int
    package let postings: Int
    package let postingsOffsetTable: Int
    /// Where the series section ends. Older writers put label indices between series and postings; current ones
    /// leave them out and write the start of the postings in their place.
    package let seriesEnd: Int
    /// Where the table of contents itself starts, and so everything else ends.
    package let end: Int

    init(of file: MappedFile) throws(Diagnostic) {
        end = file.count - Self.size
        guard end >= IndexFile.headerSize else {
            throw Diagnostic(
                file: file.path, offset: 0,
                "is \(file.count) bytes long, too short for an index; it was cut off or never written")
        }
        let section = file.bytes.extracting(end..<file.count)
        var decoder = Decoder(section)
        let offsets = (0..<6).map { _ in decoder.uint64() }
        guard decoder.uint32() == CRC32C.checksum(section.extracting(0..<(6 * 8))) else {
            throw Diagnostic(
                file: file.path, offset: end, "table of contents has a wrong checksum; the index is damaged or cut off")
        }
        let limit = UInt64(end)
        guard offsets.allSatisfy({ $0 <= limit }) else {
            throw Diagnostic(file: file.path, offset: end, "table of contents points past the end of the index")
        }
        symbols = Int(offsets[0])
        series = Int(offsets[1])
        let labelIndices = Int(offsets[2])
        postings = Int(offsets[4])
        postingsOffsetTable = Int(offsets[5])
        seriesEnd = labelIndices != 0 ? labelIndices : (postings != 0 ? postings : end)
        guard symbols <= series, series <= seriesEnd, symbols >= IndexFile.headerSize || symbols == 0 else {
            throw Diagnostic(file: file.path, offset: end, "table of contents lists sections out of order")
        }
    }
}
