import Foundation
import Testing

/// As much of `analyze --format json` as tests of figures look at.
struct AnalyzedJSON: Decodable {
    struct Totals: Decodable {
        var series: Int
        var active_series: Int?
        var metrics: Int
        var label_names: Int
        var label_pairs: Int
        var blocks: Int
    }

    struct Metric: Decodable {
        var name: String
        var series: Int
    }

    struct Label: Decodable {
        var name: String
        var values: Int
        var value_bytes: Int
        var series: Int
    }

    struct Pair: Decodable {
        var name: String
        var value: String
        var series: Int
    }

    struct Source: Decodable {
        var path: String
        var kind: String
        var series: Int
        var samples: Int?
    }

    struct Warning: Decodable {
        var severity: String
        var file: String
        var offset: UInt64?
        var message: String
    }

    var totals: Totals
    var metrics: [Metric]
    var labels: [Label]
    var label_pairs: [Pair]
    var sources: [Source]
    var warnings: [Warning]

    /// What the binary says of a directory, everything listed.
    static func of(_ path: String, _ arguments: String = "", status: Int32 = 0) throws -> AnalyzedJSON {
        let result = try Binary.run(
            "cardscan analyze --format json --limit 0 \(arguments) \"$SOURCE\"", in: Golden.repository, ["SOURCE": path]
        )
        #expect(result.status == status, "\(result.err)")
        return try JSONDecoder().decode(AnalyzedJSON.self, from: Data(result.out.utf8))
    }
}
