import Glibc

/// Writes a block: a directory named by a ULID, with `index`, `chunks/` and `meta.json`.
///
/// Like Prometheus it writes under a temporary name and renames at the end, so that a block is whole or not there.
package struct BlockWriter {
    package static let duration: Int64 = 2 * 3600 * 1000
    private static let samplesPerChunk = 120

    package let ulid: String
    private let start: Int64
    private let directory: String
    private var index: IndexWriter
    private var chunks: ChunkWriter
    private var sampleCount = 0
    private var chunkCount = 0

    /// A block of two hours from `start` (milliseconds) in the data directory `parent`; `entropy` is ten bytes.
    package init(
        in parent: String, start: Int64, entropy: [UInt8], symbols: [String], writesChunks: Bool
    ) throws(FileError) {
        self.start = start
        ulid = BlockWriter.ulid(time: start + BlockWriter.duration, entropy: entropy)
        directory = parent + "/" + ulid
        guard access(directory, F_OK) != 0 else {
            errno = EEXIST
            throw FileError("write a block", directory)
        }
        let temporary = directory + BlockWriter.suffix
        chunks = try ChunkWriter(directory: temporary + "/chunks", isWriting: writesChunks)
        index = try IndexWriter(path: temporary + "/index", symbols: symbols)
    }

    private static let suffix = ".tmp-for-creation"

    /// Adds a series with samples at these times; series must come in the order of their labels.
    package mutating func add(
        labels: ArraySlice<UInt32>, first: Int64, interval: Int64, samples: Int
    ) throws(FileError) {
        var metas: [ChunkMeta] = []
        var done = 0
        while done < samples {
            let count = min(BlockWriter.samplesPerChunk, samples - done)
            let meta = try chunks.add(
                first: first + Int64(done) * interval, interval: interval, count: count,
                value: Double(index.seriesCount % 1000))
            metas.append(meta)
            done += count
        }
        sampleCount += samples
        chunkCount += metas.count
        try index.add(labels: labels, chunks: metas)
    }

    /// Completes the block and returns its path.
    package mutating func finish() throws(FileError) -> String {
        try chunks.finish()
        try index.finish()
        let temporary = directory + BlockWriter.suffix
        try OutputFile.write(meta, to: temporary + "/meta.json")
        guard rename(temporary, directory) == 0 else { throw FileError("rename to its final name", temporary) }
        return directory
    }

    private var meta: String {
        """
        {
        \t"ulid": "\(ulid)",
        \t"minTime": \(start),
        \t"maxTime": \(start + BlockWriter.duration),
        \t"stats": {
        \t\t"numSamples": \(sampleCount),
        \t\t"numSeries": \(index.seriesCount),
        \t\t"numChunks": \(chunkCount)
        \t},
        \t"compaction": {
        \t\t"level": 1,
        \t\t"sources": [
        \t\t\t"\(ulid)"
        \t\t]
        \t},
        \t"version": 1
        }
        """
    }

    /// 48 bits of time and 80 of entropy in Crockford's base 32.
    private static func ulid(time: Int64, entropy: [UInt8]) -> String {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        var characters: [Character] = []
        for shift in stride(from: 45, through: 0, by: -5) {
            characters.append(alphabet[Int(time >> Int64(shift)) & 31])
        }
        for half in [entropy.prefix(5), entropy.dropFirst(5).prefix(5)] {
            let bits = half.reduce(0) { $0 << 8 | Int($1) }
            for shift in stride(from: 35, through: 0, by: -5) { characters.append(alphabet[bits >> shift & 31]) }
        }
        return String(characters)
    }
}
