import LabelSets
import Lint
import Manifests
import PromQL
import TSDB
import Testing
import YAML

/// The examples of every check are its tests.
struct ExampleTests {
    /// A check and one of its examples, to be named in a failure.
    struct Case: CustomStringConvertible, Sendable {
        let check: any Check.Type
        let example: Example
        let isFaulty: Bool
        let number: Int

        var description: String { "\(check.info.name) \(isFaulty ? "faulty" : "clean") \(number)" }
    }

    static let cases: [Case] = Checks.all.flatMap { check in
        check.info.faulty.enumerated().map { Case(check: check, example: $1, isFaulty: true, number: $0 + 1) }
            + check.info.clean.enumerated().map { Case(check: check, example: $1, isFaulty: false, number: $0 + 1) }
    }

    static let names = Checks.all.map { $0.info.name }

    @Test("Findings begin where the example is marked", arguments: cases)
    func findsWhatIsMarked(_ tested: Case) throws {
        let files = tested.example.files.map { MarkedText($0.text, path: $0.path) }
        let findings = try Self.findings(of: tested.check, in: files, of: tested.example)
        for file in files {
            let found = findings.filter { $0.file == file.path }
            #expect(
                found.map { file.excerpt(at: $0.range.lowerBound) } == file.marks.map { file.excerpt(at: $0) },
                "\(found.map(\.message))")
            #expect(found.map(\.range.lowerBound) == file.marks)
            for finding in found { expectSound(finding, of: tested.check, in: file) }
        }
        #expect(
            files.allSatisfy(\.marks.isEmpty) != tested.isFaulty, "faulty examples have marks, clean ones have none")
        let fixes = findings.compactMap(\.fix)
        if let fixed = tested.example.fixed {
            let file = try #require(files.first)
            #expect(file.applying(fixes) == fixed)
            // What was mended stays mended.
            let mended = MarkedText(fixed, path: file.path)
            #expect(try Self.findings(of: tested.check, in: [mended], of: tested.example).isEmpty)
        }
    }

    private func expectSound(_ finding: Finding, of check: any Check.Type, in file: MarkedText) {
        #expect(finding.check == check.info.name)
        #expect(finding.range.upperBound <= file.bytes.count)
        #expect(!finding.message.isEmpty && !finding.message.hasSuffix("."))
        guard let fix = finding.fix else { return }
        #expect(check.info.fix.map { fix.safety <= $0 } == true, "the page of the check promises another fix")
        #expect(fix.edits.allSatisfy { $0.range.upperBound <= file.bytes.count })
        // What is absent today may be what the alert waits for.
        #expect(finding.evidence.isEmpty || fix.safety == .unsafe, "a fix that rests on data is never safe")
    }

    private static func findings(
        of check: any Check.Type, in files: [MarkedText], of example: Example
    ) throws -> [Finding] {
        var settings = LintSettings()
        if let text = example.settings {
            let root = try #require(YAMLStream(parsing: SourceText(text)).documents.first?.root)
            try SettingsReader(checks: Checks.names).read(root, into: &settings)
        }
        let reader = ManifestReader()
        let project = Project(files: files.map { reader.read(path: $0.path, source: SourceText($0.bytes)) })
        let previous = example.previous.map { text in
            Project(files: [reader.read(path: example.files[0].path, source: SourceText(text))])
        }
        return Linter(settings: settings, checks: [check], data: try data(of: example)).findings(
            in: project, previous: previous
        )
        .sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    /// The series of an example, an hour of them.
    private static func data(of example: Example) throws -> SeriesData? {
        guard let text = example.series else { return nil }
        var series: [[(name: String, value: String)]] = []
        var observed: [ObservedSeries] = []
        var ends: [String: Int64] = [:]
        for line in text.split(separator: "\n") {
            // Behind the series, samples may stand: one a minute.
            let end = line.lastIndex(of: "}").map { line.index(after: $0) } ?? line.firstIndex(of: " ") ?? line.endIndex
            let labels = try Selector(parsing: String(line[..<end])).matchers.map { (name: $0.name, value: $0.value) }
            let words = line[end...].split(separator: " ")
            if words.first == "ending" {
                let hour: Int64 = 3_600_000
                ends[labels.first { $0.name == "__name__" }?.value ?? ""] =
                    words[1] == "6h" ? 4 * hour : 10 * hour - 600_000
            }
            let values = line[end...].split(separator: " ").compactMap { Double($0) }
            series.append(labels)
            guard !values.isEmpty else { continue }
            observed.append(
                ObservedSeries(
                    labels: labels, samples: values.enumerated().map { Sample(time: Int64($0) * 60_000, value: $1) }))
        }
        return SeriesData(
            index: SeriesIndex(series: series, from: 0, to: ends.isEmpty ? 3_600_000 : 36_000_000, ends: ends),
            sources: ["example"],
            samples: observed.isEmpty ? nil : SampleObservations(observed, times: 0...3_600_000))
    }

    @Test("Checks say what they are", arguments: names)
    func saysWhatItIs(_ name: String) throws {
        let info = try #require(Checks.all.map { $0.info }.first { $0.name == name })
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        #expect(parts.count == 2 && parts.allSatisfy { !$0.isEmpty })
        #expect(name.utf8.allSatisfy { byte in "abcdefghijklmnopqrstuvwxyz0123456789-/".utf8.contains(byte) })
        #expect(info.summary.hasSuffix(".") && !info.summary.dropLast().contains(". "), "one sentence")
        #expect(info.summary.first?.isLetter == true || info.summary.first == "`")
        #expect(!info.rationale.isEmpty)
        #expect(!info.faulty.isEmpty && !info.clean.isEmpty)
    }

    @Test("Checks are in the order of their names, each name once")
    func isInOrder() {
        let names = Checks.all.map { $0.info.name }
        #expect(names == Set(names).sorted())
    }
}

/// A text with the marks taken out.
private struct MarkedText {
    let path: String
    let bytes: [UInt8]
    /// Offsets of the bytes that marks stood before.
    let marks: [Int]

    init(_ text: String, path: String) {
        var bytes: [UInt8] = []
        var marks: [Int] = []
        for character in text.unicodeScalars {
            if character == "↓" { marks.append(bytes.count) } else { bytes += Array(String(character).utf8) }
        }
        self.path = path
        self.bytes = bytes
        self.marks = marks
    }

    func excerpt(at offset: Int) -> String {
        String(decoding: bytes[min(offset, bytes.count)..<min(offset + 20, bytes.count)], as: UTF8.self)
    }

    func applying(_ fixes: [Fix]) -> String {
        var text = bytes
        for edit in fixes.flatMap(\.edits).sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
            text.replaceSubrange(edit.range.clamped(to: 0..<text.count), with: Array(edit.replacement.utf8))
        }
        return String(decoding: text, as: UTF8.self)
    }
}
