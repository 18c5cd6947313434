import FoundationEssentials

/// A block's `meta.json`: what Prometheus' `tsdb.BlockMeta` holds, and Thanos' section where a sidecar or compactor
/// wrote one.
package struct BlockMeta: Sendable, Equatable, Decodable {
    package struct Stats: Sendable, Equatable, Decodable {
        package var numSamples: Int?
        package var numSeries: Int?
        package var numChunks: Int?
        package var numTombstones: Int?
    }

    package struct Compaction: Sendable, Equatable, Decodable {
        package var level: Int?
        package var sources: [String]?
    }

    /// Block metadata of `pkg/block/metadata` in thanos-io/thanos.
    package struct Thanos: Sendable, Equatable, Decodable {
        package struct Downsample: Sendable, Equatable, Decodable {
            /// Milliseconds between samples; 0 for raw data.
            package var resolution: Int64?
        }

        package var labels: [String: String]?
        package var downsample: Downsample?
        package var source: String?
    }

    package var ulid: String
    /// Milliseconds since the epoch; the block holds samples in `minTime..<maxTime`.
    package var minTime: Int64
    package var maxTime: Int64
    package var version: Int
    package var stats: Stats?
    package var compaction: Compaction?
    package var thanos: Thanos?

    static let maximumSize = 4 << 20

    package init(path: String) throws(Diagnostic) {
        let bytes = try FileContents.read(path, limit: Self.maximumSize)
        do {
            self = try JSONDecoder().decode(BlockMeta.self, from: Data(bytes))
        } catch {
            throw Diagnostic(file: path, "is not the meta.json of a block: \(Self.words(for: error))")
        }
        guard version == 1 || version == 2 else {
            throw Diagnostic(file: path, "has block version \(version); version 1 can be read")
        }
    }

    private static func words(for error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, _): "\"\(key.stringValue)\" is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            "\"\(context.codingPath.map(\.stringValue).joined(separator: "."))\" has the wrong type"
        default: "it is no valid JSON"
        }
    }

    package var externalLabels: [ExternalLabel] {
        (thanos?.labels ?? [:]).map { ExternalLabel(name: $0.key, value: $0.value) }.sorted { $0.name < $1.name }
    }

    /// The latest time that a sample of the block can have.
    package var lastTime: Int64 { maxTime == .min ? .min : maxTime - 1 }

    /// Samples in the block; nil when it does not tell, or tells what cannot be.
    package var samples: Int? { stats?.numSamples.flatMap { (0...Self.mostSamples).contains($0) ? $0 : nil } }

    /// As many blocks as can be mapped then have no more samples than an integer holds.
    private static let mostSamples = 1 << 50

    /// Milliseconds between samples of a downsampled block, nil for raw data.
    package var downsampledResolution: Int64? {
        guard let resolution = thanos?.downsample?.resolution, resolution != 0 else { return nil }
        return resolution
    }
}
