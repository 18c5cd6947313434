/// Bytes of a result, gathered and handed on in large pieces; without a file they stay in memory, as tests want them.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []
    private let file: OutputFile?
    private static let pieceSize = 65_536

    init(to file: OutputFile? = nil) {
        self.file = file
        bytes.reserveCapacity(Self.pieceSize + 1024)
    }

    /// Whether nobody will see what is written from now on.
    var isClosed: Bool { file?.failure != nil }

    mutating func write(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        if bytes.count >= Self.pieceSize { flush() }
    }

    mutating func write(_ more: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: more)
        if bytes.count >= Self.pieceSize { flush() }
    }

    mutating func write(byte: UInt8) { bytes.append(byte) }

    mutating func flush() {
        guard let file else { return }
        bytes.withUnsafeBytes { file.write($0) }
        bytes.removeAll(keepingCapacity: true)
    }
}
