/// The bytes of a file, and where its lines begin: what a byte offset means to a person.
///
/// All positions inside the program are byte offsets into such a text; lines and columns are computed for display.
package final class SourceText: Sendable {
    package let bytes: [UInt8]
    /// Byte offsets at which lines begin: the first is 0. A line ends with `\n`, `\r` or `\r\n`.
    package let lineStarts: [Int]

    /// Behind a byte order mark, which is not shown and has no column.
    private let contentStart: Int

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        contentStart = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
        lineStarts = bytes.withUnsafeBytes(Self.lineStarts)
    }

    private static func lineStarts(of bytes: UnsafeRawBufferPointer) -> [Int] {
        var starts = [0]
        starts.reserveCapacity(bytes.count / 32)
        var (newline, carriageReturn) = (bytes.offset(of: 0x0a), bytes.offset(of: 0x0d))
        while newline < bytes.count || carriageReturn < bytes.count {
            if newline < carriageReturn {
                starts.append(newline + 1)
                newline = bytes.offset(of: 0x0a, from: newline + 1)
            } else {
                let isPair = newline == carriageReturn + 1 && newline < bytes.count
                if !isPair { starts.append(carriageReturn + 1) }
                carriageReturn = bytes.offset(of: 0x0d, from: carriageReturn + 1)
            }
        }
        return starts
    }

    package convenience init(_ text: String) { self.init(Array(text.utf8)) }

    /// The place of a byte. Offsets beyond the end are its end.
    package func position(of offset: Int) -> SourcePosition {
        let offset = min(max(offset, 0), bytes.count)
        let line = lineIndex(of: offset)
        var column = 1
        let start = max(lineStarts[line], contentStart)
        for byte in bytes[min(start, offset)..<offset] where byte & 0xc0 != 0x80 { column += 1 }
        return SourcePosition(line: line + 1, column: column)
    }

    /// The line of a byte, counted from 1. Cheaper than its position, whose column has to be counted.
    package func lineNumber(of offset: Int) -> Int { lineIndex(of: min(max(offset, 0), bytes.count)) + 1 }

    /// The bytes of a line, counted from 1, without its end; empty for lines that do not exist.
    package func line(_ number: Int) -> Range<Int> {
        guard number >= 1, number <= lineStarts.count else { return bytes.count..<bytes.count }
        let start = max(lineStarts[number - 1], contentStart)
        var end = number < lineStarts.count ? lineStarts[number] : bytes.count
        while end > start, bytes[end - 1] == 0x0a || bytes[end - 1] == 0x0d { end -= 1 }
        return start..<end
    }

    /// The text of some bytes; what is not UTF-8 becomes U+FFFD, and offsets outside the file are clamped.
    package func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
    }

    private func lineIndex(of offset: Int) -> Int {
        var (low, high) = (0, lineStarts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }
}

/// Both count from 1; columns count Unicode scalars.
package struct SourcePosition: Sendable, Equatable, Comparable, CustomStringConvertible {
    package var line: Int
    package var column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    package static func < (one: SourcePosition, other: SourcePosition) -> Bool {
        (one.line, one.column) < (other.line, other.column)
    }

    package var description: String { "\(line):\(column)" }
}
