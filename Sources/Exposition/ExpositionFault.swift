/// What keeps a text from being an exposition. Prometheus would drop the whole scrape for it.
package struct ExpositionFault: Error, Sendable, Equatable {
    package let message: String
    /// Byte of the text.
    package let offset: Int

    package init(_ message: String, at offset: Int) {
        self.message = message
        self.offset = offset
    }
}

/// How series are written down.
package enum ExpositionFormat: String, Sendable {
    /// Prometheus' text format, 0.0.4 and 1.0.0.
    case prometheus
    /// OpenMetrics 1.0.
    case openMetrics = "openmetrics"

    /// Told apart by their ends: an OpenMetrics text has to end with `# EOF`, and no other does.
    package init(of bytes: [UInt8]) {
        let end = Array("# EOF".utf8)
        let text = bytes.last == 0x0a ? bytes.dropLast() : bytes[...]
        let isLine = text.count == end.count || text.dropLast(end.count).last == 0x0a
        self = text.suffix(end.count).elementsEqual(end) && isLine ? .openMetrics : .prometheus
    }
}

/// What a text says next. Places are bytes of it.
package enum ExpositionEntry: Sendable, Equatable {
    /// A sample of the series in `ExpositionParser.name` and `labels`, beginning at that byte.
    case sample(at: Int)
    case type(name: Range<Int>, TypeName)
    case help(name: Range<Int>, text: Range<Int>)
    case unit(name: Range<Int>, text: Range<Int>)

    package enum TypeName: String, Sendable, CaseIterable {
        case counter, gauge, histogram, summary, untyped, unknown, gaugehistogram, info, stateset

        func isKnown(in format: ExpositionFormat) -> Bool {
            switch self {
            case .counter, .gauge, .histogram, .summary: true
            case .untyped: format == .prometheus
            case .unknown, .gaugehistogram, .info, .stateset: format == .openMetrics
            }
        }
    }
}
