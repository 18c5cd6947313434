import Testing
import YAML

@Suite struct TextEditTests {
    @Test func editsAreAppliedInTheOrderOfTheText() throws {
        var edits = TextEdits()
        try edits.add([TextEdit(8..<9, "C"), TextEdit(0..<1, "AA")])
        try edits.add([TextEdit(4..<4, "b1 "), TextEdit(0..<1, "AA")])
        try edits.add([TextEdit(4..<5, "")])
        #expect(String(decoding: try edits.applied(to: SourceText("a   b   c\n")), as: UTF8.self) == "AA   b1    C\n")
        #expect(edits.edits.count == 4)
    }

    @Test func overlapsAreRefusedAndChangeNothing() throws {
        var edits = TextEdits()
        try edits.add([TextEdit(2..<5, "x"), TextEdit(7..<7, "y")])
        let before = edits
        for edit in [
            TextEdit(4..<6, ""), TextEdit(0..<3, ""), TextEdit(2..<5, "z"), TextEdit(3..<3, "z"),
            TextEdit(0..<9, ""), TextEdit(7..<7, "z"), TextEdit(6..<8, ""),
        ] {
            #expect(throws: TextEdits.Conflict.self, "\(edit)") { try edits.add([TextEdit(0..<1, "ok"), edit]) }
            #expect(edits == before)
        }
        try edits.add([TextEdit(5..<7, "touches")])
        #expect(throws: TextEdits.Conflict.outside(TextEdit(5..<7, "touches"))) {
            try edits.applied(to: SourceText("abcdefg").prefix6)
        }
    }
}

extension SourceText {
    fileprivate var prefix6: SourceText { SourceText(Array(bytes.prefix(6))) }
}
