/// The sorted, distinct strings of an index, which series refer to by position.
///
/// Only every 16th string's offset is kept; the others are found by walking from there. References handed out are
/// positions in every version; version 1's byte offsets are translated by `position(ofOffset:)`.
package final class SymbolTable: Sendable {
    private static let stride = 16

    package let count: Int
    private let file: MappedFile
    private let section: Range<Int>
    /// Offsets, from the start of the section, of every 16th string (of every string in version 1).
    private let offsets: [UInt32]
    private let stride: Int

    /// `end` bounds the section: what follows it in the file.
    init(file: MappedFile, at start: Int, end: Int, version: IndexFile.Version) throws(Diagnostic) {
        self.file = file
        func damaged(_ offset: Int, _ what: String) -> Diagnostic {
            Diagnostic(file: file.path, offset: offset, "symbol table \(what); the index is damaged")
        }
        stride = version == .v1 ? 1 : Self.stride
        guard start != 0 else {
            (count, section, offsets) = (0, 0..<0, [])
            return
        }
        var decoder = Decoder(file.bytes, at: start)
        let length = Int(decoder.uint32())
        let count = Int(decoder.uint32())
        guard decoder.isValid, length >= 4, start + 4 + length + 4 <= end else {
            throw damaged(start, "reaches past its end")
        }
        section = (start + 4)..<(start + 4 + length)
        var crc = Decoder(file.bytes, at: section.upperBound)
        guard crc.uint32() == CRC32C.checksum(file.bytes.extracting(section)) else {
            throw damaged(start, "has a wrong checksum")
        }
        guard count <= length - 4 else { throw damaged(start + 4, "claims \(count) strings in \(length) bytes") }

        var offsets: [UInt32] = []
        offsets.reserveCapacity(count / stride + 1)
        let bytes = file.bytes.extracting(section)
        var walker = Decoder(bytes, at: 4)
        var released = section.lowerBound
        for index in 0..<count {
            if index % stride == 0 {
                offsets.append(UInt32(truncatingIfNeeded: walker.offset))
                if section.lowerBound + walker.offset - released > MappedFile.releaseStep {
                    file.release(released..<(section.lowerBound + walker.offset))
                    released = section.lowerBound + walker.offset
                }
            }
            _ = walker.stringRange()
        }
        guard walker.isValid else { throw damaged(start, "ends before its last string") }
        file.release(released..<section.upperBound)
        self.count = count
        self.offsets = offsets
    }

    /// Bytes this table allocates.
    var memory: Int { offsets.count * MemoryLayout<UInt32>.stride }

    package func withSymbol<Result>(_ reference: UInt32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        guard Int(reference) < count else { return body(UnsafeRawBufferPointer(start: nil, count: 0)) }
        let file = file
        let bytes = file.bytes.extracting(section)
        var decoder = Decoder(bytes, at: Int(offsets[Int(reference) / stride]))
        for _ in 0..<(Int(reference) % stride) { _ = decoder.stringRange() }
        let string = bytes.extracting(decoder.stringRange())
        return string.withUnsafeBytes { body($0) }
    }

    package func forEach(_ body: (UInt32, UnsafeRawBufferPointer) -> Void) {
        guard count > 0 else { return }
        let file = file
        let bytes = file.bytes.extracting(section)
        var decoder = Decoder(bytes, at: 4)
        var released = section.lowerBound
        for index in 0..<count {
            let string = bytes.extracting(decoder.stringRange())
            string.withUnsafeBytes { body(UInt32(truncatingIfNeeded: index), $0) }
            if section.lowerBound + decoder.offset - released > MappedFile.releaseStep {
                file.release(released..<(section.lowerBound + decoder.offset))
                released = section.lowerBound + decoder.offset
            }
        }
        file.release(released..<section.upperBound)
    }

    package func reference(of name: String) -> UInt32? {
        var name = name
        return name.withUTF8 { reference(of: UnsafeRawBufferPointer($0)) }
    }

    /// The reference of a string, by binary search; the table is sorted by bytes.
    func reference(of wanted: UnsafeRawBufferPointer) -> UInt32? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            let isLess = withSymbol(UInt32(middle)) { $0.lexicographicallyPrecedes(wanted) }
            if isLess { low = middle + 1 } else { high = middle }
        }
        guard low < count, withSymbol(UInt32(low), { $0.elementsEqual(wanted) }) else { return nil }
        return UInt32(low)
    }

    /// Version 1: the position of the string at a byte offset of the file, nil when none starts there.
    func position(ofOffset offset: UInt64) -> UInt32? {
        guard offset >= UInt64(section.lowerBound), offset < UInt64(section.upperBound) else { return nil }
        let wanted = UInt32(truncatingIfNeeded: Int(offset) - section.lowerBound)
        var low = 0
        var high = offsets.count
        while low < high {
            let middle = (low + high) / 2
            if offsets[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        return low < offsets.count && offsets[low] == wanted ? UInt32(low) : nil
    }
}
