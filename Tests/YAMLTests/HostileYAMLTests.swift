import Foundation
import Testing
import YAML

/// Short texts that mean an enormous one, or take a parser enormous time. Limits are generous: this is a debug build.
@Suite struct HostileYAMLTests {
    private func seconds(_ body: () -> Void) -> Double {
        let clock = ContinuousClock()
        let time = clock.measure(body).components
        return Double(time.seconds) + Double(time.attoseconds) / 1e18
    }

    @Test func billionLaughs() {
        var text = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
        for level in 1..<10 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        let error = YAMLStream(text).error
        #expect(error?.kind == .limit)
        #expect(error?.message.contains("aliases unfold") == true)
    }

    @Test func mergedBombs() {
        var text = "a0: &a0 {k: 1}\n"
        for level in 1..<30 {
            text +=
                "a\(level): &a\(level) {x: [*a\(level - 1), *a\(level - 1)], <<: [*a\(level - 1), *a\(level - 1)]}\n"
        }
        #expect(YAMLStream(text).error?.kind == .limit)
    }

    @Test func sharedSubtreesAreFew() {
        let text = "base: &b {a: 1, b: [1, 2, 3]}\nall:\n" + String(repeating: "  - *b\n", count: 1000)
        let stream = YAMLStream(text)
        #expect(stream.errors.isEmpty)
        #expect(stream.documents.first?.root?.mapping?["all"]?.sequence?.count == 1000)
    }

    @Test(arguments: [
        "[", "{", "- ", "? ", "{a: ", "[{", "- [", "\"", "'", "{? ", "[? ", "!a ", "&a ", "a: ", "*a ", "%TAG ! !\n",
        "---\n",
        "[a: ", "|\n", "x: {{", "[\n", "- - ", "\t", "\\", "{\"a\":", "[1,", "{\"a\":[",
    ])
    func repeatedTokensEndSoon(_ token: String) {
        for prefix in ["", "a: ", "- ["] {
            let text = prefix + String(repeating: token, count: 50_000)
            let time = seconds { _ = YAMLStream(text) }
            #expect(time < 20, "\(token.debugDescription) after \(prefix.debugDescription)")
        }
    }

    @Test func depthIsBounded() {
        for (opening, closing) in [("[", "]"), ("{a: ", "}")] {
            func nested(_ depth: Int) -> String {
                String(repeating: opening, count: depth) + "x" + String(repeating: closing, count: depth)
            }
            #expect(YAMLStream(nested(200)).errors.isEmpty)
            #expect(YAMLStream(nested(201)).error?.message.contains("nested more than 200 deep") == true)
            #expect(YAMLStream("- " + nested(10_000)).error?.kind == .limit)
        }
        let million = YAMLStream(String(repeating: "[", count: 1_000_000))
        #expect(million.error?.kind == .limit)
    }

    @Test func sizesAreBounded() {
        let limits = YAMLLimits(bytes: 100, nodes: 10)
        #expect(YAMLStream(String(repeating: "a", count: 101), limits: limits).error?.kind == .limit)
        #expect(YAMLStream("[1,2,3,4,5,6,7,8,9]", limits: limits).errors.isEmpty)
        #expect(YAMLStream("[1,2,3,4,5,6,7,8,9,10]", limits: limits).error?.message.contains("more than 10") == true)
        #expect(YAMLStream("- [1,2,3,4,5,6,7,8,9,x]", limits: limits).error?.kind == .limit)
    }

    @Test func blanksThatWouldBeClearedAgainAndAgain() {
        let text = "a: |\n  b\n" + String(repeating: "\n", count: 500_000) + String(repeating: "  c\n", count: 500_000)
        #expect(YAMLStream(text).error?.message.contains("blanks in a row") == true)
        #expect(YAMLStream("a: 1\n" + String(repeating: "\n", count: 100_000)).errors.isEmpty)
    }

    @Test func manyTagDirectives() {
        let text = (0..<100_000).map { "%TAG !a\($0)! b\n" }.joined() + "---\nx\n"
        let time = seconds { #expect(YAMLStream(text).error?.kind == .limit) }
        #expect(time < 20)
    }

    @Test func damagedTextsNeverTrap() {
        let seed = """
            # ü\n%YAML 1.1\n---\na: &x [1, {b: "c\\n\\u00e9"}, 'd''e']\nb: *x\nc: |+2\n    t\n   u\n\nd: >-\n  f\n\n  g\n<<: {h: i}\n
            ? [j]\n: k\nl: !!str m\n...\n{"n": "\\ud83d\\ude00", "o": [1.5e3, null]}
            """
        var random = Random(seed: 7)
        let bytes = Array(seed.utf8)
        let json = Array(#"{"a": [1, "b\n\u00e9", {"c": null}], "d": "\ud83d\ude00"}"#.utf8)
        for round in 0..<4000 {
            var damaged = round % 3 == 0 ? json : bytes
            for _ in 0...random.below(4) {
                let place = random.below(damaged.count)
                switch random.below(4) {
                case 0: damaged[place] = UInt8(random.below(256))
                case 1: damaged.remove(at: place)
                case 2: damaged.insert(random.pick(bytes), at: place)
                default: damaged.removeLast(random.below(damaged.count / 4))
                }
            }
            let source = SourceText(damaged)
            let stream = YAMLStream(parsing: source)
            for document in stream.documents {
                #expect(document.range.upperBound <= damaged.count)
                if let root = document.root { check(root, within: 0..<damaged.count, source) }
            }
            for error in stream.errors { #expect(error.range.upperBound <= damaged.count) }
        }
    }

    /// Nodes stand within their parents, and in order; maps explain the values.
    private func check(_ node: YAMLNode, within range: Range<Int>, _ source: SourceText) {
        let place = node.alias ?? node.range
        #expect(range.contains(place.lowerBound) || place.lowerBound == range.upperBound, "\(source.text(range))")
        #expect(place.upperBound <= range.upperBound, "\(source.text(range))")
        guard node.alias == nil else { return }
        switch node.content {
        case .scalar(let scalar):
            #expect(
                TextMap(of: node, in: source).end.offset == scalar.value.utf8.count,
                "\(source.text(range).debugDescription) \(scalar)")
        case .sequence(let nodes):
            for child in nodes { check(child, within: node.range, source) }
        case .mapping(let mapping):
            for entry in mapping.entries where !entry.isMerged {
                check(entry.key, within: node.range, source)
                check(entry.value, within: node.range, source)
            }
        }
    }
}
