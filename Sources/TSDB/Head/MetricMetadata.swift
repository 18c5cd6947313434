/// What targets said of a metric, from the WAL's metadata records (Prometheus' `metadata-wal-records` feature).
package struct MetricMetadata: Sendable, Equatable {
    /// Types by the numbers of `record.MetricType` in prometheus/prometheus, names of OpenMetrics.
    package enum Kind: String, Sendable, CaseIterable {
        case unknown, counter, gauge, histogram, gaugehistogram, summary, info, stateset
    }

    package var type: Kind
    package var unit: String
    package var help: String

    package init(type: Kind, unit: String, help: String) {
        self.type = type
        self.unit = unit
        self.help = help
    }

    /// By the number that the WAL and remote write have for the type.
    package init(number: UInt8, unit: String, help: String) {
        self.init(type: Kind(number: number), unit: unit, help: help)
    }
}

extension MetricMetadata.Kind {
    init(number: UInt8) {
        self = Int(number) < Self.allCases.count ? Self.allCases[Int(number)] : .unknown
    }
}
