import Cardinality
import Foundation
import TSDB
import Testing

@testable import cardscan

struct JSONReportTests {
    private func render(_ report: CardinalityReport, limit: Int? = nil, sort: SortKey? = nil) -> String {
        var settings = ReportSettings(sources: ["/prometheus"])
        settings.limit = limit
        settings.sort = sort
        settings.price = Price(perThousandSeries: 8, currency: "EUR")
        var out = ByteWriter()
        JSONReport(report, settings).write(to: &out)
        return String(decoding: out.bytes, as: UTF8.self)
    }

    private func parse(_ text: String) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func followsItsSchema() throws {
        let file = Golden.repository.appendingPathComponent("docs/report.schema.json")
        let schema = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        for report in [FixtureReport.full(), FixtureReport.bare()] {
            for limit in [0, 1, nil] {
                var validator = SchemaValidator(schema)
                validator.validate(try parse(render(report, limit: limit)))
                let faults = validator.faults
                #expect(faults == [])
            }
        }
    }

    @Test func theValidatorFindsFaults() {
        var validator = SchemaValidator(["type": "object", "properties": ["a": ["type": "integer"]], "required": ["b"]])
        validator.validate(["a": "x", "c": 1])
        #expect(validator.faults.count == 3)
    }

    @Test func fullReportAsBefore() throws {
        try Golden.expect(Self.shortened(render(FixtureReport.full(), limit: 0)), matches: "full.json")
    }

    @Test func bareReportAsBefore() throws { try Golden.expect(render(FixtureReport.bare()), matches: "bare.json") }

    /// The file need not hold a value of 1 MiB.
    private static func shortened(_ text: String) -> String {
        text.replacingOccurrences(of: String(repeating: "a", count: 1 << 20), with: "(1 MiB of a)")
    }

    @Test func limitsCutEveryListButNotTheLabelsOfAMetric() throws {
        let json = try parse(render(FixtureReport.full(), limit: 1))
        for list in ["metrics", "labels", "label_pairs", "groups"] {
            #expect((json[list] as? [Any])?.count == 1, "\(list)")
        }
        let metrics = try #require(json["metrics"] as? [[String: Any]])
        #expect((metrics[0]["labels"] as? [Any])?.count == 7)
    }

    @Test func rowsAreSortedAsAsked() throws {
        let json = try parse(render(FixtureReport.full(), limit: 2, sort: .churn))
        let names = (json["metrics"] as? [[String: Any]])?.compactMap { $0["name"] as? String }
        #expect(names == ["container_network_receive_bytes_total", ""])
    }

    @Test func anyBytesBecomeTheSameTextAsInSwift() throws {
        var random = SeededGenerator(seed: 11)
        let interesting: [UInt8] = [
            0x22, 0x5c, 0x0a, 0x00, 0x7f, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x91, 0x8d, 0xed, 0xff,
        ]
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                Bool.random(using: &random)
                    ? UInt8.random(in: 0...255, using: &random)
                    : interesting[Int.random(in: 0..<interesting.count, using: &random)]
            }
            var json = JSONWriter(ByteWriter())
            json.array { json in bytes.withUnsafeBytes { json.value($0) } }
            let text = json.finish().bytes
            let parsed = try JSONSerialization.jsonObject(with: Data(text)) as? [String]
            #expect(parsed?.first.map { Array($0.utf8) } == Array(String(decoding: bytes, as: UTF8.self).utf8))
            #expect(!text.dropLast().contains { $0 < 0x20 && $0 != 0x0a })
        }
    }

    @Test func numbersThatJSONHasNoWordForAreNull() throws {
        var json = JSONWriter(ByteWriter())
        json.array { json in
            for number in [Double.nan, .infinity, -.infinity, 1.5, 1e300, -0.0, 1e-300] { json.value(number) }
            json.value(Int.min)
        }
        let parsed = try JSONSerialization.jsonObject(with: Data(json.finish().bytes)) as? [Any]
        #expect(parsed?.prefix(3).allSatisfy { $0 is NSNull } == true)
        #expect(parsed?.dropFirst(3).prefix(2).compactMap { $0 as? Double } == [1.5, 1e300])
        #expect(parsed?.last as? Int == Int.min)
    }
}
