import Foundation
import Testing

@testable import Receiver

/// A sequence of requests and what Prometheus' own receiver made of each; testdata/conformance says how it was made.
@Suite struct ConformanceTests {
    private struct Line: Decodable {
        struct Expected: Decodable {
            var status: Int
            var writtenHeaders: [String: String]
            var newSeries: Int
            var distinctSeriesAfter: Int
            var referenceError: String?
        }

        var name: String
        var method: String
        var path: String
        var headers: [String: String]
        var bodyBase64: String
        var expected: Expected
    }

    private static func lines() throws -> [Line] {
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", root + "/testdata/conformance/remote_write/requests.jsonl.gz"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try data.split(separator: 0x0A).map { try decoder.decode(Line.self, from: Data($0)) }
    }

    /// Texts that a sender logs; those of decoders which are not ours are not compared.
    private static func isCompared(_ text: String) -> Bool { !text.hasPrefix("s2: ") }

    @Test func everyRequestIsAnsweredAsExpected() throws {
        let receiver = try RunningReceiver()
        var before = 0
        let lines = try Self.lines()
        #expect(lines.count == 40)
        for line in lines {
            let body = [UInt8](try #require(Data(base64Encoded: line.bodyBase64)))
            let answer = try receiver.send(line.method, line.path, line.headers, body)
            let name = Comment(rawValue: line.name)
            #expect(answer.status == line.expected.status, name)
            for header in ["Samples", "Histograms", "Exemplars"].map({ "X-Prometheus-Remote-Write-\($0)-Written" }) {
                #expect(answer.headers[header.lowercased()] == line.expected.writtenHeaders[header], name)
            }
            if let text = line.expected.referenceError, Self.isCompared(text) {
                #expect(answer.body == text + "\n", name)
            }
            let known = receiver.stream.status().knownSeries
            #expect(known == line.expected.distinctSeriesAfter, name)
            #expect(known - before == line.expected.newSeries, name)
            before = known
        }
        // The retry at the end of the list was not counted again.
        #expect(receiver.stream.status().totals.repeatedSamples > 0)
        #expect(receiver.stream.status().tail == nil)
    }
}
