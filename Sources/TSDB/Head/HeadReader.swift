import Glibc

/// Reads the files of a head into tables, one record after the other, oldest first.
struct HeadReader: ~Copyable {
    let options: HeadOptions
    var series: HeadSeries
    var references: HeadReferences
    var records: RecordReader

    var details = HeadDetails()
    var diagnostics: [Diagnostic] = []
    var collisions = CollisionFinder()
    var metadata: [UInt32: MetadataEntry] = [:]
    /// Samples, when some are to be kept.
    var samples: HeadSamples?
    let keepsSamples: Bool
    /// A listed file was gone when its turn came.
    private(set) var vanished: [String] = []
    /// Files that could be opened.
    private(set) var opened = 0

    /// What is counted of the part that is being read.
    var part = HeadDetails.Part(kind: .segments, path: "")
    private var recordCounts = [Int](repeating: 0, count: 256)
    /// The file that is being read, for messages.
    private(set) var file = ""
    private var faults = 0

    var selection: HeadSelection

    /// A file that is damaged throughout should not drown the report.
    private static let faultsPerFile = 20

    init(options: HeadOptions) {
        self.options = options
        let budget = options.budget
        series = HeadSeries(budget: budget, keepsTimes: options.readsSamples)
        references = HeadReferences(budget: budget)
        records = RecordReader(budget: budget)
        selection = HeadSelection(options.selection, budget: budget)
        samples = options.samples.map(HeadSamples.init)
        keepsSamples = samples != nil
    }

    /// Reads everything. A file that is gone when its turn comes was deleted by a truncation, after a checkpoint took
    /// its content over: then everything is listed and read again, once.
    static func reading(_ layout: inout HeadLayout, options: HeadOptions) throws(Diagnostic) -> HeadReader {
        var reader = HeadReader(options: options)
        try reader.readAll(layout)
        if !reader.vanished.isEmpty || layout.hasVanished, let relisted = HeadLayout.at(layout.path) {
            // The memory goes back before the next attempt takes as much.
            reader.discard()
            reader = HeadReader(options: options)
            layout = relisted
            try reader.readAll(layout)
        }
        return reader
    }

    /// Bytes read so far, of everything.
    var bytesRead: Int { records.bytesRead + chunkBytesRead }
    var chunkBytesRead = 0

    mutating func read(_ layout: HeadLayout) throws(BudgetExceeded) {
        try series.symbols.prepare()
        let snapshot = layout.snapshot
        let isOldSnapshot = snapshot.map { $0.segment <= layout.checkpoint?.number ?? -1 } ?? false
        if let snapshot, isOldSnapshot { try read(snapshot) }
        if let checkpoint = layout.checkpoint {
            begin(.checkpoint, checkpoint.path)
            for file in checkpoint.segments { try readSegment(file.path) }
            end()
            details.checkpoint = checkpoint.number
        }
        begin(.segments, layout.segments.first?.path ?? layout.path)
        var pending = isOldSnapshot ? nil : snapshot
        for (index, file) in layout.segments.enumerated() {
            if let snapshot = pending, file.number > snapshot.segment {
                // References can be given out anew only after a restart, which starts a segment, so the snapshot's hold
                // from the end of its segment on.
                let segments = part
                let counts = recordCounts
                try read(snapshot)
                (part, recordCounts, pending) = (segments, counts, nil)
            }
            try readSegment(file.path, isLast: index == layout.segments.count - 1)
        }
        details.segments = part.files
        if part.files > 0 { end() }
        if let snapshot = pending { try read(snapshot) }
        guard options.readsSamples else { return }
        if !layout.wblSegments.isEmpty {
            begin(.wbl, layout.path + "/wbl")
            for (index, file) in layout.wblSegments.enumerated() {
                try readSegment(file.path, isLast: index == layout.wblSegments.count - 1)
            }
            end()
        }
        for (index, file) in layout.chunkFiles.enumerated() {
            try readChunks(file.path, isLast: index == layout.chunkFiles.count - 1)
        }
    }

    private mutating func read(_ snapshot: HeadLayout.Snapshot) throws(BudgetExceeded) {
        begin(.snapshot, snapshot.path)
        for file in snapshot.segments { try readSegment(file.path) }
        end()
        details.snapshot = snapshot.path
    }

    private mutating func begin(_ kind: HeadDetails.Part.Kind, _ path: String) {
        part = HeadDetails.Part(kind: kind, path: path)
        for type in recordCounts.indices { recordCounts[type] = 0 }
    }

    private mutating func end() {
        for (type, count) in recordCounts.enumerated() where count > 0 {
            let recordType = RecordType(rawValue: UInt8(type))
            part.records[Self.recordType(recordType, in: part.kind)] = count
        }
        details.parts.append(part)
    }

    /// Snapshots number their three types of records in another way.
    private static func recordType(_ type: RecordType, in kind: HeadDetails.Part.Kind) -> RecordType {
        guard kind == .snapshot else { return type }
        return switch type.rawValue {
        case 2: .tombstones
        case 3: .exemplars
        default: type
        }
    }

    // MARK: - Segments

    /// Reads one segment. A torn record at the end of the last one is no fault: it is being written.
    private mutating func readSegment(_ path: String, isLast: Bool = false) throws(BudgetExceeded) {
        file = path
        faults = 0
        let error = try records.open(path)
        defer { records.close() }
        guard error != ENOENT else { return vanished.append(path) }
        guard error == 0 else { return report(.error, "cannot be opened: \(SystemError.words(for: error))") }
        opened += 1
        part.files += 1
        let unwanted: RecordTypes = options.readsSamples || part.kind == .snapshot ? [] : .timed
        do throws(SegmentFault) {
            while try step(passing: unwanted) {}
        } catch {
            if let exceeded = error.exceeded { throw exceeded }
            let what = error.isTorn ? "the last record is torn: " : ""
            let consequence = isLast && error.isTorn ? "" : "; the rest of the segment was left out"
            report(isLast && error.isTorn ? .warning : .error, at: error.offset, what + error.message + consequence)
        }
        if faults > Self.faultsPerFile {
            report(.error, at: nil, "has \(faults - Self.faultsPerFile) more faults", counts: false)
        }
    }

    /// Reads one record; false at the end of the segment.
    @inline(__always)
    private mutating func step(passing unwanted: RecordTypes) throws(SegmentFault) -> Bool {
        switch try records.next(passing: unwanted) {
        case .record(let offset):
            let record = records.record
            guard let type = record.first else { return true }
            recordCounts[Int(type)] += 1
            // zstd does not show the type before it has decompressed the record.
            if unwanted.contains(type) { return true }
            do throws(BudgetExceeded) {
                let fault =
                    part.kind == .snapshot
                    ? try readSnapshotRecord(record, at: offset)
                    : try readRecord(RecordType(rawValue: type), record, at: offset)
                if let fault { report(.error, at: offset, fault + "; the rest of the record was left out") }
            } catch {
                throw SegmentFault(offset: offset, message: "", exceeded: error)
            }
        case .passed(let type):
            recordCounts[Int(type.rawValue)] += 1
        case .unreadable(let offset, let message):
            report(.error, at: offset, message)
        case .end:
            return false
        }
        return true
    }

    /// Reads a record of the WAL or WBL. Returns what is wrong with it; what comes before the fault was counted.
    @inline(__always)
    private mutating func readRecord(
        _ type: RecordType, _ record: UnsafeRawBufferPointer, at offset: Int
    ) throws(BudgetExceeded) -> String? {
        switch type {
        case .series: return try readSeries(record)
        case .samples, .samplesV2: return try readSamples(type, record)
        case .histogramSamples, .customBucketsHistogramSamples, .histogramSamplesV2,
            .floatHistogramSamples, .customBucketsFloatHistogramSamples, .floatHistogramSamplesV2:
            return try readHistograms(type, record)
        case .metadata: return try readMetadata(record)
        case .tombstones: return try readTombstones(record)
        case .exemplars: return readExemplars(record)
        // Markers say which out-of-order chunks moved to disk, which changes nothing about the series.
        case .mmapMarkers: return nil
        default: return noteUnknown(type, at: offset)
        }
    }

    /// Not a fault: upstream passes over what it does not know, and so does this, but it says so at the end.
    mutating func noteUnknown(_ type: RecordType, at offset: Int) -> String? {
        let first = HeadDetails.UnknownRecords(file: file, offset: offset)
        details.unknownRecords[type, default: first].count += 1
        return nil
    }

    // MARK: - Messages

    mutating func report(_ severity: Diagnostic.Severity, at offset: Int? = nil, _ message: String) {
        report(severity, at: offset, message, counts: true)
    }

    private mutating func report(
        _ severity: Diagnostic.Severity, at offset: Int?, _ message: String, counts: Bool
    ) {
        if counts {
            faults += 1
            guard faults <= Self.faultsPerFile else { return }
        }
        diagnostics.append(Diagnostic(severity, file: file, offset: offset, message))
    }

    mutating func noteVanished(_ path: String) { vanished.append(path) }

    mutating func beginChunks(_ path: String) {
        file = path
        faults = 0
        opened += 1
    }

    // MARK: - The end

    /// Gives back what was reserved for reading alone.
    mutating func finish() {
        selection.finish()
        options.budget.release(collisions.reservedBytes + metadataBytes)
        series.finish()
    }

    /// Gives everything back: another attempt follows.
    mutating func discard() {
        finish()
        options.budget.release(samples?.reservedBytes ?? 0)
        series = HeadSeries(budget: options.budget, keepsTimes: false)
        references = HeadReferences(budget: options.budget)
    }

    /// Held by `metadata`.
    var metadataBytes = 0
}
