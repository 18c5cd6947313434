/// The ascending series references of one label pair, read in place.
struct PostingsList: Sendable {
    let count: Int
    private let file: MappedFile
    /// The bytes of the references, four each.
    private let section: Range<Int>

    init(of index: IndexFile, at start: Int) throws(Diagnostic) {
        file = index.file
        let file = index.file
        var decoder = Decoder(file.bytes, at: start)
        let length = Int(decoder.uint32())
        let count = Int(decoder.uint32())
        guard decoder.isValid, length == 4 + count * 4, start + 4 + length + 4 <= index.contents.end else {
            throw Diagnostic(
                file: file.path, offset: start, "postings list has a wrong length; the index is damaged")
        }
        let checked = (start + 4)..<(start + 4 + length)
        var crc = Decoder(file.bytes, at: checked.upperBound)
        guard crc.uint32() == CRC32C.checksum(file.bytes.extracting(checked)) else {
            throw Diagnostic(
                file: file.path, offset: start, "postings list has a wrong checksum; the index is damaged")
        }
        self.count = count
        section = (start + 8)..<checked.upperBound
    }

    subscript(position: Int) -> UInt32 {
        var decoder = Decoder(file.bytes, at: section.lowerBound + position * 4)
        return decoder.uint32()
    }

    /// Tells the kernel that the list was read.
    func release() { file.release(section) }
}
