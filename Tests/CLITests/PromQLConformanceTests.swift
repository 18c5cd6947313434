import Foundation
import Testing

/// `cardscan promql parse` as a program uses it: one process, a request a line, answers as Prometheus' own parser has
/// them; testdata/conformance says how they were made.
struct PromQLConformanceTests {
    private struct Matcher: Decodable, Equatable {
        var n: String
        var o: String
        var v: String
    }

    private struct Selector: Decodable, Equatable {
        var name: String
        var matchers: [Matcher]
        var rangeMs: Int64?
    }

    private struct Verdict: Decodable {
        struct Fault: Decodable { var msg: String }

        var id: String
        var input: String
        var type: String?
        var canonical: String?
        var selectors: [Selector]?
        var error: Fault?
    }

    private struct Answer: Decodable {
        struct Fault: Decodable {
            var message: String
            var start: Int
            var end: Int
        }

        var ok: Bool
        var canonical: String?
        var type: String?
        var selectors: [Selector]
        var error: Fault?
    }

    private static let files = Golden.repository.appendingPathComponent("testdata/conformance/promql").path

    private static func decode<Line: Decodable>(_ text: String) throws -> [Line] {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try Data(text.utf8).split(separator: 0x0A).map { try decoder.decode(Line.self, from: $0) }
    }

    /// The lines of a file that the shell reads so, and what is answered to them.
    private static func play(_ reader: String, status: Int32) throws -> [(Verdict, Answer)] {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let verdicts: [Verdict] = try decode(Binary.run("\(reader) lines", in: try link(directory, reader)).out)
        var requests = Data()
        for verdict in verdicts {
            requests += try JSONEncoder().encode(["expr": verdict.input])
            requests.append(0x0A)
        }
        try requests.write(to: directory.appendingPathComponent("requests"))
        let result = try Binary.run("cardscan promql parse --enable-feature all < requests", in: directory)
        #expect(result.status == status && result.err.isEmpty, "\(result.err)")
        let answers: [Answer] = try decode(result.out)
        #expect(answers.count == verdicts.count)
        return Array(zip(verdicts, answers))
    }

    private static func link(_ directory: URL, _ reader: String) throws -> URL {
        let file = reader == "cat" ? "rejected.jsonl" : "accepted.jsonl.gz"
        try FileManager.default.createSymbolicLink(
            atPath: directory.appendingPathComponent("lines").path, withDestinationPath: "\(files)/\(file)")
        return directory
    }

    @Test func acceptedLines() throws {
        let lines = try Self.play("gzip -dcf", status: 0)
        #expect(lines.count >= 2000)
        for (verdict, answer) in lines {
            #expect(answer.ok && answer.error == nil, "\(verdict.id)")
            #expect(answer.type == verdict.type, "\(verdict.id)")
            // Prometheus prints the empty selector, which info() takes, as nothing, and cannot read that back.
            #expect(answer.canonical?.replacing(", {})", with: ", )") == verdict.canonical, "\(verdict.id)")
            #expect(answer.selectors == verdict.selectors, "\(verdict.id)")
        }
    }

    @Test func rejectedLines() throws {
        let lines = try Self.play("cat", status: 1).filter { $0.0.error != nil }
        #expect(lines.count >= 1000)
        for (verdict, answer) in lines {
            #expect(!answer.ok && answer.canonical == nil && answer.selectors.isEmpty, "\(verdict.id)")
            #expect(answer.error?.message == verdict.error?.msg, "\(verdict.id)")
            let (start, end) = (answer.error?.start ?? -1, answer.error?.end ?? -1)
            #expect(0 <= start && start <= end && end <= verdict.input.utf8.count, "\(verdict.id)")
        }
    }
}
