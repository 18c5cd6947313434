import FoundationEssentials
import Testing

@testable import Regex

/// What Go accepts and matches, pattern by pattern; testdata/conformance/re2 says how the verdicts were made.
@Suite struct RE2ConformanceTests {
    struct Line: Decodable {
        struct Subject: Decodable {
            var s: String?
            var sB64: String?
            var match: Bool
            var pos: [Int]?

            var bytes: [UInt8] { sB64.flatMap { Data(base64Encoded: $0) }.map(Array.init) ?? Array((s ?? "").utf8) }
        }

        var id: String
        var re: String?
        var reB64: String?
        var accept: Bool
        var acceptAlone: Bool?
        var errorCode: String?
        var numGroups: Int?
        var groupNames: [String]?
        var subjects: [Subject]?

        var bytes: [UInt8] { reB64.flatMap { Data(base64Encoded: $0) }.map(Array.init) ?? Array((re ?? "").utf8) }
    }

    static let lines: [Line] = {
        let file = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let text = (try? Data(contentsOf: URL(filePath: "/\(file)/testdata/conformance/re2/re2.jsonl"))) ?? Data()
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return text.split(separator: 0x0A).compactMap { try? decoder.decode(Line.self, from: Data($0)) }
    }()

    @Test func everyLineIsRead() { #expect(Self.lines.count == 1500) }

    /// The gate: what Go accepts is accepted, the rest is refused for the same reason.
    @Test func acceptsWhatGoAccepts() {
        for line in Self.lines {
            do throws(RegexError) {
                let regex = try Regex(bytes: line.bytes)
                #expect(line.accept, "\(line.id) \(regex.pattern) must be refused: \(line.errorCode ?? "")")
                if line.accept {
                    #expect(regex.groupCount == (line.numGroups ?? 0) + 1, "\(line.id) \(regex.pattern)")
                    if let names = line.groupNames { #expect(regex.groupNames == [""] + names, "\(line.id)") }
                }
            } catch {
                #expect(!line.accept, "\(line.id) must be accepted: \(error)")
                if !line.accept { #expect(error.kind.rawValue == line.errorCode, "\(line.id) \(error)") }
            }
        }
    }

    /// As matchers take patterns: each by itself. Plain text is a pattern even if it is not UTF-8.
    @Test func matchersAcceptWhatGoAcceptsByItself() {
        for line in Self.lines where Shortcut(alternatives: line.bytes) == nil {
            guard let accepts = line.acceptAlone else { continue }
            let regex = try? Regex(bytes: line.bytes, for: .matching)
            #expect((regex != nil) == accepts, "\(line.id) \(line.re ?? "")")
        }
    }

    /// The match, and the bytes of every group, through whichever engine the pattern takes.
    @Test func matchesAsGoDoes() {
        forEachSubject { line, regex, bytes, subject in
            #expect(regex.matches(bytes) == subject.match, "\(line.id) \(regex.pattern) on \(subject.bytes)")
            var groups: [Range<Int>?] = []
            let matched = regex.match(bytes, groups: &groups)
            #expect(matched == subject.match, "\(line.id) \(regex.pattern) on \(subject.bytes)")
            if let expected = subject.ranges(regex.groupCount), matched {
                #expect(Array(groups.prefix(10)) == expected, "\(line.id) \(regex.pattern) on \(subject.bytes)")
            }
        }
    }

    /// The linear matcher alone, so that the engine of last resort is as good as the fast one.
    @Test func linearMatcherMatchesAsGoDoes() {
        forEachSubject { line, regex, bytes, subject in
            guard let anchored = try? AnchoredPattern(joining: line.bytes) else { return }
            let program = Program(anchored.node, groupCount: anchored.groupNames.count)
            guard program.instructions.count < 20_000 else { return }
            let slots = LinearMatcher.search(program, bytes, wantsGroups: true)
            #expect((slots != nil) == subject.match, "\(line.id) \(regex.pattern) on \(subject.bytes)")
            guard let slots, let expected = subject.ranges(regex.groupCount) else { return }
            let groups = (0..<min(10, regex.groupCount)).map {
                slots[2 * $0] < 0 ? nil : slots[2 * $0]..<slots[2 * $0 + 1]
            }
            #expect(groups == expected, "\(line.id) \(regex.pattern) on \(subject.bytes)")
        }
    }

    /// The two engines against each other, on texts that regular expression engines like to disagree about.
    @Test func enginesAgree() {
        let texts = ["", "\n", "a\n", "\na", "\u{0B} \u{A0}", "ſKs k", "Ss_9", "ab\r\nab", "σςΣ", "ßẞ", "aaaa", "温é-k"]
        for line in Self.lines where line.accept {
            guard let regex = try? Regex(bytes: line.bytes),
                let anchored = try? AnchoredPattern(joining: line.bytes), anchored.node.size < 200
            else { continue }
            let program = Program(anchored.node, groupCount: regex.groupCount)
            for text in texts {
                Array(text.utf8).withUnsafeBytes { bytes in
                    var groups: [Range<Int>?] = []
                    let matched = regex.match(bytes, groups: &groups)
                    let slots = LinearMatcher.search(program, bytes, wantsGroups: true)
                    let expected = slots.map { slots in
                        (0..<regex.groupCount).map { slots[2 * $0] < 0 ? nil : slots[2 * $0]..<slots[2 * $0 + 1] }
                    }
                    #expect((matched ? groups : nil) == expected, "\(line.id) \(regex.pattern) on \(text)")
                }
            }
        }
    }

    private func forEachSubject(_ body: (Line, Regex, UnsafeRawBufferPointer, Line.Subject) -> Void) {
        for line in Self.lines where line.accept {
            guard let regex = try? Regex(bytes: line.bytes) else { continue }
            for subject in line.subjects ?? [] {
                subject.bytes.withUnsafeBytes { body(line, regex, $0, subject) }
            }
        }
    }
}

extension RE2ConformanceTests.Line.Subject {
    /// Group ranges of the verdict, which lists the first ten.
    func ranges(_ groupCount: Int) -> [Range<Int>?]? {
        guard let pos else { return nil }
        return (0..<min(10, groupCount)).map { pos[2 * $0] < 0 ? nil : pos[2 * $0]..<pos[2 * $0 + 1] }
    }
}
