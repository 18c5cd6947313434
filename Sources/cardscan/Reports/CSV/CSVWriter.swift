/// Writes comma-separated values after RFC 4180, made safe for spreadsheets.
///
/// A cell of data that starts like a formula is given an apostrophe in front, because a label value must not run
/// when somebody opens the file. Whatever separates cells in some country is quoted, or a part of a value would become
/// a cell of its own there. Control characters other than tabs and line ends are written as `\x1b`, because the
/// table may be looked at in a terminal.
struct CSVWriter {
    private(set) var out: ByteWriter
    private var isRowOpen = false

    init(_ out: ByteWriter) { self.out = out }

    var isClosed: Bool { out.isClosed }

    mutating func header(_ names: [String]) {
        for name in names { cell(name) }
        endRow()
    }

    mutating func cell(_ number: Int?) { raw(number.map(String.init) ?? "") }

    mutating func cell(_ number: Double?) { raw(number.flatMap { $0.isFinite ? "\($0)" : nil } ?? "") }

    mutating func cell(_ text: String) {
        var text = Self.withoutControls(text)
        if let first = text.unicodeScalars.first, Self.startsFormula(first) { text = "'" + text }
        let needsQuotes = text.utf8.contains { byte in
            switch byte {
            case 0x22, 0x2c, 0x3b, 0x09, 0x0a, 0x0d: true
            default: false
            }
        }
        guard needsQuotes else { return raw(text) }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" { quoted += "\"" }
            quoted.unicodeScalars.append(scalar)
        }
        raw(quoted + "\"")
    }

    mutating func endRow() {
        out.write("\r\n")
        isRowOpen = false
    }

    private static func withoutControls(_ text: String) -> String {
        func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar.value {
            case 0x09, 0x0a, 0x0d: false
            case 0..<0x20, 0x7f...0x9f: true
            default: false
            }
        }
        guard text.unicodeScalars.contains(where: isHarmful) else { return text }
        var shown = ""
        for scalar in text.unicodeScalars {
            if isHarmful(scalar) {
                shown += "\\x" + (scalar.value < 0x10 ? "0" : "") + String(scalar.value, radix: 16)
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    /// = + - @, also as wide as a Chinese character; tab, carriage return; and line feed, after which some programs look
    /// again.
    private static func startsFormula(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "=", "+", "-", "@", "\u{ff1d}", "\u{ff0b}", "\u{ff0d}", "\u{ff20}", "\t", "\n", "\r": true
        default: false
        }
    }

    private mutating func raw(_ text: String) {
        if isRowOpen { out.write(byte: 0x2c) }
        isRowOpen = true
        out.write(text)
    }
}
