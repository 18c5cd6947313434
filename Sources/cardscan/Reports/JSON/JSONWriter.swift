/// Writes JSON as a stream, straight into bytes: a listing of millions of rows takes no more memory than one of ten.
///
/// Two levels deep, every element stands on a line of its own, so that a report can be searched and compared by line.
struct JSONWriter {
    private(set) var out: ByteWriter
    /// For each open object or array: whether it has an element yet.
    private var hasElement: [Bool] = []
    /// Whether a key was written and waits for its value.
    private var awaitsValue = false
    private let linedDepth: Int
    /// Whether the text will stand in a `script` element: then nothing in it may be markup, and blanks only take room.
    private let isEmbedded: Bool

    /// With a `linedDepth` of 0 all stands on one line, as in JSON Lines.
    init(_ out: ByteWriter, linedDepth: Int = 2) {
        self.out = out
        self.linedDepth = linedDepth
        isEmbedded = false
    }

    /// For a `script` element of a page: `<`, `>` and `&` are escaped, and there are no blanks.
    init(embeddedIn out: ByteWriter) {
        self.out = out
        linedDepth = 0
        isEmbedded = true
    }

    /// Whether nobody will see what is written from now on.
    var isClosed: Bool { out.isClosed }

    mutating func object(_ body: (inout JSONWriter) -> Void) { nest(0x7b, 0x7d, body) }

    mutating func array(_ body: (inout JSONWriter) -> Void) { nest(0x5b, 0x5d, body) }

    mutating func object(_ key: String, _ body: (inout JSONWriter) -> Void) {
        name(key)
        object(body)
    }

    mutating func array(_ key: String, _ body: (inout JSONWriter) -> Void) {
        name(key)
        array(body)
    }

    mutating func member(_ key: String, _ number: Int?) {
        name(key)
        value(number)
    }

    mutating func member(_ key: String, _ number: Double?) {
        name(key)
        value(number)
    }

    mutating func member(_ key: String, _ text: String?) {
        name(key)
        if let text { value(text) } else { null() }
    }

    mutating func member(_ key: String, _ truth: Bool) {
        name(key)
        startValue()
        out.write(truth ? "true" : "false")
    }

    mutating func null(_ key: String) {
        name(key)
        null()
    }

    mutating func name(_ key: String) {
        startElement()
        quote(key)
        out.write(isEmbedded ? ":" : ": ")
        awaitsValue = true
    }

    mutating func value(_ number: Int?) {
        guard let number else { return null() }
        startValue()
        out.write(String(number))
    }

    /// JSON has no word for what is not finite: null.
    mutating func value(_ number: Double?) {
        guard let number, number.isFinite else { return null() }
        startValue()
        out.write("\(number)")
    }

    mutating func value(_ text: String) {
        startValue()
        quote(text)
    }

    /// A string whose bytes need not be UTF-8: what is not becomes U+FFFD.
    mutating func value(_ bytes: UnsafeRawBufferPointer) {
        startValue()
        quote(bytes)
    }

    mutating func null() {
        startValue()
        out.write("null")
    }

    /// Ends a document with a line break; another can follow, as in JSON Lines.
    mutating func endLine() { out.write(byte: 0x0a) }

    mutating func flush() { out.flush() }

    /// Ends the document with a line break and hands the bytes back.
    consuming func finish() -> ByteWriter {
        out.write(byte: 0x0a)
        return out
    }

    private mutating func nest(_ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) -> Void) {
        startValue()
        out.write(byte: open)
        hasElement.append(false)
        body(&self)
        let depth = hasElement.count
        if hasElement.removeLast(), depth <= linedDepth { breakLine(indent: depth - 1) }
        out.write(byte: close)
    }

    private mutating func startValue() {
        if awaitsValue { awaitsValue = false } else { startElement() }
    }

    private mutating func startElement() {
        let depth = hasElement.count
        guard depth > 0 else { return }
        let isLined = depth <= linedDepth
        if hasElement[depth - 1] { out.write(isLined || isEmbedded ? "," : ", ") }
        hasElement[depth - 1] = true
        if isLined { breakLine(indent: depth) }
    }

    private mutating func breakLine(indent: Int) {
        out.write(byte: 0x0a)
        for _ in 0..<indent { out.write("  ") }
    }

    private mutating func quote(_ text: String) {
        var text = text
        text.withUTF8 { quote(UnsafeRawBufferPointer($0)) }
    }

    private mutating func quote(_ bytes: UnsafeRawBufferPointer) {
        out.write(byte: 0x22)
        var start = 0
        var offset = 0
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte >= 0x20, byte < 0x7f, byte != 0x22, byte != 0x5c, !(isEmbedded && Self.isMarkup(byte)) {
                offset += 1
                continue
            }
            if byte >= 0x80, let (_, length) = UTF8Scalar.decode(bytes, at: offset), byte != 0xc2, byte != 0xe2 {
                offset += length
                continue
            }
            out.write(UnsafeRawBufferPointer(rebasing: bytes[start..<offset]))
            offset += writeEscaped(bytes, at: offset)
            start = offset
        }
        out.write(UnsafeRawBufferPointer(rebasing: bytes[start...]))
        out.write(byte: 0x22)
    }

    /// `<`, `>`, `&`
    private static func isMarkup(_ byte: UInt8) -> Bool { byte == 0x3c || byte == 0x3e || byte == 0x26 }

    /// Writes what cannot stand as it is; returns how many bytes it took.
    private mutating func writeEscaped(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int {
        guard let (scalar, length) = UTF8Scalar.decode(bytes, at: offset) else {
            out.write("\u{fffd}")
            return UTF8Scalar.brokenLength(bytes, at: offset)
        }
        switch scalar {
        case "\"": out.write("\\\"")
        case "\\": out.write("\\\\")
        case "\n": out.write("\\n")
        case "\r": out.write("\\r")
        case "\t": out.write("\\t")
        // Control characters, also those above ASCII, and the line ends of JavaScript.
        case "\0"..."\u{1f}", "\u{7f}"..."\u{9f}", "\u{2028}", "\u{2029}", "<", ">", "&":
            let digits = String(scalar.value, radix: 16)
            out.write("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits)
        default: out.write(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length]))
        }
        return length
    }
}
