extension TextMap {
    /// Where the bytes of a scalar's value stand in the file, quotes, escapes, folding and indentation considered.
    ///
    /// Reads the scalar once more, as libyaml does: maps are wanted for the few scalars there is something to say about.
    /// For a collection it is the map of its text as it is.
    package init(of node: YAMLNode, in source: SourceText) {
        let range = node.range.clamped(to: 0..<source.bytes.count)
        guard let scalar = node.scalar else {
            self.init(at: range.lowerBound, count: range.count)
            return
        }
        let count = scalar.value.utf8.count
        let map: TextMap
        switch scalar.style {
        case .plain, .singleQuoted, .doubleQuoted:
            let inner = scalar.style == .plain || range.count < 2 ? range : range.lowerBound + 1..<range.upperBound - 1
            var scan = FlowScalarScan(source.bytes, inner, style: scalar.style, isJSON: false)
            scan.scan()
            if scan.builder.offset != count {
                // U+0085, U+2028 and U+2029 break lines in YAML and are characters in JSON.
                scan = FlowScalarScan(source.bytes, inner, style: scalar.style, isJSON: true)
                scan.scan()
            }
            map = scan.builder.map(end: inner.upperBound)
        case .literal, .folded:
            map = BlockScalarScan.map(of: scalar, at: range.lowerBound, in: source.bytes)
        }
        self = map
    }
}

/// Collects the runs of a map in the order of the text.
struct TextMapBuilder {
    private var runs: [TextMap.Run] = []
    /// Bytes decoded so far.
    private(set) var offset = 0
    /// Behind the last source byte that was used.
    private(set) var sourceEnd: Int

    init(at source: Int) { sourceEnd = source }

    /// Bytes that stand in the source as they are.
    mutating func copy(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        let isContinued =
            runs.last.map { $0.escapeLength == 0 && range.lowerBound - $0.source == offset - $0.offset } ?? false
        if !isContinued { runs.append(TextMap.Run(offset: offset, source: range.lowerBound)) }
        offset += range.count
        sourceEnd = range.upperBound
    }

    /// Bytes that are written in another way.
    mutating func escape(_ range: Range<Int>, decodedCount: Int) {
        runs.append(TextMap.Run(offset: offset, source: range.lowerBound, escapeLength: range.count))
        offset += decodedCount
        sourceEnd = range.upperBound
    }

    /// A line break that is part of the text: all but U+2028 and U+2029 are read as `\\n`.
    mutating func add(_ lineBreak: LineBreak) {
        if lineBreak.isVerbatim { copy(lineBreak.range) } else { escape(lineBreak.range, decodedCount: 1) }
    }

    func map(end: Int? = nil) -> TextMap {
        let end = TextMap.Run(offset: offset, source: end ?? sourceEnd)
        return TextMap(runs: runs.isEmpty ? [TextMap.Run(offset: 0, source: end.source)] : runs, end: end)
    }
}

/// A line break by the rules of YAML 1.1.
struct LineBreak {
    let range: Range<Int>
    /// Whether it is kept as it is, and not read as `\n`.
    let isVerbatim: Bool
    /// Whether it becomes a space, or nothing, where lines are folded.
    let isFolded: Bool

    init?(_ bytes: [UInt8], at offset: Int) {
        guard offset < bytes.count else { return nil }
        func byte(_ distance: Int) -> UInt8? { offset + distance < bytes.count ? bytes[offset + distance] : nil }
        switch (bytes[offset], byte(1), byte(2)) {
        case (0x0a, _, _): (range, isVerbatim, isFolded) = (offset..<offset + 1, true, true)
        case (0x0d, 0x0a?, _): (range, isVerbatim, isFolded) = (offset..<offset + 2, false, true)
        case (0x0d, _, _): (range, isVerbatim, isFolded) = (offset..<offset + 1, false, true)
        case (0xc2, 0x85?, _): (range, isVerbatim, isFolded) = (offset..<offset + 2, false, true)
        case (0xe2, 0x80?, 0xa8?), (0xe2, 0x80?, 0xa9?):
            (range, isVerbatim, isFolded) = (offset..<offset + 3, true, false)
        default: return nil
        }
    }
}
