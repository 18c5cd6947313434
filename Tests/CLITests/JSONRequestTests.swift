import Foundation
import Manifests
import Testing
import YAML

@testable import cardscan

struct JSONRequestTests {
    private func read(_ text: String) throws -> [String: JSONRequest.Value] {
        try JSONRequest.members(of: Array(text.utf8))
    }

    @Test func keepsTextAndPassesOverTheRest() throws {
        let members = try read(
            " {\"expr\" : \"a\\n\\\"\\\\\\/\\u00e9\\ud83d\\ude00\\b\\f\\r\\t\",\"n\":-0.5E+10,\"l\":[{},[],[1,\"x\"],null],\"t\":true,\"f\":false} \t"
        )
        #expect(members["expr"] == .text("a\n\"\\/\u{E9}\u{1F600}\u{8}\u{C}\r\t"))
        #expect(members.keys.sorted() == ["expr", "f", "l", "n", "t"])
        #expect(members["n"] == .other && members["l"] == .other)
        #expect(try read("{}").isEmpty)
        let nested = try read(
            "{\"labels\":{\"b\":\"1\",\"<<\":\"2\"},\"values\":[\"x\",\"1\"],\"mixed\":[\"x\",1],\"e\":[]}")
        #expect(nested["labels"] == .members([.init(name: "b", value: "1"), .init(name: "<<", value: "2")]))
        // Two names that Unicode takes for one.
        let twice = try read("{\"l\":{\"\u{e9}\":\"1\",\"e\u{301}\":\"2\"}}")
        if case .members(let members)? = twice["l"] { #expect(members.map(\.value) == ["1", "2"]) }
        #expect(twice["l"] != .other)
        #expect(nested["values"] == .texts(["x", "1"]) && nested["mixed"] == .other && nested["e"] == .texts([]))
        #expect(try read("{\"\":1}") == ["": .other])
    }

    @Test(arguments: [("\\ud83d", "\u{FFFD}"), ("\\ud83dx", "\u{FFFD}x"), ("\\ude00\\ud83d", "\u{FFFD}\u{FFFD}")])
    func halfAPairIsReplaced(escaped: String, expected: String) throws {
        #expect(try read("{\"a\":\"\(escaped)\"}")["a"] == .text(expected))
    }

    @Test(arguments: [
        "", " ", "null", "[]", "{", "}", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,}", "{a:1}",
        "{'a':1}", "{\"a\":01}", "{\"a\":1.}", "{\"a\":.5}", "{\"a\":+1}", "{\"a\":1e}", "{\"a\":0x1}", "{\"a\":-}",
        "{\"a\":NaN}", "{\"a\":tru}", "{\"a\":nulll}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12\"}", "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"\\u+123\"}", "{\"a\":\"\t\"}", "{\"a\":\"\u{1}\"}", "{\"a\":\"\\", "{\"a\":\"", "{\"a\":1}{}",
        "{\"a\":1} x", "{\"a\":1,\"a\":2}", "{\"a\":[1,]}", "{\"a\":[1 2]}", "{\"a\":{\"b\"}}", "{\"a\" 1}",
        "\u{FEFF}{}",
    ])
    func refusesWhatIsNoObject(text: String) {
        do throws(JSONText.Fault) {
            _ = try JSONRequest.members(of: Array(text.utf8))
            Issue.record("must be refused: \(text)")
        } catch {
            #expect(!error.message.isEmpty && 0...text.utf8.count ~= error.offset, "\(text)")
        }
    }

    @Test func deepNestingAndHugeNumbersAreBounded() throws {
        for open in ["[", "{\"a\":"] {
            #expect(throws: JSONText.Fault.self) { try read("{\"a\":" + String(repeating: open, count: 200_000)) }
        }
        let nested = String(repeating: "[", count: 50) + String(repeating: "]", count: 50)
        #expect(try read("{\"a\":\(nested)}") == ["a": .other])
        #expect(try read("{\"a\":\(String(repeating: "9", count: 100_000))e999999999999}") == ["a": .other])
    }

    @Test(
        arguments: [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xC0, 0x80]] as [[UInt8]])
    func refusesWhatIsNotUTF8(bytes: [UInt8]) {
        let text = Array("{\"expr\":\"".utf8) + bytes + Array("\"}".utf8)
        #expect(throws: JSONText.Fault("the line is not UTF-8", at: 0)) {
            try JSONRequest.members(of: text)
        }
    }
}

/// Lines of standard input, as the requests of `promql parse` come in them.
struct LineReaderTests {
    /// `ok` or the error of each answer, and the status.
    private func answers(_ input: [UInt8]) throws -> (lines: [String], status: Int32) {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try Data(input).write(to: directory.appendingPathComponent("input"))
        let result = try Binary.run("cardscan promql parse < input", in: directory)
        let lines = result.out.split(separator: "\n").map { line in
            let answer = (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any]
            let error = answer?["error"] as? [String: Any]
            return answer?["canonical"] as? String ?? error?["message"] as? String ?? "no answer"
        }
        return (lines, result.status)
    }

    @Test func lineEndsAndBlankLines() throws {
        let result = try answers(Array("\r\n{\"expr\":\"a\"}\r\n\n \t\n{\"expr\":\"b\"}\n\n{\"expr\":\"c\"}".utf8))
        #expect(result.lines == ["a", "b", "c"] && result.status == 0)
        #expect(try answers([]).lines.isEmpty)
        #expect(try answers([0x0A]).status == 0)
    }

    @Test func badLinesAreAnsweredAndTheNextAreRead() throws {
        let input = Array("{\"expr\":\"a\"}\n".utf8) + [0xFF, 0x0A, 0x00, 0x0A] + Array("{\"expr\":\"b\"}".utf8)
        let result = try answers(input)
        #expect(result.lines.count == 4 && result.lines.first == "a" && result.lines.last == "b")
        #expect(result.lines.dropFirst().first?.contains("line 2, byte 1: the line is not UTF-8") == true)
        #expect(result.status == 2)
    }

    @Test func lineOfMoreThanALineMayHoldIsSkipped() throws {
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: LineReader.limit + (1 << 17))
        let result = try answers(long + Array("\n{\"expr\":\"a\"}\n".utf8) + long)
        #expect(result.lines.count == 3 && result.lines.dropFirst().first == "a" && result.status == 2)
        #expect(result.lines.allSatisfy { $0 == "a" || $0.contains("is longer than") })
    }
}
