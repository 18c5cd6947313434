/// Refuses the few texts for which libyaml would take time that grows with the square of their length.
enum CostCheck {
    /// Bytes that libyaml may clear again and again: about a second.
    private static let clearing = 20_000_000_000
    private static let directives = 1000
    /// Shorter runs of blanks are not looked for.
    private static let stride = 512

    static func fault(_ bytes: UnsafeBufferPointer<UInt8>) -> YAMLError? {
        blanks(bytes) ?? tagDirectives(bytes)
    }

    /// libyaml keeps the blanks between two words in a buffer that never shrinks, and clears all of it at every gap.
    private static func blanks(_ bytes: UnsafeBufferPointer<UInt8>) -> YAMLError? {
        let longest = max(clearing / max(1, bytes.count / 2), stride * 2)
        var offset = stride
        while offset < bytes.count {
            guard isBlank(bytes[offset]) else {
                offset += stride
                continue
            }
            var (start, end) = (offset, offset)
            while start > 0, isBlank(bytes[start - 1]), offset - start < stride { start -= 1 }
            while end < bytes.count, isBlank(bytes[end]) { end += 1 }
            if end - start > longest, end < bytes.count {
                return YAMLError(
                    .limit,
                    "\(end - start) blanks in a row, more than the \(longest) that a text of this size may have",
                    at: start..<end)
            }
            offset = end + stride
        }
        return nil
    }

    /// Spaces, tabs and line breaks, with the bytes of those breaks (U+0085, U+2028, U+2029) that are not ASCII.
    private static func isBlank(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x09, 0x0a, 0x0d, 0xc2, 0x85, 0xe2, 0x80, 0xa8, 0xa9: true
        default: false
        }
    }

    /// libyaml compares each `%TAG` of a document with all others.
    private static func tagDirectives(_ bytes: UnsafeBufferPointer<UInt8>) -> YAMLError? {
        let raw = UnsafeRawBufferPointer(bytes)
        var (count, offset) = (0, 0)
        while true {
            let found = raw.offset(of: 0x25, from: offset)
            guard found < bytes.count else { return nil }
            offset = found + 1
            guard bytes.count - found >= 4, bytes[found + 1] == 0x54, bytes[found + 2] == 0x41,
                bytes[found + 3] == 0x47
            else { continue }
            count += 1
            if count > directives {
                return YAMLError(.limit, "more than \(directives) %TAG directives", at: found..<found + 4)
            }
        }
    }
}
