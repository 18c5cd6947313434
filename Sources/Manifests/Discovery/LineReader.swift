import Glibc

/// Takes lines off a file as they come: off standard input, so that a program that writes one and waits for its answer
/// gets it, and off logs that are longer than memory.
package struct LineReader {
    package enum Line: Equatable {
        /// Without its line end.
        case bytes([UInt8])
        /// More than a line may hold; it has been skipped.
        case tooLong
    }

    /// Bytes of the longest line that is read.
    package static let limit = 16 << 20
    private let descriptor: Int32

    private var buffer: [UInt8] = []
    /// What of the buffer has been given out.
    private var start = 0
    private var isAtEnd = false
    package private(set) var failure: String?

    /// Standard input, or a descriptor that stays the caller's to close.
    package init(_ descriptor: Int32 = 0) { self.descriptor = descriptor }

    package mutating func next() -> Line? {
        var searched = start
        var isTooLong = false
        while true {
            if let end = buffer[searched...].firstIndex(of: 0x0A) {
                let line = Array(buffer[start..<end])
                start = end + 1
                return isTooLong ? .tooLong : .bytes(line)
            }
            if buffer.count - start > Self.limit {
                isTooLong = true
                buffer.removeAll(keepingCapacity: true)
                start = 0
            }
            searched = buffer.count
            if isAtEnd {
                guard start < buffer.count || isTooLong else { return nil }
                let line = Array(buffer[start...])
                buffer.removeAll()
                start = 0
                return isTooLong ? .tooLong : .bytes(line)
            }
            searched -= start
            read()
        }
    }

    /// Whether more can be read without waiting.
    package var hasMore: Bool { buffer[start...].contains(0x0A) }

    /// Everything that is left, for input that is one text; `nil` if that is more than a line may be.
    package mutating func rest() -> [UInt8]? {
        while !isAtEnd {
            if buffer.count > Self.limit { return nil }
            read()
        }
        return Array(buffer[start...])
    }

    private mutating func read() {
        buffer.removeFirst(start)
        start = 0
        let count = withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 1) { chunk in
            var count = Glibc.read(descriptor, chunk.baseAddress, chunk.count)
            while count < 0, errno == EINTR { count = Glibc.read(descriptor, chunk.baseAddress, chunk.count) }
            if count > 0 { buffer.append(contentsOf: UnsafeRawBufferPointer(rebasing: chunk[..<count])) }
            return count
        }
        if count < 0 { failure = String(cString: strerror(errno)) }
        if count <= 0 { isAtEnd = true }
    }
}
