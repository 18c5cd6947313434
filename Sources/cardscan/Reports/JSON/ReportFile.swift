import Cardinality
import FoundationEssentials
import TSDB

/// A report that `analyze --format json` wrote, read back: the numbers of version 1 of docs/report.schema.json.
struct ReportFile: Decodable {
    private struct Totals: Decodable {
        var series: Int
        var metrics: Int
        var seriesWithoutName: Int?
        var labelNames: Int
        var labelPairs: Int

        private enum CodingKeys: String, CodingKey {
            case series, metrics
            case seriesWithoutName = "series_without_name"
            case labelNames = "label_names"
            case labelPairs = "label_pairs"
        }
    }

    private struct Label: Decodable {
        var name: String
        var values: Int
    }

    private struct Metric: Decodable {
        var name: String
        var series: Int
        var labels: [Label]
    }

    private struct Group: Decodable {
        var by: [String: String]
        var series: Int
    }

    private struct Span: Decodable {
        var minTime: Int64
        var maxTime: Int64
        var activeWithin: Int64?

        private enum CodingKeys: String, CodingKey {
            case minTime = "min_time"
            case maxTime = "max_time"
            case activeWithin = "active_within"
        }
    }

    private struct Source: Decodable {
        var path: String
        var kind: String
        var series: Int
        var minTime: Int64?
        var maxTime: Int64?

        private enum CodingKeys: String, CodingKey {
            case path, kind, series
            case minTime = "min_time"
            case maxTime = "max_time"
        }
    }

    private var schemaVersion: Int
    private var limit: Int?
    private var window: Span?
    private var totals: Totals
    private var metrics: [Metric]
    private var labels: [Label]
    private var groups: [Group]?
    private var sources: [Source]?

    private enum CodingKeys: String, CodingKey {
        case schemaVersion = "schema_version"
        case limit, window, totals, metrics, labels, groups, sources
    }

    /// Bytes of memory that reading one byte of a report takes, about: its text, the decoder's map and what is kept.
    private static let memoryPerByte = 6

    /// Whether a file looks like JSON that cardscan wrote, of whichever command: a brace alone may begin an exposition.
    static func isReport(_ path: String) -> Bool {
        String(decoding: FileContents.prefix(path, count: 200), as: UTF8.self).filter { !$0.isWhitespace }
            .hasPrefix("{\"schema_version\"")
    }

    static func digest(_ path: String, maxMemory: Int) throws(Diagnostic) -> ReportDigest {
        let bytes: [UInt8]
        do {
            bytes = try FileContents.read(path, limit: maxMemory / memoryPerByte)
        } catch {
            guard error.message.hasPrefix("is larger than") else { throw error }
            throw Diagnostic(
                file: path,
                "is too large a report for the memory allowed (\(Figures.bytes(maxMemory))); raise --max-memory, or "
                    + "compare snapshots")
        }
        let report: ReportFile
        do { report = try JSONDecoder().decode(ReportFile.self, from: Data(bytes)) } catch {
            throw Diagnostic(
                file: path, "is no report of 'cardscan analyze --format json': \(words(for: error))")
        }
        guard report.schemaVersion == JSONReport.schemaVersion else {
            throw Diagnostic(
                file: path,
                "is a report of schema version \(report.schemaVersion); version \(JSONReport.schemaVersion) can be read"
            )
        }
        let numbers =
            [report.totals.series, report.totals.metrics, report.totals.labelNames, report.totals.labelPairs]
            + report.metrics.flatMap { [$0.series] + $0.labels.map(\.values) } + report.labels.map(\.values)
            + (report.groups ?? []).map(\.series)
        guard numbers.allSatisfy({ (0...mostSeries).contains($0) }) else {
            throw Diagnostic(file: path, "has a count that cannot be: negative, or beyond what can be added up")
        }
        return report.digest()
    }

    private static let mostSeries = 1 << 50

    private func digest() -> ReportDigest {
        var digest = ReportDigest()
        digest.side.window = window.map {
            Window(minTime: $0.minTime, maxTime: $0.maxTime, activeWithin: $0.activeWithin ?? 0)
        }
        digest.side.sources = (sources ?? []).compactMap { source in
            guard let kind = PartSummary.Kind(rawValue: source.kind) else { return nil }
            var summary = PartSummary(path: source.path, kind: kind)
            summary.series = source.series
            summary.minTime = source.minTime
            summary.maxTime = source.maxTime
            return SourceRow(summary, notes: [])
        }
        digest.side.metrics = totals.metrics
        digest.side.labelNames = totals.labelNames
        digest.side.labelPairs = totals.labelPairs
        digest.series = totals.series
        for metric in metrics {
            let labels = Dictionary(
                metric.labels.map { (ReportDigest.Name($0.name), $0.values) }, uniquingKeysWith: { first, _ in first })
            digest.metrics[ReportDigest.Name(metric.name)] = ReportDigest.Metric(series: metric.series, labels: labels)
        }
        for label in labels { digest.labels[ReportDigest.Name(label.name)] = label.values }
        let names = (groups?.first?.by.keys).map { $0.sorted() } ?? []
        digest.groupedBy = names
        for group in groups ?? [] {
            digest.groups[names.map { ReportDigest.Name(group.by[$0] ?? "") }, default: 0] += group.series
        }
        digest.hasAllMetrics = metrics.reduce(0) { $0 + $1.series } == totals.series
        digest.hasAllLabels = labels.count == totals.labelNames
        digest.hasAllGroups = names.isEmpty || digest.groups.values.reduce(0, +) == totals.series
        return digest
    }

    private static func words(for error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, _): "\"\(key.stringValue)\" is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            "\"\(context.codingPath.map(\.stringValue).joined(separator: "."))\" has the wrong type"
        default: "it is no valid JSON"
        }
    }
}
