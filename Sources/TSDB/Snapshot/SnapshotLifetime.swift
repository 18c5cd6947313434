/// Times of the first and last sample that a snapshot's series have in common.
struct SnapshotLifetime: Sendable {
    var first: Int64
    var last: Int64

    /// All lifetimes of a snapshot, in order of their number.
    static func list(
        _ directory: SnapshotDirectory, _ file: MappedFile, _ memory: MemoryReservation
    ) throws(Diagnostic) -> [SnapshotLifetime] {
        let base = directory.minTime ?? 0
        var list: [SnapshotLifetime] = []
        for start in directory.lifetimeFrames {
            let content = try SnapshotFrameReader.content(at: start, of: file, budget: memory.budget)
            // An entry takes a byte at least.
            try memory.require(
                content.count * MemoryLayout<SnapshotLifetime>.stride, for: "the snapshot's times", file: file.path)
            var decoder = Decoder(content.span.bytes)
            while decoder.isValid, decoder.remaining > 0 {
                let first = decoder.uvarint()
                guard first != 0 else {
                    list.append(SnapshotLifetime(first: SeriesBatch.noTime, last: SeriesBatch.noTime))
                    continue
                }
                let time = base &+ Int64(bitPattern: first &- 1)
                list.append(SnapshotLifetime(first: time, last: time &+ Int64(bitPattern: decoder.uvarint())))
            }
        }
        guard list.count == directory.lifetimeCount else {
            throw Diagnostic(file: file.path, "holds fewer times than it says; the snapshot is damaged, make it again")
        }
        return list
    }
}
