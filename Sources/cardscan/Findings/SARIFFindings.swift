import Lint
import YAML

/// Findings in SARIF 2.1.0, for code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/
struct SARIFFindings {
    private let report: LintReport
    private let rules: [CheckInfo]
    private let ruleIndices: [String: Int]

    init(_ report: LintReport) {
        self.report = report
        rules = report.checks
        ruleIndices = Dictionary(uniqueKeysWithValues: rules.enumerated().map { ($1.name, $0) })
    }

    func write(to writer: inout ByteWriter) {
        var json = JSONWriter(writer)
        json.object { json in
            json.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
            json.member("version", "2.1.0")
            json.array("runs") { json in
                json.object { json in
                    json.object("tool") { $0.object("driver") { writeDriver(to: &$0) } }
                    json.member("columnKind", "unicodeCodePoints")
                    json.array("results") { writeResults(to: &$0) }
                }
            }
        }
        writer = json.finish()
    }

    private func writeDriver(to json: inout JSONWriter) {
        json.member("name", "cardscan")
        json.member("semanticVersion", Cardscan.version)
        json.array("rules") { json in
            for rule in rules {
                json.object { json in
                    json.member("id", rule.name)
                    json.object("shortDescription") { $0.member("text", rule.summary) }
                    json.object("fullDescription") { $0.member("text", rule.summary) }
                    json.object("help") { json in
                        json.member("text", rule.rationale)
                        // What has no examples has no page.
                        json.member("markdown", rule.faulty.isEmpty ? rule.rationale : CheckPage(rule).markdown)
                    }
                    json.object("defaultConfiguration") { json in
                        json.member("enabled", rule.isDefault)
                        json.member("level", Self.level(rule.severity))
                    }
                }
            }
        }
    }

    private func writeResults(to json: inout JSONWriter) {
        let findings = report.findings + report.suppressed.map(\.finding)
        for (index, (finding, fingerprint)) in zip(findings, report.fingerprints(of: findings)).enumerated() {
            let suppression = index < report.findings.count ? nil : report.suppressed[index - report.findings.count]
            json.object { write(finding, fingerprint, suppression, to: &$0) }
        }
    }

    private func write(
        _ finding: Finding, _ fingerprint: String, _ suppression: SuppressedFinding?, to json: inout JSONWriter
    ) {
        json.member("ruleId", finding.check)
        if let index = ruleIndices[finding.check] { json.member("ruleIndex", index) }
        json.member("level", Self.level(finding.severity))
        json.object("message") { $0.member("text", finding.messageAndAdvice) }
        if !finding.evidence.isEmpty {
            json.object("properties") { json in
                json.object("evidence") { EvidenceObject(finding.evidence, report.data).write(to: &$0) }
            }
        }
        json.array("locations") { json in
            json.object { json in
                writePlace(finding.file, finding.range, to: &json)
                guard let rule = finding.rule else { return }
                json.array("logicalLocations") { $0.object { $0.member("name", rule) } }
            }
        }
        if !finding.related.isEmpty {
            json.array("relatedLocations") { json in
                for related in finding.related {
                    json.object { json in
                        writePlace(related.file, related.range, to: &json)
                        json.object("message") { $0.member("text", related.message) }
                    }
                }
            }
        }
        json.object("partialFingerprints") { $0.member("cardscan/v1", fingerprint) }
        if let fix = finding.fix {
            json.array("fixes") { $0.object { write(fix, of: finding.file, to: &$0) } }
        }
        json.array("suppressions") { json in
            guard let suppression else { return }
            json.object { json in
                json.member("kind", suppression.source == .comment ? "inSource" : "external")
                if let reason = suppression.reason { json.member("justification", reason) }
            }
        }
    }

    private func write(_ fix: Fix, of file: String, to json: inout JSONWriter) {
        json.object("description") { $0.member("text", fix.title) }
        json.array("artifactChanges") { json in
            json.object { json in
                json.object("artifactLocation") { $0.member("uri", Self.uri(file)) }
                json.array("replacements") { json in
                    for edit in fix.edits {
                        json.object { json in
                            json.object("deletedRegion") { writeRegion(edit.range, of: file, to: &$0) }
                            json.object("insertedContent") { $0.member("text", edit.replacement) }
                        }
                    }
                }
            }
        }
    }

    private func writePlace(_ file: String, _ range: Range<Int>, to json: inout JSONWriter) {
        json.object("physicalLocation") { json in
            json.object("artifactLocation") { $0.member("uri", Self.uri(file)) }
            json.object("region") { writeRegion(range, of: file, to: &$0) }
        }
    }

    private func writeRegion(_ range: Range<Int>, of file: String, to json: inout JSONWriter) {
        let place = FindingPlace(range, in: report.file(file))
        json.member("startLine", place.start.line)
        json.member("startColumn", place.start.column)
        json.member("endLine", place.end.line)
        json.member("endColumn", place.end.column)
    }

    private static func level(_ severity: Severity) -> String {
        switch severity {
        case .error: "error"
        case .warning: "warning"
        case .info: "note"
        }
    }

    /// A path as a reference of RFC 3986. A first part with a colon would be taken for a scheme.
    static func uri(_ path: String) -> String {
        var uri = path.hasPrefix("/") ? "file://" : ""
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                uri.unicodeScalars.append(UnicodeScalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                uri += (byte < 16 ? "%0" : "%") + digits
            }
        }
        return uri
    }
}
