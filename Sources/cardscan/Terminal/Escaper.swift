/// Makes text that came from data fit to be shown: nothing in it can move the cursor, hide, reorder or look like
/// something else without being seen.
///
/// Control characters, invisible and bidirectional formatting characters, spaces other than the plain one, unassigned
/// and private characters are written as `\n`, `\x1b` or `\u{202e}`; bytes that are not UTF-8 as `\xff`; a backslash is
/// doubled so that this can be told from data that looks like it. Long text is shortened in the middle. Everything that
/// a report or a message shows of data passes here.
enum Escaper {
    /// What a backslash and a double quote in the text are.
    enum Surroundings {
        /// Characters like others, but a backslash would look like an escape: it is doubled.
        case bare
        /// The text will stand between double quotes: both are escaped.
        case quotes
        /// The text is a series or a message of ours, which has escaped what it quotes.
        case notation
    }

    /// Text of at least so many bytes has its length told when it is shortened.
    private static let lengthToldFrom = 128
    private static let columnsForLength = 24

    /// `text` for display in at most `columns`.
    static func show(_ text: String, columns: Int = .max, in surroundings: Surroundings = .bare) -> String {
        var text = text
        return text.withUTF8 { show(UnsafeRawBufferPointer($0), columns: columns, in: surroundings) }
    }

    /// Bytes for display in at most `columns`.
    static func show(
        _ bytes: UnsafeRawBufferPointer, columns: Int = .max, in surroundings: Surroundings = .bare
    ) -> String {
        // Most text is names and words.
        if bytes.count <= columns, bytes.allSatisfy({ UnitReader.isPlain($0, surroundings) }) {
            return String(decoding: bytes, as: UTF8.self)
        }
        var reader = UnitReader(bytes, surroundings)
        var whole = ""
        var width = 0
        var units: [Unit] = []
        while let unit = reader.next() {
            whole.unicodeScalars.append(contentsOf: unit.text.unicodeScalars)
            width += unit.width
            if width > columns { break }
            if columns != .max { units.append(unit) }
        }
        if width <= columns { return whole }
        let length =
            bytes.count >= lengthToldFrom && columns >= columnsForLength ? " (\(Figures.bytes(bytes.count)))" : ""
        let room = max(1, columns - 1 - length.utf8.count)
        var text = ""
        append(units[...], to: &text, columns: (room + 1) / 2)
        text += "…"
        append(tail(of: bytes, columns: room / 2, surroundings), to: &text, columns: .max)
        return text + length
    }

    private static func append(_ units: ArraySlice<Unit>, to text: inout String, columns: Int) {
        var width = 0
        for unit in units {
            width += unit.width
            if width > columns { return }
            text.unicodeScalars.append(contentsOf: unit.text.unicodeScalars)
        }
    }

    /// The last units that fit; reads no more of a long text than it needs.
    private static func tail(
        of bytes: UnsafeRawBufferPointer, columns: Int, _ surroundings: Surroundings
    ) -> ArraySlice<Unit> {
        var start = max(0, bytes.count - (columns + 4) * 4)
        while start < bytes.count, bytes[start] & 0xc0 == 0x80 { start += 1 }
        var reader = UnitReader(UnsafeRawBufferPointer(rebasing: bytes[start...]), surroundings)
        var units: [Unit] = []
        while let unit = reader.next() { units.append(unit) }
        var first = units.count
        var width = 0
        while first > 0, width + units[first - 1].width <= columns {
            first -= 1
            width += units[first].width
        }
        // A mark must not be drawn over the dots.
        while first < units.count, units[first].width == 0 { first += 1 }
        return units[first...]
    }
}

/// What one character, or one broken byte, is shown as.
private struct Unit {
    var text: String
    var width: Int
}

/// Takes characters off the front of bytes, escaped.
private struct UnitReader {
    private let bytes: UnsafeRawBufferPointer
    private let surroundings: Escaper.Surroundings
    private var offset = 0
    /// Marks drawn over the last character. More than a few would climb into the lines above.
    private var marks = marksAllowed
    private static let marksAllowed = 3

    init(_ bytes: UnsafeRawBufferPointer, _ surroundings: Escaper.Surroundings) {
        self.bytes = bytes
        self.surroundings = surroundings
    }

    mutating func next() -> Unit? {
        guard offset < bytes.count else { return nil }
        let first = bytes[offset]
        if first >= 0x80 {
            guard let (scalar, length) = UTF8Scalar.decode(bytes, at: offset) else {
                offset += 1
                return escaped("\\x" + hex(UInt32(first), digits: 2))
            }
            offset += length
            return unit(scalar)
        }
        offset += 1
        if Self.isPlain(first, surroundings) {
            marks = 0
            return Unit(text: String(UnicodeScalar(first)), width: 1)
        }
        switch first {
        case 0x0a: return escaped("\\n")
        case 0x0d: return escaped("\\r")
        case 0x09: return escaped("\\t")
        case 0x5c: return escaped("\\\\")
        case 0x22: return escaped("\\\"")
        default: return escaped("\\x" + hex(UInt32(first), digits: 2))
        }
    }

    /// Whether a byte is a character that is shown as it is.
    static func isPlain(_ byte: UInt8, _ surroundings: Escaper.Surroundings) -> Bool {
        switch byte {
        case 0x5c: surroundings == .notation
        case 0x22: surroundings != .quotes
        default: 0x20..<0x7f ~= byte
        }
    }

    private mutating func unit(_ scalar: Unicode.Scalar) -> Unit {
        if DisplayWidth.isCombining(scalar), !Self.misleads(scalar), marks < Self.marksAllowed {
            marks += 1
            return Unit(text: String(scalar), width: 0)
        }
        if Self.misleads(scalar) || DisplayWidth.isCombining(scalar) {
            return escaped("\\u{" + hex(scalar.value, digits: 2) + "}")
        }
        marks = 0
        return Unit(text: String(scalar), width: DisplayWidth.of(scalar))
    }

    private mutating func escaped(_ text: String) -> Unit {
        // A mark must not be drawn over an escape.
        marks = Self.marksAllowed
        return Unit(text: text, width: text.utf8.count)
    }

    private func hex(_ value: UInt32, digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }

    /// Whether a reader could not see what this is, or how wide a terminal draws it.
    private static func misleads(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1f3fb...0x1f3ff, 0x1f1e6...0x1f1ff: return true  // skin tones, halves of flags
        case 0x115f, 0x1160, 0x3164, 0xffa0: return true  // Hangul fillers, which are blank letters
        case 0x2800: return true  // the blank Braille pattern
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .privateUse, .unassigned,
            .surrogate:
            return true
        default: return scalar.properties.isDefaultIgnorableCodePoint
        }
    }
}
