import Glibc

/// Reads the series of an index that is being written, to collect the postings lists of a few labels at a time.
///
/// All lists at once would take four bytes for each label of each series (half a GB at 10 million); a batch takes no
/// more than eight bytes a series, whatever its label names.
final class SeriesScan {
    private let path: String
    private let bytes: UnsafeRawBufferPointer
    private let references: [UInt32]

    /// A posting as one number whose order is that of the lists: label name by its place in the batch (8 bits),
    /// symbol of the value (24 bits), reference of the series (32 bits).
    private typealias Posting = UInt64
    private static let mostNames = 1 << 8
    private static let mostSymbols = 1 << 24

    init(path: String, references: [UInt32]) throws(FileError) {
        self.path = path
        self.references = references
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError("open", path) }
        defer { close(descriptor) }
        let size = Int(lseek(descriptor, 0, SEEK_END))
        guard let start = mmap(nil, size, PROT_READ, MAP_SHARED, descriptor, 0), start != MAP_FAILED else {
            throw FileError("map", path)
        }
        bytes = UnsafeRawBufferPointer(start: start, count: size)
    }

    deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }

    /// Consecutive names, as many together as have no more uses than there are series.
    func batches(of names: [UInt32], uses: [UInt32: Int]) -> [[UInt32]] {
        var batches: [[UInt32]] = []
        var size = Int.max
        for name in names {
            let count = uses[name] ?? 0
            if size > references.count - count || batches[batches.count - 1].count == SeriesScan.mostNames {
                batches.append([])
                size = 0
            }
            batches[batches.count - 1].append(name)
            size += count
        }
        return batches
    }

    /// Calls `body` with every list of the batch in the order of the offset table.
    func forEachList(
        of batch: [UInt32],
        _ body: (_ name: UInt32, _ value: UInt32, _ list: ArraySlice<UInt32>) throws(FileError) -> Void
    ) throws(FileError) {
        let postings = collect(batch).sorted()
        let list = postings.map { UInt32(truncatingIfNeeded: $0) }
        var start = 0
        while start < postings.count {
            let pair = postings[start] >> 32
            var end = start + 1
            while end < postings.count, postings[end] >> 32 == pair { end += 1 }
            try body(batch[Int(pair >> 24)], UInt32(pair & 0xff_ffff), list[start..<end])
            start = end
        }
    }

    private func collect(_ batch: [UInt32]) -> [Posting] {
        var places: [UInt32: Posting] = [:]
        for (place, name) in batch.enumerated() { places[name] = Posting(place) }
        var postings: [Posting] = []
        postings.reserveCapacity(references.count)
        for reference in references {
            var offset = Int(reference) * IndexWriter.alignment
            _ = varint(&offset)
            for _ in 0..<varint(&offset) {
                let name = UInt32(varint(&offset))
                let value = varint(&offset)
                guard let place = places[name] else { continue }
                precondition(value < SeriesScan.mostSymbols, "more symbols than a posting has room for")
                postings.append(place << 56 | value << 32 | Posting(reference))
            }
        }
        return postings
    }

    private func varint(_ offset: inout Int) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = bytes[offset]
            offset += 1
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
    }
}
