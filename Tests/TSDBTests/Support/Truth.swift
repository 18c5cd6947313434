import Foundation

/// The contents of a `truth.json`, as the README beside the sample data tells them.
struct Truth: Decodable, Sendable {
    var overall: Statistics
    var parts: [Part]

    struct Part: Decodable, Sendable {
        /// `block`, `wal`, `wal.checkpoint`, `wal.segments`, `wbl` or `snapshot`.
        var part: String
        var id: String?
        var statistics: Statistics
        var extra: Extra?

        private enum CodingKeys: String, CodingKey { case part, id, extra }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            part = try container.decode(String.self, forKey: .part)
            id = try container.decodeIfPresent(String.self, forKey: .id)
            extra = try container.decodeIfPresent(Extra.self, forKey: .extra)
            statistics = try Statistics(from: decoder)
        }
    }

    struct Extra: Decodable, Sendable {
        var counts: [String: Int]?
        var chunks: Int?
        var indexVersion: Int?
        var references: Int?
        var seriesWithSamplesAfterTombstones: Int?

        private enum CodingKeys: String, CodingKey {
            case counts, chunks
            case indexVersion = "index_version"
            case references = "distinct_refs_with_series_record"
            case seriesWithSamplesAfterTombstones = "series_with_samples_after_tombstones"
        }
    }

    private enum CodingKeys: String, CodingKey { case overall, parts }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        overall = try container.decode(Statistics.self, forKey: .overall)
        parts = try container.decodeIfPresent([Part].self, forKey: .parts) ?? []
    }

    init(contentsOf path: String) throws {
        var data = try Data(contentsOf: URL(filePath: path))
        if data.starts(with: [0x1f, 0x8b]) { data = try Tool.run("gzip", "-dc", path) }
        self = try JSONDecoder().decode(Truth.self, from: data)
    }

    func part(_ kind: String) -> Part? { parts.first { $0.part == kind } }
}

/// What is counted of a set of series. Maps that are empty, or that a truth leaves out, are nil.
struct Statistics: Decodable, Sendable {
    var series: Int
    var metrics: Int
    var seriesWithoutName: Int?
    var labelNames: Int
    var labelPairs: Int
    var totalLabelPairs: Int
    /// Milliseconds since the epoch.
    var maxTime: Int64?
    var active2h: Int?
    var seriesPerMetric: [String: Int]?
    var labelValues: [String: Int]?
    var labelSeries: [String: Int]?
    var metricLabelValues: [String: [String: Int]]?
    var metricSeriesWithoutLabel: [String: [String: Int]]?
    var labelPairSeries: [String: [String: Int]]?

    private enum CodingKeys: String, CodingKey {
        case series = "distinct_series"
        case metrics
        case seriesWithoutName = "series_without_name"
        case labelNames = "label_names"
        case labelPairs = "distinct_label_pairs"
        case totalLabelPairs = "total_label_pairs"
        case maxTime = "max_sample_time_ms"
        case active2h = "active_2h"
        case seriesPerMetric = "series_per_metric"
        case labelValues = "label_values"
        case labelSeries = "label_series"
        case metricLabelValues = "metric_label_values"
        case metricSeriesWithoutLabel = "metric_series_without_label"
        case labelPairSeries = "label_pair_series"
    }
}
