/// Which files make up a head: what a data directory, or a WAL directory on its own, has of one.
///
/// The listing decides what is read: of several checkpoints and snapshots the newest, and only the segments after the
/// checkpoint, as `Head.Init` in tsdb/head.go of prometheus/prometheus does.
package struct HeadLayout: Sendable, Equatable {
    /// A numbered file: a WAL segment or a file of head chunks.
    package struct File: Sendable, Equatable {
        package var number: Int
        package var path: String
        /// Bytes when it was listed; the last one may grow.
        package var size: Int
    }

    package struct Checkpoint: Sendable, Equatable {
        /// The last segment whose content it took over.
        package var number: Int
        package var path: String
        package var segments: [File]
    }

    package struct Snapshot: Sendable, Equatable {
        /// The segment, and the offset in it, up to which the WAL was written when the snapshot was made.
        package var segment: Int
        package var offset: Int
        package var path: String
        package var segments: [File]
    }

    package var path: String
    package var checkpoint: Checkpoint?
    /// Segments after the checkpoint.
    package var segments: [File] = []
    /// Out-of-order samples, by reference.
    package var wblSegments: [File] = []
    package var snapshot: Snapshot?
    package var chunkFiles: [File] = []
    /// What is wrong with the listing itself.
    package var diagnostics: [Diagnostic] = []

    /// The head in a data directory, or in a directory that itself holds segments. Nil when there is none.
    package static func at(_ path: String) -> HeadLayout? {
        if let layout = dataDirectory(path) { return layout }
        guard let names = try? Directory.list(path) else { return nil }
        var layout = HeadLayout(path: path)
        layout.readWAL(path, names)
        guard layout.checkpoint != nil || layout.segments.first.map({ !FileMagic.isChunks($0.path) }) ?? false else {
            return nil
        }
        layout.checkSequences(wal: path)
        return layout
    }

    /// Bytes of WAL, WBL, checkpoint and snapshot.
    package var walBytes: Int { allSegments.reduce(0) { $0 + $1.size } }

    package var chunkBytes: Int { chunkFiles.reduce(0) { $0 + $1.size } }

    var allSegments: [File] {
        (checkpoint?.segments ?? []) + segments + wblSegments + (snapshot?.segments ?? [])
    }

    /// A checkpoint without segments was deleted between the listing of its directory and its own.
    var hasVanished: Bool { checkpoint?.segments.isEmpty ?? false }

    // MARK: - Listing

    private init(path: String) { self.path = path }

    private static func dataDirectory(_ path: String) -> HeadLayout? {
        var layout = HeadLayout(path: path)
        let wal = path + "/wal"
        let hasWAL = Directory.isDirectory(wal)
        if hasWAL {
            guard let names = layout.list(wal) else { return layout }
            layout.readWAL(wal, names)
        }
        layout.snapshot = layout.newestSnapshot()
        guard hasWAL || layout.snapshot != nil else { return nil }
        layout.wblSegments = layout.numberedFiles(path + "/wbl")
        layout.chunkFiles = layout.numberedFiles(path + "/chunks_head")
        layout.checkSequences(wal: wal)
        return layout
    }

    /// Names in a directory that is known to be there; an error is kept when they cannot be had.
    private mutating func list(_ directory: String) -> [String]? {
        do {
            return try Directory.list(directory)
        } catch {
            diagnostics.append(error)
            return nil
        }
    }

    private mutating func numberedFiles(_ directory: String) -> [File] {
        guard Directory.isDirectory(directory), let names = list(directory) else { return [] }
        return Self.files(directory, names)
    }

    private static func files(_ directory: String, _ names: [String]) -> [File] {
        names.compactMap { name -> File? in
            guard let number = number(name[...]), !Directory.isDirectory(directory + "/" + name) else { return nil }
            return File(
                number: number, path: directory + "/" + name, size: Directory.size(of: directory + "/" + name) ?? 0)
        }.sorted { $0.number < $1.number }
    }

    private mutating func readWAL(_ directory: String, _ names: [String]) {
        let numbers = names.compactMap { name -> (Int, String)? in
            guard name.hasPrefix("checkpoint."), let number = Self.number(name.dropFirst(11)) else { return nil }
            return (number, directory + "/" + name)
        }
        if let (number, path) = numbers.max(by: { $0.0 < $1.0 }) {
            checkpoint = Checkpoint(number: number, path: path, segments: numberedFiles(path))
        }
        segments = Self.files(directory, names).filter { $0.number > checkpoint?.number ?? -1 }
    }

    private mutating func newestSnapshot() -> Snapshot? {
        let found = ((try? Directory.list(path)) ?? []).compactMap { name -> Snapshot? in
            guard name.hasPrefix("chunk_snapshot.") else { return nil }
            let parts = name.dropFirst(15).split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 2, let segment = Self.number(parts[0]), let offset = Self.number(parts[1]) else {
                return nil
            }
            return Snapshot(segment: segment, offset: offset, path: path + "/" + name, segments: [])
        }
        guard var newest = found.max(by: { ($0.segment, $0.offset) < ($1.segment, $1.offset) }) else { return nil }
        newest.segments = numberedFiles(newest.path)
        return newest
    }

    private static func number(_ digits: Substring) -> Int? {
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(digits)
    }

    // MARK: - Gaps

    private mutating func checkSequences(wal: String) {
        checkStart(wal)
        for sequence in [checkpoint?.segments ?? [], segments, wblSegments, snapshot?.segments ?? []] {
            for (file, next) in zip(sequence, sequence.dropFirst()) where next.number != file.number &+ 1 {
                diagnostics.append(
                    Diagnostic(
                        file: next.path,
                        "follows segment \(file.number): what was between them is missing, and with it series may be; "
                            + "copy the whole directory, or restore the missing segments"))
            }
        }
        for (path, files) in [(checkpoint?.path, checkpoint?.segments), (snapshot?.path, snapshot?.segments)] {
            guard let path, files?.isEmpty ?? false else { continue }
            diagnostics.append(Diagnostic(file: path, "holds no segment; its series are missing"))
        }
        guard let last = snapshot?.segment, let newest = segments.last?.number, newest < last else { return }
        diagnostics.append(
            Diagnostic(
                .warning, file: snapshot?.path ?? path,
                "is outdated, for the WAL ends with segment \(newest) before it; it was left out, as Prometheus does"))
        snapshot = nil
    }

    private mutating func checkStart(_ wal: String) {
        guard let first = segments.first else { return }
        let expected = checkpoint.map { $0.number &+ 1 } ?? 0
        guard first.number > max(expected, snapshot?.segment ?? 0) else { return }
        if let checkpoint {
            diagnostics.append(
                Diagnostic(
                    file: first.path,
                    "is the first segment after checkpoint \(checkpoint.number): those between are missing"))
        } else {
            diagnostics.append(
                Diagnostic(
                    .warning, file: wal,
                    "starts with segment \(first.number) and has no checkpoint; series from before are unknown"))
        }
    }
}

/// Numbered files are not only segments: chunks of a block and of the head have the same kind of names.
enum FileMagic {
    static let headChunks: [UInt8] = [0x01, 0x30, 0xbc, 0x91]
    private static let blockChunks: [UInt8] = [0x85, 0xbd, 0x40, 0xdd]

    static func isChunks(_ path: String) -> Bool {
        let start = FileContents.prefix(path, count: 4)
        return start == headChunks || start == blockChunks
    }
}
