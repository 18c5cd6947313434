import Foundation

/// One verdict of Prometheus' own relabelling; testdata/conformance says how they were made.
struct RelabelVerdict: Decodable, Sendable {
    struct Result: Decodable, Sendable {
        var input: [String: String]
        var dropped: Bool
        var out: [String: String]?

        enum CodingKeys: String, CodingKey {
            case input = "in"
            case dropped, out
        }
    }

    var id: String
    var yaml: String
    var scheme: String
    var verdict: String
    var stage: String?
    var error: String?
    var errorIndex: Int?
    var results: [Result]?

    static let all: [RelabelVerdict] = {
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        // Only \n ends a line: the strings hold other characters that some readers split at.
        return unzipped("\(root)/testdata/conformance/relabel/relabel.jsonl.gz").split(separator: 0x0A).compactMap {
            try? decoder.decode(RelabelVerdict.self, from: Data($0))
        }
    }()

    private static func unzipped(_ path: String) -> Data {
        var data = Data()
        guard let pipe = popen("gzip -dc '\(path)'", "r") else { return data }
        defer { pclose(pipe) }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 {
            data.append(contentsOf: buffer[..<count])
        }
        return data
    }
}
