import Foundation
import Testing

/// One verdict of Prometheus' own reader of rule files; testdata/conformance says how they were made.
struct RuleFileLine: Decodable, Sendable, CustomTestStringConvertible {
    struct Verdict: Decodable, Sendable {
        var text: String?
        var ok: Bool
        var errors: [String]
        var groups: Int?
        var rules: Int
        var alerts: Int
        var records: Int
        var duplicates: [String]
        var onlyFirstDocumentRead: Bool
        var lineOffset: Int?
        var columnOffset: Int?
    }

    var id: String
    var form: String
    var faults: [String]
    var text: String
    var asFile: Verdict
    var ruleDocuments: [Verdict]?
    var ok: Bool

    var testDescription: String { "\(id) \(form) \(faults)" }

    static let all: [RuleFileLine] = {
        let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let path = "\(root)/testdata/conformance/rulefiles/rulefiles.jsonl"
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let bytes = (try? Data(contentsOf: URL(filePath: path))) ?? Data()
        return bytes.split(separator: 0x0A).compactMap { try? decoder.decode(RuleFileLine.self, from: Data($0)) }
    }()
}
