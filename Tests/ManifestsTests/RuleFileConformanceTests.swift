import Manifests
import PromQL
import Testing
import YAML

/// Equal to Prometheus 3.14 on what a rule file is.
@Suite struct RuleFileConformanceTests {
    @Test func allLinesAreRead() {
        #expect(RuleFileLine.all.count == 300)
    }

    @Test(arguments: RuleFileLine.all.filter { $0.form == "plain" || $0.form == "multidoc" })
    func fileAsItIs(_ line: RuleFileLine) {
        compare(OurVerdict(firstDocumentOf: line.text), line.asFile)
    }

    @Test(arguments: RuleFileLine.all)
    func documentsOnTheirOwn(_ line: RuleFileLine) {
        for document in line.ruleDocuments ?? [] {
            compare(OurVerdict(firstDocumentOf: document.text ?? ""), document)
        }
    }

    @Test(arguments: RuleFileLine.all)
    func allDocumentsOfFile(_ line: RuleFileLine) {
        let ours = OurVerdict(allOf: line.text)
        let message: Comment = "\(ours.errors)"
        #expect(ours.errors.isEmpty == line.ok, message)
    }

    /// Positions of a document's faults in the file are those of the document alone, moved.
    @Test(arguments: RuleFileLine.all.filter { $0.form != "plain" })
    func positions(_ line: RuleFileLine) {
        let file = read(line.text)
        let inFile = file.faults.filter { $0.kind == .schema || $0.kind == .duplicateKey }.map {
            file.text.source.position(of: $0.range.lowerBound)
        }
        for document in line.ruleDocuments ?? [] {
            let alone = read(document.text ?? "")
            for fault in alone.faults where fault.kind == .schema || fault.kind == .duplicateKey {
                var position = alone.text.source.position(of: fault.range.lowerBound)
                position.line += document.lineOffset ?? 0
                position.column += document.columnOffset ?? 0
                #expect(inFile.contains(position), "\(fault.message) at \(position), not in \(inFile)")
            }
        }
    }

    private func read(_ text: String) -> ManifestFile {
        ManifestReader().read(path: "rules.yml", source: SourceText(text))
    }

    private func compare(_ ours: OurVerdict, _ theirs: RuleFileLine.Verdict) {
        #expect(ours.errors.isEmpty == theirs.ok, "ours: \(ours.errors), theirs: \(theirs.errors)")
        for error in OurVerdict.messages(of: theirs.errors) where !OurVerdict.isWordedOtherwise(error) {
            #expect(ours.errors.contains(error), "\(error) is not in \(ours.errors)")
        }
        guard theirs.ok else { return }
        #expect(ours.groups == theirs.groups)
        #expect(ours.alerts == theirs.alerts)
        #expect(ours.records == theirs.records)
        #expect(ours.duplicates == theirs.duplicates.count)
        #expect(ours.ignoresDocuments == theirs.onlyFirstDocumentRead)
    }
}
