package import TSDB

/// A file of recorded requests, read one after the other. Format: `RecordingFormat`.
package final class Recording {
    private let file: MappedFile
    private var offset = RecordingFormat.magic.count
    private var released = 0
    /// The file ends within a record, at this offset.
    package private(set) var tornAt: Int?

    /// Whether a file that begins with these bytes is one.
    package static func isRecording(_ prefix: [UInt8]) -> Bool { prefix.starts(with: RecordingFormat.magic) }

    package init(_ path: String) throws(Diagnostic) {
        file = try MappedFile(path: path)
        guard Self.isRecording(file.prefix(RecordingFormat.magic.count)) else {
            throw Diagnostic(file: path, offset: 0, "is no recording of cardscan: it does not start with cardrec1")
        }
    }

    /// What happened to the file while it was read.
    package var damage: Diagnostic? { file.damage }

    /// Where the last whole record ends. Throws what is wrong with one.
    package var end: Int {
        get throws(Diagnostic) {
            while try next() != nil {}
            return offset
        }
    }

    /// The next request; nil at the end. Throws when a record is damaged, and cannot go on then.
    package func next() throws(Diagnostic) -> RecordedRequest? {
        let file = file
        guard offset < file.count else { return nil }
        var decoder = Decoder(file.bytes, at: offset)
        let length = Int(decoder.uint32().byteSwapped)
        let checksum = decoder.uint32().byteSwapped
        let start = offset + RecordingFormat.recordHeader
        guard decoder.isValid, length <= file.count - start else {
            // A length that no record has is damage, and not the last record being written.
            guard !decoder.isValid || length <= RecordingFormat.maximumRecord else {
                throw damaged("says it is too long")
            }
            tornAt = offset
            return nil
        }
        guard length <= RecordingFormat.maximumRecord else { throw damaged("says it is too long") }
        let content = file.bytes.extracting(start..<(start + length))
        guard CRC32C.checksum(content) == checksum else { throw damaged("does not match its checksum") }
        guard let request = Self.decode(content) else { throw damaged("ends within a header") }
        offset = start + length
        if offset - released > MappedFile.releaseStep {
            file.release(released..<offset)
            released = offset
        }
        return request
    }

    private func damaged(_ what: String) -> Diagnostic {
        Diagnostic(file: file.path, offset: offset, "a recorded request \(what); what follows it was left out")
    }

    private static func decode(_ content: RawSpan) -> RecordedRequest? {
        var decoder = Decoder(content)
        let time = Int64(bitPattern: decoder.uint64().byteSwapped)
        let count = decoder.count()
        guard count <= RecordingFormat.maximumHeaders else { return nil }
        var headers: [RecordedRequest.Header] = []
        for _ in 0..<count {
            let name = decoder.stringRange()
            let value = decoder.stringRange()
            guard decoder.isValid else { return nil }
            headers.append(RecordedRequest.Header(name: text(name, content), value: text(value, content)))
        }
        guard decoder.isValid else { return nil }
        let body = content.extracting(decoder.offset..<content.byteCount).withUnsafeBytes { Array($0) }
        return RecordedRequest(time: time, headers: headers, body: body)
    }

    private static func text(_ range: Range<Int>, _ content: RawSpan) -> String {
        content.extracting(range).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }
}
