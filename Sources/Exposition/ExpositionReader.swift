package import TSDB

/// Collects the series of an exposition: those that a scrape of it would store, before Prometheus adds the labels of the
/// target. `_created` series are among them, as they are unless a server is told otherwise. Exemplars are no series.
package struct ExpositionReader: ~Copyable {
    private let path: String
    private var parser: ExpositionParser
    private var collector: SeriesCollector
    /// The family that metadata were read of last, and what they said.
    private var family: ArraySlice<UInt8> = []
    private var metadata = ExpositionReader.unknown

    private static let unknown = MetricMetadata(type: .unknown, unit: "", help: "")
    /// Endings of the series of one family.
    private static let suffixes = [
        "", "_total", "_created", "_bucket", "_sum", "_count", "_info", "_gcount", "_gsum",
    ].map { Array($0.utf8) }

    /// Times that samples carry are left out: they are no times at which a server saw the series.
    package static func read(
        _ bytes: [UInt8], path: String, _ options: SourceOptions
    ) throws(Diagnostic) -> CollectedSeries {
        var reader = try ExpositionReader(bytes, path: path, options)
        try reader.readAll()
        return try reader.finish()
    }

    private init(_ bytes: [UInt8], path: String, _ options: SourceOptions) throws(Diagnostic) {
        var options = options
        options.readsActivity = false
        self.path = path
        parser = ExpositionParser(bytes)
        collector = try SeriesCollector(.exposition, path: path, options)
    }

    private consuming func finish() throws(Diagnostic) -> CollectedSeries { try collector.finish() }

    private mutating func readAll() throws(Diagnostic) {
        while let entry = try next() {
            switch entry {
            case .type(let name, let type):
                begin(name)
                metadata.type = type.kind
            case .help(let name, let text):
                begin(name)
                metadata.help = String(decoding: parser.bytes[text], as: UTF8.self)
            case .unit(let name, let text):
                begin(name)
                metadata.unit = String(decoding: parser.bytes[text], as: UTF8.self)
            case .sample(let start): try add(from: start)
            }
        }
    }

    private mutating func next() throws(Diagnostic) -> ExpositionEntry? {
        do throws(ExpositionFault) { return try parser.next() } catch { throw diagnostic(error) }
    }

    private mutating func begin(_ name: Range<Int>) {
        guard family != parser.bytes[name] else { return }
        family = parser.bytes[name]
        metadata = Self.unknown
    }

    private mutating func add(from start: Int) throws(Diagnostic) {
        guard let name = parser.name else { return }
        let metric = parser.text(of: name)
        guard !metric.isEmpty else { throw diagnostic(ExpositionFault("the metric's name is empty", at: start)) }
        collector.beginLabels()
        try collector.addLabel(name: Self.nameLabel.span.bytes, value: metric.span.bytes)
        for label in parser.labels {
            let name = parser.text(of: label.name)
            let value = parser.text(of: label.value)
            try collector.addLabel(name: name.span.bytes, value: value.span.bytes)
        }
        switch try collector.endLabels() {
        case .notSelected: break
        case .repeatsName:
            throw diagnostic(ExpositionFault("a label stands twice in the series, which Prometheus refuses", at: start))
        case .row(let row, let isNew):
            collector.note(row, at: 0)
            if isNew, belongsToFamily(metric) { try collector.describe(row, metadata) }
        }
    }

    private static let nameLabel = Array("__name__".utf8)

    private func belongsToFamily(_ metric: [UInt8]) -> Bool {
        guard !family.isEmpty, metric.starts(with: family) else { return false }
        return Self.suffixes.contains { metric.dropFirst(family.count).elementsEqual($0) }
    }

    /// Prometheus drops a scrape that has a fault anywhere: so does this.
    private func diagnostic(_ fault: ExpositionFault) -> Diagnostic {
        let before = parser.bytes[..<min(fault.offset, parser.bytes.count)]
        let line = before.count { $0 == 0x0a } + 1
        let start = before.lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
        let column = before[start...].count { $0 & 0xc0 != 0x80 } + 1
        let format = parser.format == .openMetrics ? "OpenMetrics" : "Prometheus' text format"
        return Diagnostic(
            file: path, "line \(line), column \(column): \(fault.message) (\(format))")
    }
}

extension ExpositionEntry.TypeName {
    var kind: MetricMetadata.Kind {
        switch self {
        case .counter: .counter
        case .gauge: .gauge
        case .histogram: .histogram
        case .gaugehistogram: .gaugehistogram
        case .summary: .summary
        case .info: .info
        case .stateset: .stateset
        case .untyped, .unknown: .unknown
        }
    }
}
