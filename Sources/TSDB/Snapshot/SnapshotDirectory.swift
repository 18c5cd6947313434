/// The last frame of a snapshot: what it holds and where.
struct SnapshotDirectory: Sendable {
    struct Group: Sendable {
        var rows: Int
        /// Offset of the frame in the file, and of the group in the frame's content.
        var frame: Int
        var offset: Int
    }

    struct Metric: Sendable {
        var extent: MetricExtent
        var metadata: MetricMetadata?
        var groups: [Group]
    }

    private(set) var series = 0
    private(set) var symbolCount = 0
    private(set) var symbolFrames: [Int] = []
    private(set) var lifetimeCount = 0
    private(set) var lifetimeFrames: [Int] = []
    private(set) var minTime: Int64?
    private(set) var maxTime: Int64?
    private(set) var metrics: [Metric] = []

    init(of file: MappedFile, _ memory: MemoryReservation) throws(Diagnostic) {
        let start = try Self.start(in: file)
        let content = try SnapshotFrameReader.content(at: start, of: file, budget: memory.budget)
        guard SnapshotFrameReader.end(ofFrameAt: start, in: file) == file.count - SnapshotFormat.trailerSize else {
            throw Diagnostic(
                file: file.path, offset: start, "directory is not at the snapshot's end; it is damaged, make it again")
        }
        try memory.require(content.count * 3, for: "the snapshot's directory", file: file.path)
        var decoder = Decoder(content.span.bytes)
        series = Int(truncatingIfNeeded: decoder.uvarint())
        let metricCount = decoder.count()
        symbolCount = Int(truncatingIfNeeded: decoder.uvarint())
        symbolFrames = Self.offsets(&decoder, before: start)
        lifetimeCount = Int(truncatingIfNeeded: decoder.uvarint())
        lifetimeFrames = Self.offsets(&decoder, before: start)
        let first = decoder.varint()
        let last = decoder.varint()
        if first <= last { (minTime, maxTime) = (first, last) }
        var sum = 0
        for _ in 0..<metricCount {
            guard let metric = Self.metric(&decoder, symbolCount, before: start) else { break }
            sum &+= metric.extent.series
            metrics.append(metric)
        }
        guard decoder.isValid, decoder.remaining == 0, metrics.count == metricCount, sum == series,
            symbolCount < Int(UInt32.max), symbolCount >= 0, lifetimeCount >= 0
        else {
            throw Diagnostic(
                file: file.path, offset: start, "directory contradicts itself; the snapshot is damaged, make it again")
        }
    }

    /// Where the directory's frame is, by the trailer.
    private static func start(in file: MappedFile) throws(Diagnostic) -> Int {
        let trailer = file.count - SnapshotFormat.trailerSize
        guard trailer >= SnapshotFormat.headerSize,
            file.bytes.extracting((file.count - SnapshotFormat.endMagic.count)..<file.count)
                .withUnsafeBytes({ $0.elementsEqual(SnapshotFormat.endMagic) })
        else {
            throw Diagnostic(
                file: file.path, offset: max(trailer, 0), "snapshot is cut off: its end is missing; make it again")
        }
        var header = Decoder(file.bytes, at: SnapshotFormat.magic.count)
        let version = header.littleUInt32()
        guard version == SnapshotFormat.version else {
            throw Diagnostic(
                file: file.path, offset: SnapshotFormat.magic.count,
                "snapshot has version \(version); this cardscan reads version \(SnapshotFormat.version)")
        }
        var decoder = Decoder(file.bytes, at: trailer)
        let start = decoder.littleUInt64()
        guard decoder.littleUInt32() == CRC32C.checksum(file.bytes.extracting(trailer..<(trailer + 8))),
            start < UInt64(trailer)
        else {
            throw Diagnostic(file: file.path, offset: trailer, "snapshot's end has a wrong checksum; make it again")
        }
        return Int(start)
    }

    private static func offsets(_ decoder: inout Decoder, before end: Int) -> [Int] {
        let count = decoder.count()
        return readOffsets(&decoder, count, before: end)
    }

    private static func readOffsets(_ decoder: inout Decoder, _ count: Int, before end: Int) -> [Int] {
        var offsets: [Int] = []
        for _ in 0..<count {
            let offset = decoder.uvarint()
            guard offset < UInt64(end) else {
                decoder.fail()
                return []
            }
            offsets.append(Int(offset))
        }
        return offsets
    }

    private static func metric(_ decoder: inout Decoder, _ symbolCount: Int, before end: Int) -> Metric? {
        let name = decoder.uvarint()
        let indexBytes = decoder.uvarint()
        let chunkBytes = decoder.uvarint()
        guard name <= UInt64(symbolCount), indexBytes < UInt64(Int32.max) << 16, chunkBytes < UInt64(Int32.max) << 16
        else {
            return nil
        }
        let metadata = decoder.uint8() == 1 ? metadata(&decoder) : nil
        var groups: [Group] = []
        var series = 0
        for _ in 0..<decoder.count() {
            let rows = decoder.uvarint()
            let frame = decoder.uvarint()
            let offset = decoder.uvarint()
            guard rows > 0, rows <= UInt64(SnapshotFormat.rowsPerGroup), frame < UInt64(end),
                offset < UInt64(SnapshotFormat.maximumFrame)
            else { return nil }
            groups.append(Group(rows: Int(rows), frame: Int(frame), offset: Int(offset)))
            series += Int(rows)
        }
        guard decoder.isValid else { return nil }
        return Metric(
            extent: MetricExtent(
                name: name == 0 ? MetricExtent.noName : UInt32(truncatingIfNeeded: name - 1), series: series,
                indexBytes: Int(indexBytes), chunkBytes: chunkBytes == 0 ? nil : Int(chunkBytes - 1)),
            metadata: metadata, groups: groups)
    }

    private static func metadata(_ decoder: inout Decoder) -> MetricMetadata {
        let type = decoder.string()
        let unit = decoder.string()
        let help = decoder.string()
        return MetricMetadata(type: MetricMetadata.Kind(rawValue: type) ?? .unknown, unit: unit, help: help)
    }
}

extension Decoder {
    /// A length-prefixed string, invalid UTF-8 replaced.
    mutating func string() -> String {
        let string = bytes.extracting(stringRange())
        return string.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }
}
