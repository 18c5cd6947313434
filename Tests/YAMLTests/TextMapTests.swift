import Foundation
import Testing
import YAML

/// libyaml decodes, and the map must explain what it decoded: byte by byte.
@Suite struct TextMapTests {
    private static let pieces: [YAMLScalar.Style: [String]] = [
        .plain: ["a", "x", "ü", "😀", " ", "  ", "\t", "\n", "\r\n", "\n\n", "\r", "'", "\"", "\\n"],
        .singleQuoted: [
            "a", "x", "ü", "''", "''''", "\"", "\\", " ", "\t", "\n", "\r\n", "\n \n", "\r", "\u{85}", "\u{2028}", "# ",
            ": ",
        ],
        .doubleQuoted: [
            "a", "x", "ü", "'", "\\n", "\\\"", "\\\\", "\\/", "\\x41", "\\xe9", "\\u00e9", "\\u20ac", "\\u0041",
            "\\U0001f600", "\\N", "\\_", "\\L", "\\P", "\\0", "\\e", "\\ ", "\\\t", " ", "  ", "\t", "\n", "\n\n",
            "\r\n",
            "\\\n", "\\\n \n", "\\\r\n", "\u{85}", "\u{2029}", "😀",
        ],
        .literal: [
            "a", "x", "ü", " ", "  ", "\t", "\n", "\n", "\n", "\r\n", "\n\n", "\u{85}", "\u{2028}", "\\", "'", "# ",
        ],
        .folded: ["a", "x", "ü", " ", "  ", "\t", "\n", "\n", "\n", "\r\n", "\n\n", "\u{85}", "\u{2028}", "\r", "'"],
    ]

    private func text(_ style: YAMLScalar.Style, _ random: inout Random) -> String {
        let pieces = Self.pieces[style] ?? []
        var content = (0..<random.below(24)).map { _ in random.pick(pieces) }.joined()
        let key = random.pick(["k: ", "- ", "é: ", "k:\n  - ", "k:\n    k: "])
        let indent = random.pick(["    ", "     ", "       "])
        switch style {
        case .plain: content = "p" + content.replacing("\n", with: "\n" + indent)
        case .singleQuoted: content = "'" + content.replacing("\n", with: "\n" + indent) + "'"
        case .doubleQuoted: content = "\"" + content.replacing("\n", with: "\n" + indent) + "\""
        case .literal, .folded:
            let number = random.pick(["", "", "", "1", "2", "3"])
            let header = (style == .literal ? "|" : ">") + number + random.pick(["", "+", "-"])
            let comment = random.pick(["", "", " # - c"])
            var lines = content.split(separator: "\n", omittingEmptySubsequences: false)
            if number.isEmpty, let first = lines.first, first.hasPrefix(" ") { lines[0] = "f" + first }
            content = header + comment + "\n" + lines.map { $0.isEmpty ? "" : indent + $0 }.joined(separator: "\n")
        }
        return key + content + random.pick(["", "\n", "\n\n", "\n\n# end\n", "\r\n"])
    }

    private func scalar(of node: YAMLNode?) -> YAMLNode? {
        guard let node else { return nil }
        if let last = node.sequence?.last { return scalar(of: last) }
        if let last = node.mapping?.entries.last { return scalar(of: last.value) }
        return node
    }

    @Test(arguments: [
        YAMLScalar.Style.plain, .singleQuoted, .doubleQuoted, .literal, .folded,
    ])
    func mapsExplainWhatWasDecoded(_ style: YAMLScalar.Style) throws {
        var random = Random(seed: 42)
        var (checked, bytes) = (0, 0)
        for _ in 0..<2000 {
            let text = text(style, &random)
            let source = SourceText(text)
            let stream = YAMLStream(parsing: source)
            guard stream.errors.isEmpty, let node = scalar(of: stream.documents.first?.root),
                let scalar = node.scalar, scalar.style == style
            else { continue }
            try check(TextMap(of: node, in: source), Array(scalar.value.utf8), source, text)
            checked += 1
            bytes += scalar.value.utf8.count
        }
        #expect(checked > 500, "of 2000 random scalars, \(checked) were YAML")
        #expect(bytes > 5000)
    }

    private func check(_ map: TextMap, _ decoded: [UInt8], _ source: SourceText, _ text: String) throws {
        try #require(
            map.end.offset == decoded.count,
            "\(Array(text.unicodeScalars).map { $0.escaped(asASCII: true) }.joined()) \(decoded)")
        var last = -1
        for (index, run) in map.runs.enumerated() where run.offset < decoded.count {
            let end = index + 1 < map.runs.count ? map.runs[index + 1].offset : decoded.count
            for offset in run.offset..<end {
                let place = map.source(of: offset)
                try #require(place >= last && place < source.bytes.count, "\(text.debugDescription) at \(offset)")
                last = place
                if run.escapeLength == 0 {
                    try #require(source.bytes[place] == decoded[offset], "\(text.debugDescription) at \(offset)")
                } else {
                    try #require(
                        [0x5c, 0x27, 0x0a, 0x0d, 0xc2].contains(source.bytes[place]), "\(text.debugDescription)")
                    #expect(map.source(of: offset..<offset + 1) == run.source..<run.source + run.escapeLength)
                }
            }
        }
        #expect(map.end.source >= last)
        #expect(map.source(of: decoded.count) == map.end.source)
    }

    @Test func escapesMapToAllTheirBytes() {
        let single = SourceText("'it''s'")
        if let node = YAMLStream(parsing: single).documents.first?.root {
            #expect(single.text(TextMap(of: node, in: single).source(of: 2..<4)) == "''s")
        }
        let json = SourceText(#"["a\u00e9b", "\ud83d\ude00!", "\/"]"#)
        let texts = YAMLStream(parsing: json).documents.first?.root?.sequence ?? []
        #expect(texts.map { $0.scalar?.value ?? "" } == ["aéb", "😀!", "/"])
        let map = TextMap(of: texts[0], in: json)
        #expect(json.text(map.source(of: 1..<3)) == "\\u00e9")
        #expect(json.text(map.source(of: 3..<4)) == "b")
        #expect(json.text(TextMap(of: texts[1], in: json).source(of: 0..<4)) == "\\ud83d\\ude00")
        #expect(json.text(TextMap(of: texts[2], in: json).source(of: 0..<1)) == "\\/")
    }

    @Test func lineSeparatorsAreCharactersInJSON() {
        let json = SourceText("[\"a\u{2028} \u{85} b\"]")
        let node = YAMLStream(parsing: json).documents.first?.root?.sequence?.first
        #expect(node?.scalar?.value == "a\u{2028} \u{85} b")
        if let node { #expect(TextMap(of: node, in: json).end.offset == node.scalar?.value.utf8.count) }
    }

    @Test func expressionInABlockScalar() {
        let source = SourceText("groups:\n  - expr: |-\n      sum(\n        rate(x[5m])\n      )\n")
        let item = YAMLStream(parsing: source).documents.first?.root?.mapping?["groups"]?.sequence?.first
        guard let node = item?.mapping?["expr"], let value = node.scalar?.value, let rate = value.range(of: "rate")
        else {
            Issue.record("no expression")
            return
        }
        let offset = value.utf8.distance(from: value.startIndex, to: rate.lowerBound)
        let place = TextMap(of: node, in: source).source(of: offset)
        #expect(source.position(of: place) == SourcePosition(line: 4, column: 9))
    }
}
