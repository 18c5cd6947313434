/// Writes a snapshot, metric by metric, to a sink that takes its bytes in order.
///
/// The writer numbers strings itself: only those that rows use are written. It keeps those numbers, the lifetimes and
/// one frame in memory, never the rows.
package struct SnapshotWriter: ~Copyable {
    /// What the caller says of a metric beside its rows.
    package struct Metric {
        /// The caller's reference of the name, `MetricExtent.noName` for series without one.
        package var name: UInt32
        package var indexBytes: Int
        package var chunkBytes: Int?
        package var metadata: MetricMetadata?

        package init(name: UInt32, indexBytes: Int, chunkBytes: Int?, metadata: MetricMetadata?) {
            self.name = name
            self.indexBytes = indexBytes
            self.chunkBytes = chunkBytes
            self.metadata = metadata
        }
    }

    private let sink: (UnsafeRawBufferPointer) -> Void
    private let withSymbol: (UInt32, (UnsafeRawBufferPointer) -> Void) -> Void
    private var offset = 0
    private var frames = SnapshotFrameWriter()
    private var content = SnapshotEncoder()
    /// Groups of the frame being built wait here for the frame's offset, which is known.
    private var directory = SnapshotEncoder()
    private var metricCount = 0
    private var series = 0
    private var minTime = Int64.max
    private var maxTime = Int64.min
    private var failed = false

    /// Number given to each of the caller's symbols, plus one; 0 for none yet.
    private var numbers: [UInt32]
    private var symbols: [UInt32] = []
    private var lifetimes: [Lifetime: UInt32] = [:]
    private var lifetimeList: [Lifetime] = []
    private var columns: SnapshotColumnWriter

    private struct Lifetime: Hashable {
        var first: Int64
        var last: Int64
    }

    /// `symbols` bounds the caller's references, whose bytes `withSymbol` gives; `name` is that of `__name__`.
    package init(
        symbols: Int, name: UInt32?, withSymbol: @escaping (UInt32, (UnsafeRawBufferPointer) -> Void) -> Void,
        sink: @escaping (UnsafeRawBufferPointer) -> Void
    ) {
        self.sink = sink
        self.withSymbol = withSymbol
        numbers = [UInt32](repeating: 0, count: symbols)
        columns = SnapshotColumnWriter()
        var header = SnapshotEncoder()
        header.put(bytes: SnapshotFormat.magic)
        header.put(littleEndian: SnapshotFormat.version)
        header.bytes.withUnsafeBytes(sink)
        offset = header.count
        // Rows do not list the metric's name among their labels, but a reader looks the label up.
        if let name { _ = number(of: name) }
    }

    /// Bytes the writer takes for a source of so many symbols, lifetimes apart.
    package static func memory(symbols: Int) -> Int { symbols * 8 + 4 * SnapshotFormat.frameSize }

    /// Adds a metric of `rows` series. `labels` are the label names; `value` gives a row's value of one of them, nil
    /// where it is absent, and `times` the first and last sample in milliseconds, `SeriesBatch.noTime` when unknown.
    package mutating func add(
        _ metric: Metric, rows: Int, labels: [UInt32], value: (_ label: Int, _ row: Int) -> UInt32?,
        times: (_ row: Int) -> (first: Int64, last: Int64)
    ) {
        guard rows > 0 else { return }
        let groups = (rows + SnapshotFormat.rowsPerGroup - 1) / SnapshotFormat.rowsPerGroup
        metricCount += 1
        series += rows
        directory.put(uvarint: metric.name == MetricExtent.noName ? 0 : Int(number(of: metric.name)) + 1)
        directory.put(uvarint: metric.indexBytes)
        directory.put(uvarint: metric.chunkBytes.map { $0 + 1 } ?? 0)
        put(metric.metadata)
        directory.put(uvarint: groups)
        for group in 0..<groups {
            let start = group * SnapshotFormat.rowsPerGroup
            let range = start..<min(start + SnapshotFormat.rowsPerGroup, rows)
            flushFrame(ifLargerThan: SnapshotFormat.frameSize)
            directory.put(uvarint: range.count)
            directory.put(uvarint: offset)
            directory.put(uvarint: content.count)
            put(range, labels, value, times)
        }
    }

    private mutating func put(_ metadata: MetricMetadata?) {
        guard let metadata else { return directory.put(0) }
        directory.put(1)
        directory.put(string: metadata.type.rawValue.utf8)
        directory.put(string: metadata.unit.utf8)
        directory.put(string: metadata.help.utf8)
    }

    private mutating func put(
        _ range: Range<Int>, _ labels: [UInt32], _ value: (Int, Int) -> UInt32?, _ times: (Int) -> (Int64, Int64)
    ) {
        content.put(uvarint: labels.count)
        for (index, label) in labels.enumerated() {
            content.put(uvarint: UInt64(number(of: label)))
            columns.begin()
            for row in range { columns.add(value(index, row).map { number(of: $0) + 1 } ?? 0) }
            columns.write(to: &content)
        }
        columns.begin()
        for row in range {
            let (first, last) = times(row)
            columns.add(number(of: Lifetime(first: first, last: last)))
        }
        columns.write(to: &content)
    }

    private mutating func number(of symbol: UInt32) -> UInt32 {
        let known = numbers[Int(symbol)]
        if known != 0 { return known - 1 }
        symbols.append(symbol)
        numbers[Int(symbol)] = UInt32(truncatingIfNeeded: symbols.count)
        return UInt32(truncatingIfNeeded: symbols.count - 1)
    }

    private mutating func number(of lifetime: Lifetime) -> UInt32 {
        if let known = lifetimes[lifetime] { return known }
        let number = UInt32(truncatingIfNeeded: lifetimeList.count)
        lifetimes[lifetime] = number
        lifetimeList.append(lifetime)
        if lifetime.first != SeriesBatch.noTime {
            minTime = min(minTime, lifetime.first)
            maxTime = max(maxTime, lifetime.last)
        }
        return number
    }

    private mutating func flushFrame(ifLargerThan size: Int) {
        guard content.count > size else { return }
        if let written = frames.write(content.bytes, to: sink) { offset += written } else { failed = true }
        content.removeAll()
    }

    /// Writes what follows the rows. False when a frame could not be compressed: the file is useless then.
    package consuming func finish() -> Bool {
        flushFrame(ifLargerThan: 0)
        var end = SnapshotEncoder()
        end.put(uvarint: series)
        end.put(uvarint: metricCount)
        putFrames(&end, symbols.count) { writer, index in
            let symbol = writer.symbols[index]
            writer.withSymbol(symbol) { writer.content.put(string: $0) }
        }
        putFrames(&end, lifetimeList.count) { writer, index in
            let lifetime = writer.lifetimeList[index]
            let base = writer.minTime <= writer.maxTime ? writer.minTime : 0
            guard lifetime.first != SeriesBatch.noTime else { return writer.content.put(uvarint: 0) }
            writer.content.put(uvarint: UInt64(bitPattern: lifetime.first &- base) &+ 1)
            writer.content.put(uvarint: UInt64(bitPattern: lifetime.last &- lifetime.first))
        }
        end.put(varint: minTime <= maxTime ? minTime : 0)
        end.put(varint: minTime <= maxTime ? maxTime : -1)
        end.put(bytes: directory.bytes)
        let start = offset
        guard frames.write(end.bytes, to: sink) != nil, !failed else { return false }
        var trailer = SnapshotEncoder()
        trailer.put(littleEndian: UInt64(start))
        trailer.put(littleEndian: CRC32C.checksum(trailer.bytes.span.bytes))
        trailer.put(bytes: SnapshotFormat.endMagic)
        trailer.bytes.withUnsafeBytes(sink)
        return true
    }

    /// Writes `count` entries in as many frames as they need, and into `end` how many entries and where the frames are.
    private mutating func putFrames(
        _ end: inout SnapshotEncoder, _ count: Int, _ entry: (inout SnapshotWriter, Int) -> Void
    ) {
        end.put(uvarint: count)
        var starts: [Int] = []
        for index in 0..<count {
            if content.count == 0 { starts.append(offset) }
            entry(&self, index)
            flushFrame(ifLargerThan: SnapshotFormat.frameSize)
        }
        flushFrame(ifLargerThan: 0)
        end.put(uvarint: starts.count)
        for start in starts { end.put(uvarint: start) }
    }
}
