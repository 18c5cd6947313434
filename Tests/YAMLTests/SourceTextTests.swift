import Testing
import YAML

@Suite struct SourceTextTests {
    @Test func positionsCountScalars() {
        let source = SourceText("aü b\r\nc\rd\n")
        #expect(source.position(of: 0) == SourcePosition(line: 1, column: 1))
        #expect(source.position(of: 4) == SourcePosition(line: 1, column: 4))
        #expect(source.position(of: 7) == SourcePosition(line: 2, column: 1))
        #expect(source.position(of: 9) == SourcePosition(line: 3, column: 1))
        #expect(source.position(of: 99) == SourcePosition(line: 4, column: 1))
        #expect(source.text(source.line(1)) == "aü b")
        #expect(source.text(source.line(9)).isEmpty)
    }

    @Test func byteOrderMarksHaveNoColumn() {
        let source = SourceText("\u{feff}ab\nc")
        #expect(source.position(of: 0) == SourcePosition(line: 1, column: 1))
        #expect(source.position(of: 3) == SourcePosition(line: 1, column: 1))
        #expect(source.position(of: 4) == SourcePosition(line: 1, column: 2))
        #expect(source.text(source.line(1)) == "ab")
        #expect(source.text(source.line(2)) == "c")
        #expect(source.lineNumber(of: 6) == 2)
    }

    @Test(arguments: [
        ("", [0]), ("\n", [0, 1]), ("\r", [0, 1]), ("\r\n", [0, 2]), ("\n\r", [0, 1, 2]), ("\r\r\n\n", [0, 1, 3, 4]),
        ("a\rb\nc\r\nd", [0, 2, 4, 7]), ("a\n\nb\r", [0, 2, 3, 5]),
    ])
    func everyLineEndCounts(_ text: String, _ starts: [Int]) {
        #expect(SourceText(text).lineStarts == starts)
    }
}
