import Foundation

/// One verdict of Prometheus' own rule check on a template; testdata/conformance says how they were made.
struct TemplateVerdict: Decodable, Sendable {
    var id: String
    var input: String
    var parseOk: Bool
    var parseError: String?
    var expandOk: Bool?
    var expanded: String?

    static let all: [TemplateVerdict] = {
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let file = URL(filePath: "\(root)/testdata/conformance/templates/templates.jsonl")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        // Only \n ends a line: the strings hold other characters that some readers split at.
        return ((try? Data(contentsOf: file)) ?? Data()).split(separator: 0x0A).compactMap { line in
            try? decoder.decode(TemplateVerdict.self, from: Data(line))
        }
    }()
}
