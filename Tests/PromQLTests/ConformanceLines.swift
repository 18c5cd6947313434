import FoundationEssentials
import Glibc

@testable import PromQL

/// One verdict of Prometheus' own parser; testdata/conformance says how they were made.
struct ConformanceLine: Decodable, Sendable {
    struct Fault: Decodable {
        var start: Int
        var end: Int
        var msg: String
    }

    struct SelectorVerdict: Decodable {
        struct Condition: Decodable {
            var n: String
            var o: String
            var v: String
        }

        var name: String
        var matchers: [Condition]
        var rangeMs: Int64?
    }

    var id: String
    var input: String
    var acceptDefault: Bool
    var acceptAll: Bool
    var type: String?
    var canonical: String?
    var sexpr: String?
    var sexprPos: String?
    var selectors: [SelectorVerdict]?
    var metrics: [String]?
    var functions: [String]?
    var aggregations: [String]?
    var error: Fault?
    var errorDefault: Fault?

    static let accepted = read("accepted.jsonl.gz") + further.filter(\.acceptAll)
    static let rejected = read("rejected.jsonl") + further.filter { !$0.acceptAll }
    /// Further files of verdicts, named in the environment and separated by colons: not all may be kept here.
    static let further = (getenv("CARDSCAN_PROMQL_VERDICTS").map { String(cString: $0) } ?? "")
        .split(separator: ":").flatMap { read(path: String($0)) }
    static let all = accepted + rejected

    private static func read(_ file: String) -> [ConformanceLine] {
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return read(path: "\(root)/testdata/conformance/promql/\(file)")
    }

    /// Reads a file of verdicts, through gzip if its name says so.
    static func read(path: String) -> [ConformanceLine] {
        let bytes = path.hasSuffix(".gz") ? unzipped(path) : (try? Data(contentsOf: URL(filePath: path))) ?? Data()
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        // Only \n ends a line: the strings hold other characters that some readers split at.
        return bytes.split(separator: 0x0A).compactMap { line in
            try? decoder.decode(ConformanceLine.self, from: Data(line))
        }
    }

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
