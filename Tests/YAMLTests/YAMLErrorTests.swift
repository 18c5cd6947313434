import Testing
import YAML

@Suite struct YAMLErrorTests {
    /// What is wrong, in words, with libyaml's own behind it, and where.
    @Test(arguments: [
        ("a:\n\tb: 1\n", "tabs cannot indent", "found character that cannot start any token", "2:1"),
        ("a: b: c\n", "quote text that contains ': '", "mapping values are not allowed", "1:5"),
        ("a: 1\n  b: 2\n", "check the indentation", "mapping values are not allowed", "2:4"),
        ("a:\n  - b\n c: d\n", "check the indentation", "did not find expected key", "3:2"),
        ("a: \"x\n", "a quote is opened and never closed", "quoted scalar that begins in line 1", "2:1"),
        ("a: [1, 2\nb: 3\n", "a '[' is not closed", "flow sequence that begins in line 1", "2:2"),
        ("a: \"\\d+\"\n", "write '\\\\' for a backslash", "found unknown escape character", "1:5"),
        ("a: @x\n", "text cannot begin with '@'", "cannot start any token", "1:4"),
        ("a: `x`\n", "text cannot begin with '`'", "cannot start any token", "1:4"),
        ("a: * x\n", "must be quoted", "while scanning an alias", "1:5"),
        ("a: {{ $labels.x }} is down\n", "begins with '{{' must be quoted", "did not find expected key", "1:20"),
        ("a: {{ $value | humanize }}% of {{ x }}\n", "begins with '{{' must be quoted", "", "1:27"),
        ("- a\nb: c\n", "check the indentation", "did not find expected '-' indicator", "2:1"),
        ("ü: é: c\n", "quote text", "mapping values", "1:5"),
        ("a: *nope\n", "unknown anchor 'nope'", "", "1:4"),
        ("a: &x [*x]\n", "contains itself", "", "1:8"),
        ("a: \u{0}b\n", "U+0000 (NUL) at offset 3", "control characters", "1:4"),
        ("a: \u{7f}\n", "U+007F at offset 3", "control characters", "1:4"),
        ("%YAML 3.0\n---\na\n", "only YAML 1.1 and 1.2", "found incompatible YAML document", "1:1"),
    ])
    func messagesSayWhatToDo(_ text: String, _ advice: String, _ original: String, _ position: String) {
        let source = SourceText(text)
        guard let error = YAMLStream(parsing: source).error else {
            Issue.record("no error")
            return
        }
        #expect(error.message.contains(advice), "\(error.message)")
        #expect(error.message.contains(original), "\(error.message)")
        #expect(source.position(of: error.range.lowerBound).description == position, "\(error.message)")
    }

    @Test func duplicateKeysNameBothLines() {
        let stream = YAMLStream("a: 1\nb: 2\na: 3\nc: {d: 1, d: 2, 'd': 3}\n")
        #expect(stream.errors.map(\.kind) == [.duplicateKey, .duplicateKey, .duplicateKey])
        #expect(
            Set(stream.errors.map(\.message)) == [
                #"mapping key "a" already defined at line 1, and again at line 3"#,
                #"mapping key "d" already defined at line 4, and again at line 4"#,
            ])
        #expect(stream.documents.first?.root?.mapping?["a"]?.scalar?.value == "1")
        let many = (0..<500).map { "k\($0 % 250): 1\n" }.joined()
        #expect(YAMLStream(many).errors.count == 100)
        #expect(YAMLStream("a: &x {b: 1}\n<<: *x\n<<: *x\n").error?.kind == .duplicateKey)
        #expect(YAMLStream(#"{"a": 1, "a": 2}"#).error?.kind == .duplicateKey)
    }

    /// Eight bytes are looked at together: each of them may be the wrong one, and those around it may be anything.
    @Test(arguments: UInt8(0)..<128) func controlCharactersAreFoundAtEveryOffset(_ byte: UInt8) {
        for surrounding in ["x", "~", " ", "\n", "\u{1}", "\u{7f}"] {
            for offset in 0..<17 {
                var text = Array("# ".utf8) + Array(String(repeating: surrounding, count: 24).utf8)
                text[2 + offset] = byte
                let wrong = text.indices.first {
                    let byte = text[$0]
                    return byte < 0x20 && ![0x09, 0x0a, 0x0d].contains(byte) || byte == 0x7f
                }
                let error = YAMLStream(parsing: SourceText(text)).error
                let found = error.flatMap { $0.message.contains("control characters") ? $0.range.lowerBound : nil }
                #expect(found == wrong, "\(byte) at \(offset) among \(surrounding.debugDescription)")
            }
        }
    }

    @Test func onlyUTF8() {
        func error(_ bytes: [UInt8]) -> YAMLError? { YAMLStream(parsing: SourceText(bytes)).error }
        #expect(error(Array("a: ".utf8) + [0xe9])?.message == "is not UTF-8: byte 0xe9 at offset 3")
        for bytes: [UInt8] in [
            [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82], [0x80], [0xf0, 0x80, 0x80, 0x80],
        ] {
            #expect(error(Array("{\"a\": \"".utf8) + bytes + Array("\"}".utf8))?.kind == .invalidUTF8)
        }
        #expect(error([0xff, 0xfe, 0x61, 0])?.message.contains("UTF-16") == true)
    }
}
