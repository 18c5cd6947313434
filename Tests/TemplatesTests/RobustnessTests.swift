import Templates
import Testing

/// No input may crash the parser or take long, and no range may lead outside of the input.
@Suite struct RobustnessTests {
    @discardableResult
    private func parse(_ text: String) -> TemplateError? {
        do throws(TemplateError) {
            let template = try Template(parsing: text)
            let reads = template.reads
            let ranges =
                reads.labels.map(\.range) + reads.labels.map(\.expression) + reads.values + reads.allLabels
                + reads.allExternalLabels + reads.queries.map(\.range) + template.body.map(\.range)
            #expect(ranges.allSatisfy { $0.upperBound <= text.utf8.count })
            return nil
        } catch {
            #expect(error.range.upperBound <= text.utf8.count, "\(error) at \(error.range)")
            return error
        }
    }

    @Test func survivesTruncation() {
        for verdict in TemplateVerdict.all.prefix(200) {
            let scalars = Array(verdict.input.unicodeScalars)
            for end in stride(from: 0, to: scalars.count, by: 3) {
                var text = String.UnicodeScalarView()
                text.append(contentsOf: scalars[..<end])
                parse(String(text))
            }
        }
    }

    /// Characters swapped, removed, doubled and taken from elsewhere.
    @Test func survivesMutation() {
        var generator = SplitMix(state: 11)
        let marks = Array("{{}}-()|\"`'$.:=, \n\\/*09eix_é🙂".unicodeScalars)
        for verdict in TemplateVerdict.all {
            for _ in 0..<6 {
                var scalars = Array(verdict.input.unicodeScalars)
                for _ in 0..<3 where !scalars.isEmpty {
                    let index = Int.random(in: 0..<scalars.count, using: &generator)
                    switch Int.random(in: 0..<4, using: &generator) {
                    case 0: scalars.swapAt(index, .random(in: 0..<scalars.count, using: &generator))
                    case 1: scalars.remove(at: index)
                    case 2: scalars.insert(scalars[index], at: index)
                    default: scalars.insert(marks.randomElement(using: &generator) ?? "{", at: index)
                    }
                }
                var text = String.UnicodeScalarView()
                text.append(contentsOf: scalars)
                parse(String(text))
            }
        }
    }

    @Test(arguments: [
        "{{(", "{{if 1}}", "{{with 1}}", "{{range 1}}", "{{block \"a\" .}}", "{{block \"a\" .}}{{if 1}}",
        "{{if 1}}x{{else}}{{if 1}}",
    ])
    func refusesDeepNesting(opening: String) {
        let error = parse(opening.count == 3 ? "{{" + repeated("(", 10_000) : repeated(opening, 10_000))
        #expect(error?.message == "template nests more than 200 levels deep")
    }

    @Test func takesNestingThatSomebodyMightWrite() {
        #expect(parse(repeated("{{if 1}}", 200) + "x" + repeated("{{end}}", 200)) == nil)
        #expect(parse("{{" + repeated("(", 200) + "1" + repeated(")", 200) + "}}") == nil)
        #expect(parse("{{if 1}}" + repeated("{{else if $labels.a}}x", 5_000) + "{{end}}") == nil)
        let calls = (0..<5_000).map { "{{define \"\($0)\"}}{{template \"\($0 + 1)\" .}}x{{end}}" }.joined()
        #expect(parse(calls + "{{template \"0\" .}}") == nil)
        #expect(parse("{{define \"a\"}}{{template \"a\" .}}x{{end}}{{template \"a\" .}}") == nil)
    }

    /// A third of a million bytes, each time of another kind: quadratic work would take many minutes. Ten million take under a second
    /// when optimized.
    @Test(
        .timeLimit(.minutes(5)),
        arguments: [
            "a", "{ ", "{{/**/}}", "{{.}}", "{{$a:=1}}{{$a}}", "{{if 1}}{{$a:=1}}{{end}}", "{{ 1 | print }}",
            "{{block \"a\" .}} {{end}}", "\n{{- 1 -}}\n",
        ])
    func takesLinearTime(piece: String) {
        let text = repeated(piece, 300_000 / piece.utf8.count)
        let error = parse(text)
        #expect(error == nil)
    }

    @Test func refusesMorePartsThanFitMemory() {
        #expect(parse(repeated("{{.}}", 300_000))?.message == "template has more than 500000 parts")
    }

    @Test(
        .timeLimit(.minutes(5)),
        arguments: ["{{\"", "{{`", "{{/*", "{{ ", "{{ a", "{{ 1", "{{ (1 ", "{{ $labels.a", "{{ 1 |", "{{ $x :="])
    func takesLinearTimeWithinOneAction(opening: String) {
        for piece in [" ", "a", "1", ".a", "\\\"", "-", " -", "|", "\n"] {
            parse(opening + repeated(piece, 200_000 / piece.utf8.count))
        }
    }

    private func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }
}

/// A generator whose numbers are the same in every run.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
