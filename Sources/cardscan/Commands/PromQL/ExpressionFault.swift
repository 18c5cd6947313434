import PromQL

/// What is wrong with an expression, shown in it, and which Prometheus would not mind.
struct ExpressionFault {
    let error: PromQLError
    let remedy: Language.Remedy?
    private let bytes: [UInt8]

    init(_ error: PromQLError, in text: String, _ language: Language) {
        self.error = error
        remedy = language.remedy(for: text)
        bytes = Array(text.utf8)
    }

    /// The message, the line it is about with the fault underlined, and advice.
    func text(_ opening: String) -> [String] {
        let message = Escaper.show(error.message, columns: 2000, in: .notation)
        guard bytes.contains(where: { $0 != 0x20 && $0 != 0x0A }) else { return ["\(opening)\(message)"] }
        var lines = ["\(opening)\(message), at \(place)"]
        lines += excerpt.map { "    " + $0 }
        if let remedy {
            lines.append("  accepted by \(remedy)")
        } else if let hint = error.hint {
            lines.append("  \(Escaper.show(hint, columns: 400, in: .notation))")
        }
        return lines
    }

    // MARK: The place

    private var start: Int { min(error.range.lowerBound, bytes.count) }
    private var end: Int { min(max(error.range.upperBound, start), bytes.count) }
    private var lineStart: Int { bytes[..<start].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0 }
    private var lineEnd: Int { bytes[start...].firstIndex(of: 0x0A) ?? bytes.count }

    /// `line 1, column 5 (bytes 4-7)`, columns counted in characters.
    private var place: String {
        let line = bytes[..<start].count { $0 == 0x0A } + 1
        let column = String(decoding: bytes[lineStart..<start], as: UTF8.self).unicodeScalars.count + 1
        return "line \(line), column \(column) (bytes \(start)-\(end))"
    }

    /// Columns of the line that are shown before, in and behind the fault.
    private static let before = 60
    private static let within = 100
    private static let behind = 40

    private var excerpt: [String] {
        let prefix = tail(bytes[lineStart..<start])
        let marked = Escaper.show(plain(bytes[start..<min(end, lineEnd)]), columns: Self.within, in: .notation)
        let rest = plain(bytes[min(end, lineEnd)..<lineEnd])
        let suffix = Self.cut(rest, to: Self.behind)
        let carets = max(1, DisplayWidth.of(marked))
        return [
            prefix + marked + suffix,
            String(repeating: " ", count: DisplayWidth.of(prefix)) + String(repeating: "^", count: carets),
        ]
    }

    /// The end of what stands before the fault.
    private func tail(_ bytes: ArraySlice<UInt8>) -> String {
        let scalars = plain(bytes).unicodeScalars
        guard scalars.count > Self.before else { return Escaper.show(String(scalars), in: .notation) }
        return "…" + Escaper.show(String(String.UnicodeScalarView(scalars.suffix(Self.before))), in: .notation)
    }

    private static func cut(_ text: String, to columns: Int) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > columns else { return Escaper.show(text, in: .notation) }
        return Escaper.show(String(String.UnicodeScalarView(scalars.prefix(columns))), in: .notation) + "…"
    }

    private func plain(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.map { $0 == 0x09 ? 0x20 : $0 }, as: UTF8.self)
    }
}
