import LabelSets
import Lint
import YAML

/// Findings as one JSON document; docs/findings.schema.json describes its fields, which are added to and never renamed.
struct JSONFindings {
    private let report: LintReport

    init(_ report: LintReport) { self.report = report }

    func write(to writer: inout ByteWriter) {
        var json = JSONWriter(writer)
        json.object { json in
            json.member("schema_version", 1)
            json.object("summary") { json in
                for severity in Severity.allCases.reversed() {
                    json.member(severity.rawValue, report.count(severity))
                }
                json.member("files", report.files.count)
                json.member("rules", report.rules)
                json.member("suppressed", report.suppressed.count)
                json.member("unchecked_places", report.holes)
                json.member("fixed", report.fixed)
                if let data = report.data { json.object("data") { DataObject(data).write(to: &$0) } }
                json.array("skipped_checks") { json in
                    for check in report.skippedChecks {
                        json.object {
                            $0.member("check", check.name)
                            $0.member("reason", check.reason)
                        }
                    }
                }
            }
            json.array("findings") { json in
                let fingerprints = report.fingerprints(of: report.findings)
                for (finding, fingerprint) in zip(report.findings, fingerprints) {
                    json.object { FindingObject(finding, fingerprint, in: report).write(to: &$0) }
                }
            }
        }
        writer = json.finish()
    }
}

/// Findings as one JSON object a line, for programs that read while they are written.
struct JSONLinesFindings {
    private let report: LintReport

    init(_ report: LintReport) { self.report = report }

    func write(to writer: inout ByteWriter) {
        for (finding, fingerprint) in zip(report.findings, report.fingerprints(of: report.findings)) {
            var json = JSONWriter(writer, linedDepth: 0)
            json.object { FindingObject(finding, fingerprint, in: report).write(to: &$0) }
            writer = json.finish()
        }
    }
}

/// The series that were looked at, in JSON.
struct DataObject {
    private let data: SeriesData

    init(_ data: SeriesData) { self.data = data }

    func write(to json: inout JSONWriter) {
        json.array("sources") { json in for source in data.sources { json.value(source) } }
        json.member("series", data.index.seriesCount)
        json.member("min_time", data.index.times.map { UTCTime(milliseconds: $0.first).rfc3339 })
        json.member("max_time", data.index.times.map { UTCTime(milliseconds: $0.last).rfc3339 })
        json.member("filtered", data.isFiltered)
        guard let samples = data.samples else { return json.null("samples") }
        json.object("samples") { json in
            json.member("min_time", UTCTime(milliseconds: samples.times.lowerBound).rfc3339)
            json.member("max_time", UTCTime(milliseconds: samples.times.upperBound).rfc3339)
            json.member("series_per_metric", SampleObservations.seriesPerMetric)
        }
    }
}

/// What series say of a finding, in JSON: also which series were looked at.
struct EvidenceObject {
    private let evidence: Evidence
    private let data: SeriesData?

    init(_ evidence: Evidence, _ data: SeriesData?) {
        self.evidence = evidence
        self.data = data
    }

    func write(to json: inout JSONWriter) {
        guard !evidence.isEmpty else { return }
        for entry in evidence.entries {
            switch entry.value {
            case .text(let text): json.member(entry.key, text)
            case .number(let number): json.member(entry.key, number)
            case .list(let list): json.array(entry.key) { json in for text in list { json.value(text) } }
            }
        }
        guard let data else { return }
        json.array("sources") { json in for source in data.sources { json.value(source) } }
        json.member("min_time", data.index.times.map { UTCTime(milliseconds: $0.first).rfc3339 })
        json.member("max_time", data.index.times.map { UTCTime(milliseconds: $0.last).rfc3339 })
    }
}

/// One finding in JSON.
private struct FindingObject {
    private let finding: Finding
    private let fingerprint: String
    private let report: LintReport

    init(_ finding: Finding, _ fingerprint: String, in report: LintReport) {
        self.finding = finding
        self.fingerprint = fingerprint
        self.report = report
    }

    func write(to json: inout JSONWriter) {
        json.member("check", finding.check)
        json.member("severity", finding.severity.rawValue)
        json.member("message", finding.message)
        json.member("advice", finding.advice)
        json.member("file", finding.file)
        write(report.place(of: finding), to: &json)
        json.member("rule", finding.rule)
        json.member("fingerprint", fingerprint)
        json.object("evidence") { EvidenceObject(finding.evidence, report.data).write(to: &$0) }
        json.array("related") { json in
            for related in finding.related {
                json.object { json in
                    json.member("file", related.file)
                    write(report.place(of: related), to: &json)
                    json.member("message", related.message)
                }
            }
        }
        guard let fix = finding.fix else { return json.null("fix") }
        json.object("fix") { json in
            json.member("safety", fix.safety.rawValue)
            json.member("title", fix.title)
            json.array("edits") { json in
                for edit in fix.edits {
                    json.object { json in
                        json.member("start", edit.range.lowerBound)
                        json.member("end", edit.range.upperBound)
                        write(FindingPlace(edit.range, in: report.file(finding.file)), to: &json)
                        json.member("replacement", edit.replacement)
                    }
                }
            }
        }
    }

    private func write(_ place: FindingPlace, to json: inout JSONWriter) {
        json.member("line", place.start.line)
        json.member("column", place.start.column)
        json.member("end_line", place.end.line)
        json.member("end_column", place.end.column)
    }
}
