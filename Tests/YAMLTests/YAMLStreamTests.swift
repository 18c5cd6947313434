import Testing
import YAML

@Suite struct YAMLStreamTests {
    @Test(arguments: [
        ("a: 1\nb: 2\n\n# end\n", #"{"a"«a»: "1"«1», "b"«b»: "2"«2»}«a: 1\#nb: 2»"#),
        ("- a\n-  'b'\n\n", #"["a"«a», "b"«'b'»]«- a\#n-  'b'»"#),
        ("k:\n- x\n- y\nl: z\n", #"{"k"«k»: ["x"«x», "y"«y»]«- x\#n- y», "l"«l»: "z"«z»}«k:\#n- x\#n- y\#nl: z»"#),
        ("{a: [1, 2 ], b}\n", #"{"a"«a»: ["1"«1», "2"«2»]«[1, 2 ]», "b"«b»: ""«»}«{a: [1, 2 ], b}»"#),
        ("[a: b]", #"[{"a"«a»: "b"«b»}«a: b»]«[a: b]»"#),
        ("a:\n\n\nb:\n", #"{"a"«a»: ""«», "b"«b»: ""«»}«a:\#n\#n\#nb:»"#),
        ("a: |\n  x\n  y\n\nb: c\n", #"{"a"«a»: "x\ny\n"«|\#n  x\#n  y», "b"«b»: "c"«c»}«a: |\#n  x\#n  y\#n\#nb: c»"#),
        ("- - a\n  - b\n- c", #"[["a"«a», "b"«b»]«- a\#n  - b», "c"«c»]«- - a\#n  - b\#n- c»"#),
        ("ü: \"é\\n\"\nñ: ß # €\n", #"{"ü"«ü»: "é\n"«"é\n"», "ñ"«ñ»: "ß"«ß»}«ü: "é\n"\#nñ: ß»"#),
        ("a: b\u{85}c: d\u{2028}e: 😀 f\n", #"{"a"«a»: "b"«b», "c"«c»: "d"«d», "e"«e»: "😀 f"«😀 f»}"#),
        ("\u{feff}a: b\n", #"{"a"«a»: "b"«b»}«a: b»"#),
        ("\u{feff}ä: b\n", #"{"ä"«ä»: "b"«b»}«ä: b»"#),
        ("a: &x !!str 1\nb: !!map {c: d}\n", #"{"a"«a»: <tag:yaml.org,2002:str>"1"«1»"#),
        ("? [a]\n: &x\n  - b\n", #"{["a"«a»]«[a]»: ["b"«b»]«- b»}"#),
        ("a: &x # why\n  b: c\n", #"{"a"«a»: {"b"«b»: "c"«c»}«b: c»}«a: &x # why\#n  b: c»"#),
        ("a: &x\n- b\n", #"{"a"«a»: ["b"«b»]«- b»}«a: &x\#n- b»"#),
        ("a: one\n  two\n\n  three\n", #"{"a"«a»: "one two\nthree"«one\#n  two\#n\#n  three»}"#),
        ("a:\r\n  b: c\r\nd: e\r\n", #"{"a"«a»: {"b"«b»: "c"«c»}«b: c», "d"«d»: "e"«e»}"#),
        ("? a\n\n? b\n", #"{"a"«a»: ""«», "b"«b»: ""«»}«? a\#n\#n? b»"#),
    ])
    func nodesKnowTheirBytes(_ text: String, _ expected: String) {
        let stream = YAMLStream(text)
        #expect(stream.errors.isEmpty)
        let outline = YAMLStream.outline(text).first ?? ""
        #expect(outline.hasPrefix(expected), "\(outline)")
    }

    @Test func itemsAreToldOnceTheyAreComplete() {
        let text = "- a: 1\n- [b, {c: 2}]\n- &d {e: [{f: 3}]}\n- *d\n- g: {h: 4}\n- \"\n"
        var keys: [String] = []
        let stream = YAMLStream(parsing: SourceText(text)) { item in
            keys.append((item.mapping?.entries ?? []).map(\.name).joined())
        }
        #expect(keys == ["a", "c", "f", "e", "g"])
        #expect(stream.error?.kind == .syntax)
    }

    @Test func documentsHaveRanges() {
        let source = SourceText("# one\na: 1\n\n---\n--- # three\n- b\n...\n# end\n")
        let stream = YAMLStream(parsing: source)
        #expect(stream.errors.isEmpty)
        #expect(stream.documents.map { source.text($0.range) } == ["a: 1", "---", "--- # three\n- b\n..."])
        #expect(stream.documents.map { $0.root == nil } == [false, true, false])
        #expect(YAMLStream("# nothing\n").documents.isEmpty)
        #expect(YAMLStream("").documents.isEmpty)
        #expect(YAMLStream("\u{feff}").documents.isEmpty)
    }

    @Test func documentsBeforeAnErrorAreKept() {
        let stream = YAMLStream("a: 1\n---\nb: [\n---\nc: 3\n")
        #expect(stream.documents.count == 1)
        #expect(stream.error?.kind == .syntax)
        #expect(YAMLStream("a: 1\n---\nb: \u{1}\n").documents.count == 1)
        #expect(YAMLStream("a: 1\n...\n\u{1}\n").documents.count == 1)
    }

    @Test func aliasesStandForTheirAnchors() {
        #expect(
            YAMLStream.outline("a: &x [1, 2]\nb: *x\n*x : c\n").first?.contains(#""b"«b»: ["1"«1», "2"«2»]«*x»"#)
                == true)
        let stream = YAMLStream("a: &x [1]\nb: *x\n")
        let node = stream.documents.first?.root?.mapping?["b"]
        #expect(node?.range == 6..<9)
        #expect(node?.alias == 13..<15)
        #expect(node?.sequence?.first?.alias == nil)
    }

    @Test func mergeKeysFillInWhatIsMissing() {
        let text = """
            - &a {x: 1, y: 2}
            - &b {y: 3, z: 4}
            - {<<: [*a, *b], x: 0}
            - {x: 0, <<: *b}
            - {<<: {q: 5}}
            - {"<<": 1}
            """
        let nodes = YAMLStream(text).documents.first?.root?.sequence ?? []
        let entries = nodes.map { node in
            (node.mapping?.entries ?? []).map { "\($0.isMerged ? "<<" : "")\($0.name)=\($0.value.scalar?.value ?? "")" }
        }
        #expect(entries.count == 6)
        #expect(entries.dropFirst(2) == [["x=0", "<<y=2", "<<z=4"], ["x=0", "<<y=3", "<<z=4"], ["<<q=5"], ["<<=1"]])
        #expect(nodes[2].mapping?.entries.last?.value.alias != nil)
        #expect(YAMLStream("a: {<<: 1}").error?.message.contains("map merge requires map") == true)
    }
}
