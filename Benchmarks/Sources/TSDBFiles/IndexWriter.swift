/// Writes an index in version 2 (`tsdb/docs/format/index.md`): symbols, series, postings, postings offset table, TOC.
///
/// It keeps one reference for each series, and the symbols; the postings are collected from the file that was written.
struct IndexWriter {
    private static let magic: UInt32 = 0xbaaa_d700
    private static let version: UInt8 = 2
    /// A series' reference is its offset divided by this.
    static let alignment = 16

    private let path: String
    private let file: OutputFile
    private let symbols: [String]
    private let symbolsOffset: Int
    private var references: [UInt32] = []
    /// How many series have a label, by the symbol of its name.
    private var uses: [UInt32: Int] = [:]
    private var entry = ByteBuffer()
    private var prefix = ByteBuffer()

    init(path: String, symbols: [String]) throws(FileError) {
        self.path = path
        self.symbols = symbols
        file = try OutputFile(path)
        var buffer = ByteBuffer()
        buffer.append(bigEndian: IndexWriter.magic)
        buffer.append(byte: IndexWriter.version)
        try file.append(buffer.bytes)
        symbolsOffset = file.position
        buffer.removeAll()
        buffer.append(bigEndian: UInt32(symbols.count))
        for symbol in symbols { buffer.append(string: symbol) }
        try file.appendSection(&buffer)
    }

    var seriesCount: Int { references.count }

    /// Series must come in the order of their labels; `labels` has names and values in turn.
    mutating func add(labels: ArraySlice<UInt32>, chunks: [ChunkMeta]) throws(FileError) {
        try file.pad(to: IndexWriter.alignment)
        references.append(UInt32(file.position / IndexWriter.alignment))
        entry.removeAll()
        entry.append(varint: labels.count / 2)
        for symbol in labels { entry.append(varint: UInt64(symbol)) }
        for name in stride(from: labels.startIndex, to: labels.endIndex, by: 2) { uses[labels[name], default: 0] += 1 }
        append(chunks)
        prefix.removeAll()
        prefix.append(varint: entry.count)
        entry.appendChecksum()
        try file.append(prefix.bytes)
        try file.append(entry.bytes)
    }

    private mutating func append(_ chunks: [ChunkMeta]) {
        entry.append(varint: chunks.count)
        guard var previous = chunks.first else { return }
        entry.append(signedVarint: previous.minTime)
        entry.append(varint: UInt64(previous.maxTime - previous.minTime))
        entry.append(varint: previous.reference)
        for chunk in chunks.dropFirst() {
            entry.append(varint: UInt64(chunk.minTime - previous.maxTime))
            entry.append(varint: UInt64(chunk.maxTime - chunk.minTime))
            entry.append(signedVarint: Int64(bitPattern: chunk.reference &- previous.reference))
            previous = chunk
        }
    }

    /// Writes all that follows the series.
    mutating func finish() throws(FileError) {
        let seriesEnd = file.position
        try file.flush()
        var table = PostingsOffsetTable()
        try file.pad(to: 4)
        try writeList(name: "", value: "", references[...], into: &table)

        let names = uses.keys.sorted()
        let scan = try SeriesScan(path: path, references: references)
        for batch in scan.batches(of: names, uses: uses) {
            try scan.forEachList(of: batch) { name, value, list throws(FileError) in
                try writeList(name: symbols[Int(name)], value: symbols[Int(value)], list, into: &table)
            }
        }
        let tableOffset = file.position
        var section = table.section
        try file.appendSection(&section)
        try writeTOC(seriesEnd: seriesEnd, table: tableOffset)
        try file.flush()
    }

    private func writeList(
        name: String, value: String, _ list: ArraySlice<UInt32>, into table: inout PostingsOffsetTable
    ) throws(FileError) {
        try file.pad(to: 4)
        table.add(name: name, value: value, offset: file.position)
        var buffer = ByteBuffer()
        buffer.append(bigEndian: UInt32(list.count))
        for reference in list { buffer.append(bigEndian: reference) }
        try file.appendSection(&buffer)
    }

    private func writeTOC(seriesEnd: Int, table: Int) throws(FileError) {
        var toc = ByteBuffer()
        // Current writers have no label indices: their section begins where the postings begin, their table where
        // the postings offset table does.
        for offset in [symbolsOffset, seriesStart, seriesEnd, table, seriesEnd, table] {
            toc.append(bigEndian: UInt64(offset))
        }
        toc.appendChecksum()
        try file.append(toc.bytes)
    }

    /// Where the symbols end; padding to the first series follows.
    private var seriesStart: Int {
        symbolsOffset + 4 + 4 + symbols.reduce(0) { $0 + IndexWriter.encodedSize($1) } + 4
    }

    private static func encodedSize(_ string: String) -> Int {
        var buffer = ByteBuffer()
        buffer.append(varint: string.utf8.count)
        return buffer.count + string.utf8.count
    }
}

/// Where the list of every label pair is, in the order of names and values.
struct PostingsOffsetTable {
    private var entries = ByteBuffer()
    private var count: UInt32 = 0

    mutating func add(name: String, value: String, offset: Int) {
        entries.append(varint: 2)
        entries.append(string: name)
        entries.append(string: value)
        entries.append(varint: offset)
        count += 1
    }

    var section: ByteBuffer {
        var section = ByteBuffer()
        section.append(bigEndian: count)
        section.append(entries.bytes)
        return section
    }
}

extension OutputFile {
    /// The length in four bytes, the contents, and their checksum.
    func appendSection(_ contents: inout ByteBuffer) throws(FileError) {
        var length = ByteBuffer()
        length.append(bigEndian: UInt32(contents.count))
        try append(length.bytes)
        contents.appendChecksum()
        try append(contents.bytes)
    }
}
