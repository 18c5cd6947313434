/// The symbols of a report, redacted on the way out when that was asked for.
struct ReportSymbols: SymbolText {
    let space: SymbolSpace
    let redaction: Redaction?
    /// Symbols that are shown as they are, redaction or not: metric names, bucket bounds and quantiles.
    let kept: Set<UInt32>

    func text(of reference: UInt32) -> String {
        space.withSymbol(reference) { bytes in
            guard let redaction, !kept.contains(reference) else { return String(decoding: bytes, as: UTF8.self) }
            return String(decoding: redaction.redact(bytes), as: UTF8.self)
        }
    }

    func withBytes(of reference: UInt32, _ body: (UnsafeRawBufferPointer) -> Void) {
        space.withSymbol(reference) { bytes in
            guard let redaction, !kept.contains(reference) else { return body(bytes) }
            redaction.redact(bytes).withUnsafeBytes(body)
        }
    }

    /// A label's or metric's name, never redacted.
    func name(_ reference: UInt32) -> String {
        space.withSymbol(reference) { String(decoding: $0, as: UTF8.self) }
    }
}
