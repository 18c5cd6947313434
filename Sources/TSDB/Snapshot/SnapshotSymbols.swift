/// The strings of a snapshot, decompressed.
final class SnapshotSymbols: Sendable {
    private let frames: [[UInt8]]
    /// The frame of every string, and where in it the string's length stands.
    private let places: [Place]

    private struct Place {
        var frame: UInt32
        var offset: UInt32
    }

    var count: Int { places.count }

    init(_ directory: SnapshotDirectory, _ file: MappedFile, _ memory: MemoryReservation) throws(Diagnostic) {
        var frames: [[UInt8]] = []
        var places: [Place] = []
        for start in directory.symbolFrames {
            let content = try SnapshotFrameReader.content(at: start, of: file, budget: memory.budget)
            var decoder = Decoder(content.span.bytes)
            let before = places.count
            while decoder.isValid, decoder.remaining > 0, places.count < directory.symbolCount {
                places.append(Place(frame: UInt32(frames.count), offset: UInt32(truncatingIfNeeded: decoder.offset)))
                _ = decoder.stringRange()
            }
            guard decoder.isValid else { break }
            try memory.require(
                content.count + (places.count - before) * MemoryLayout<Place>.stride, for: "the snapshot's strings",
                file: file.path)
            frames.append(content)
        }
        guard places.count == directory.symbolCount, frames.count == directory.symbolFrames.count else {
            throw Diagnostic(
                file: file.path, "holds fewer strings than it says; the snapshot is damaged, make it again")
        }
        self.frames = frames
        self.places = places
    }

    func withSymbol<Result>(_ reference: UInt32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        guard Int(reference) < places.count else { return body(UnsafeRawBufferPointer(start: nil, count: 0)) }
        let place = places[Int(reference)]
        let frame = frames[Int(place.frame)]
        var decoder = Decoder(frame.span.bytes, at: Int(place.offset))
        let range = decoder.stringRange()
        return frame.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range])) }
    }

    /// The number of a string, by looking at all of them: for the few names a selection has.
    func reference(of name: String) -> UInt32? {
        let wanted = Array(name.utf8)
        return (0..<UInt32(truncatingIfNeeded: count)).first { withSymbol($0) { $0.elementsEqual(wanted) } }
    }
}
