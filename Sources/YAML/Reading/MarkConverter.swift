import CYAML

/// Turns the marks of libyaml, which count characters, into byte offsets.
///
/// Where all before a mark is ASCII the two are the same. Behind that, the offset is counted on from the mark before:
/// marks come in the order of the text, nearly.
struct MarkConverter {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let base: Int
    private let firstNonASCII: Int
    private var index: Int
    private var offset: Int

    /// - Parameters:
    ///   - bytes: What libyaml reads.
    ///   - base: Where that begins in the file: behind a byte order mark.
    init(_ bytes: UnsafeBufferPointer<UInt8>, base: Int, firstNonASCII: Int) {
        self.bytes = bytes
        self.base = base
        self.firstNonASCII = firstNonASCII
        (index, offset) = (firstNonASCII, firstNonASCII)
    }

    mutating func offset(of mark: yaml_mark_t) -> Int {
        let target = Int(clamping: mark.index)
        guard target > firstNonASCII else { return base + min(target, bytes.count) }
        if target < index { back(to: target) } else { forth(to: target) }
        return base + offset
    }

    mutating func range(of event: yaml_event_t) -> Range<Int> {
        let start = offset(of: event.start_mark)
        return start..<max(start, offset(of: event.end_mark))
    }

    private mutating func forth(to target: Int) {
        let raw = UnsafeRawBufferPointer(bytes)
        while bytes.count - offset >= 8, target - index >= 8 {
            let word = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            let continuations = word & ~(word << 1) & 0x8080_8080_8080_8080
            index += 8 - continuations.nonzeroBitCount
            offset += 8
        }
        // The word may have ended within a character.
        while offset < bytes.count, bytes[offset] & 0xc0 == 0x80 { offset += 1 }
        while index < target, offset < bytes.count {
            index += 1
            offset += 1
            while offset < bytes.count, bytes[offset] & 0xc0 == 0x80 { offset += 1 }
        }
    }

    private mutating func back(to target: Int) {
        while index > target, offset > 0 {
            index -= 1
            offset -= 1
            while offset > 0, bytes[offset] & 0xc0 == 0x80 { offset -= 1 }
        }
    }
}
