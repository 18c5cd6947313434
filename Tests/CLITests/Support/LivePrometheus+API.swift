import Foundation

extension LivePrometheus {
    /// What `/api/v1/status/tsdb` says of the head: the server's own view, to hold cardscan's against.
    struct Status: Decodable {
        struct Head: Decodable {
            let numSeries: Int
            let numLabelPairs: Int
            let chunkCount: Int
            let minTime: Int64
            let maxTime: Int64
        }

        struct Entry: Decodable, Equatable {
            let name: String
            let value: Int
        }

        let headStats: Head
        /// The ten largest, as the three lists below; Prometheus 2.42 gives no more.
        let seriesCountByMetricName: [Entry]
        let labelValueCountByLabelName: [Entry]
        let memoryInBytesByLabelName: [Entry]
        let seriesCountByLabelValuePair: [Entry]
    }

    /// One element of an instant vector.
    struct Sample: Decodable {
        let metric: [String: String]
        let value: Double

        private enum CodingKeys: CodingKey {
            case metric, value
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            metric = try container.decode([String: String].self, forKey: .metric)
            var pair = try container.nestedUnkeyedContainer(forKey: .value)
            _ = try pair.decode(Double.self)  // when; then what, as a string
            let text = try pair.decode(String.self)
            guard let number = Double(text) else { throw LiveFailure("not a sample value: \(text)") }
            value = number
        }
    }

    func status() async throws -> Status {
        try await answer("/api/v1/status/tsdb")
    }

    /// The instant vector that `expression` has now.
    func query(_ expression: String) async throws -> [Sample] {
        struct Vector: Decodable {
            let result: [Sample]
        }
        let escaped = expression.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return try await (answer("/api/v1/query?query=\(escaped)") as Vector).result
    }

    /// The body that the server gives for `path`.
    ///
    /// - Throws: `LiveFailure` when the status is not 200 or the server stays silent for five seconds.
    func get(_ path: String) async throws -> Data {
        let port = port
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try Loopback.get(path, port: port) })
            }
        }
    }

    private func answer<Payload: Decodable>(_ path: String) async throws -> Payload {
        try await JSONDecoder().decode(Envelope<Payload>.self, from: get(path)).data
    }
}

/// What every answer of Prometheus' API comes in.
private struct Envelope<Payload: Decodable>: Decodable {
    let data: Payload
}
