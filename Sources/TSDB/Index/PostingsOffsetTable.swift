/// The list of all label pairs of an index and where the postings (references of the series that carry it) of each lie.
struct PostingsOffsetTable {
    private let index: IndexFile
    /// The bytes under the checksum: count and entries.
    private let section: Range<Int>

    /// Fails when the table is missing, cut off, or its checksum is wrong.
    init(of index: IndexFile) throws(Diagnostic) {
        self.index = index
        let file = index.file
        let start = index.contents.postingsOffsetTable
        var decoder = Decoder(file.bytes, at: start)
        let length = Int(decoder.uint32())
        guard start != 0, decoder.isValid, length >= 4, start + 4 + length + 4 <= index.contents.end else {
            throw Diagnostic(
                file: file.path, offset: start, "postings offset table reaches past its end; the index is damaged")
        }
        section = (start + 4)..<(start + 4 + length)
        var crc = Decoder(file.bytes, at: section.upperBound)
        guard crc.uint32() == CRC32C.checksum(file.bytes.extracting(section)) else {
            throw Diagnostic(
                file: file.path, offset: start, "postings offset table has a wrong checksum; the index is damaged")
        }
        file.release(section)
    }

    /// The postings of all series, which every index holds under the empty name and value.
    func allSeries() throws(Diagnostic) -> PostingsList? {
        var found: Int?
        try forEachEntry { name, value, offset in
            guard name.isEmpty, value.isEmpty else { return index.version == .v1 }
            found = offset
            return false
        }
        guard let found else { return nil }
        return try PostingsList(of: index, at: found)
    }

    /// The postings of each value of `name` that `accepts` wants, with the value's symbol.
    func lists(
        of name: String, where accepts: (UnsafeRawBufferPointer) -> Bool
    ) throws(Diagnostic) -> [(value: UInt32, list: PostingsList)] {
        let wanted = Array(name.utf8)
        let symbols = index.symbols
        var found: [(value: UInt32?, offset: Int)] = []
        try forEachEntry { name, value, offset in
            if name.elementsEqual(wanted), accepts(value) { found.append((symbols.reference(of: value), offset)) }
            return true
        }
        var lists: [(value: UInt32, list: PostingsList)] = []
        for (value, offset) in found {
            guard let value else {
                throw Diagnostic(
                    file: index.path, offset: offset,
                    "postings list is of a value that is no symbol; the index is damaged")
            }
            lists.append((value, try PostingsList(of: index, at: offset)))
        }
        return lists
    }

    /// Calls `body` for each entry until it returns false.
    private func forEachEntry(
        _ body: (_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer, _ offset: Int) -> Bool
    ) throws(Diagnostic) {
        let file = index.file
        let bytes = file.bytes.extracting(section)
        var decoder = Decoder(bytes)
        let count = decoder.uint32()
        for _ in 0..<count {
            let keys = decoder.uint8()
            let name = decoder.stringRange()
            let value = decoder.stringRange()
            let offset = decoder.uvarint()
            guard decoder.isValid, keys == 2, offset < UInt64(index.contents.end) else {
                throw Diagnostic(
                    file: file.path, offset: section.lowerBound + decoder.offset,
                    "postings offset table has an entry that is no label pair; the index is damaged")
            }
            let goesOn = bytes.withUnsafeBytes {
                body(
                    UnsafeRawBufferPointer(rebasing: $0[name]), UnsafeRawBufferPointer(rebasing: $0[value]), Int(offset)
                )
            }
            if !goesOn { break }
        }
        file.release(section)
    }
}
