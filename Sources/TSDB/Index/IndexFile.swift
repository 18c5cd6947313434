/// A block's `index` file, mapped and read in place. Format: tsdb/docs/format/index.md of prometheus/prometheus.
///
/// Opening checks the header, the table of contents and the symbols; series and postings are checked as they are read.
package final class IndexFile: Sendable {
    package enum Version: UInt8, Sendable {
        /// Symbol references are byte offsets, series references too, entries are not aligned.
        case v1 = 1
        case v2 = 2
        /// The layout of version 2; readers accept it, no Prometheus writes it.
        case v3 = 3
    }

    static let magic: UInt32 = 0xbaaa_d700
    static let headerSize = 5
    /// Series entries of versions 2 and 3 start at multiples of this; their references are in this unit.
    static let seriesAlignment = 16

    package let file: MappedFile
    package let version: Version
    package let contents: IndexContents
    package let symbols: SymbolTable

    package var path: String { file.path }

    package init(path: String) throws(Diagnostic) {
        let file = try MappedFile(path: path)
        var header = Decoder(file.bytes)
        guard header.uint32() == Self.magic, header.isValid else {
            throw Diagnostic(file: path, offset: 0, "does not start as a TSDB index does (0xBAAAD700)")
        }
        let number = header.uint8()
        guard let version = Version(rawValue: number) else {
            throw Diagnostic(
                file: path, offset: 4, "has index format version \(number); versions 1, 2 and 3 can be read")
        }
        self.file = file
        self.version = version
        contents = try IndexContents(of: file)
        symbols = try SymbolTable(file: file, at: contents.symbols, end: contents.series, version: version)
    }

    /// Bytes between a series reference and its entry's offset in the file.
    @inline(__always)
    func seriesOffset(of reference: UInt32) -> Int {
        version == .v1 ? Int(reference) : Int(reference) &* Self.seriesAlignment
    }

    @inline(__always)
    func seriesReference(at offset: Int) -> UInt32 {
        UInt32(truncatingIfNeeded: version == .v1 ? offset : offset / Self.seriesAlignment)
    }

    /// Where the entry that follows one ending at `offset` starts.
    @inline(__always)
    func nextSeriesOffset(after offset: Int) -> Int {
        version == .v1 ? offset : (offset &+ (Self.seriesAlignment - 1)) & ~(Self.seriesAlignment - 1)
    }
}
