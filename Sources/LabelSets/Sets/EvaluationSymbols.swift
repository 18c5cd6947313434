/// The strings of an index, and those that one evaluation adds: labels that only the expression names, new values.
struct EvaluationSymbols: Sendable {
    private let base: SymbolPool
    private var added = SymbolPool()

    init(_ base: SymbolPool) { self.base = base }

    var count: Int { base.count + added.count }
    /// Bytes that were added, roughly.
    var memory: Int { added.memory }

    mutating func intern(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        if let known = base.find(bytes) { return known }
        return UInt32(truncatingIfNeeded: base.count) + added.intern(bytes) - 1
    }

    mutating func intern(_ text: String) -> UInt32 {
        var text = text
        return text.withUTF8 { intern(UnsafeRawBufferPointer($0)) }
    }

    mutating func intern(_ bytes: [UInt8]) -> UInt32 { bytes.withUnsafeBytes { intern($0) } }

    func withBytes<Result>(_ number: UInt32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        if Int(number) < base.count { return base.withBytes(number, body) }
        return added.withBytes(number - UInt32(truncatingIfNeeded: base.count) + 1, body)
    }

    func text(_ number: UInt32) -> String { withBytes(number) { String(decoding: $0, as: UTF8.self) } }
}
