import Cardinality
import Foundation
import Testing

@testable import cardscan

struct CSVReportTests {
    private func render(_ report: CardinalityReport) -> String {
        var settings = ReportSettings(sources: ["/prometheus"])
        settings.limit = 0
        var out = ByteWriter()
        CSVReport(report, settings).write(to: &out)
        return String(decoding: out.bytes, as: UTF8.self).replacingOccurrences(of: "\r", with: "␍")
    }

    @Test func metricsAsBefore() throws {
        var report = FixtureReport.full()
        report.metricDetail = nil
        report.groupedBy = []
        try Golden.expect(render(report), matches: "metrics.csv.txt")
    }

    @Test func groupsAsBefore() throws {
        var report = FixtureReport.full()
        report.metricDetail = nil
        try Golden.expect(render(report), matches: "groups.csv.txt")
    }

    @Test func labelsOfAMetricAsBefore() throws {
        try Golden.expect(render(FixtureReport.full()), matches: "metric.csv.txt")
    }

    @Test(
        arguments: [
            ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("a\nb", "\"a\nb\""),
            ("=1+1", "'=1+1"), ("+49", "'+49"), ("-x", "'-x"), ("@SUM(A1)", "'@SUM(A1)"), ("\tx", "\"'\tx\""),
            ("a;=1", "\"a;=1\""),
            ("\u{ff1d}1", "'\u{ff1d}1"), ("\u{ff20}x", "'\u{ff20}x"),
            ("\r=1", "\"'\r=1\""), ("=a,\"b\"", "\"'=a,\"\"b\"\"\""), ("", ""), ("a=1", "a=1"),
            ("\u{1b}[31m", "\\x1b[31m"), ("\0", "\\x00"), ("a\r\nb", "\"a\r\nb\""),
        ] as [(String, String)])
    func cellsAreQuotedAndHarmless(text: String, cell: String) {
        var csv = CSVWriter(ByteWriter())
        csv.cell(text)
        csv.cell(1)
        csv.endRow()
        #expect(Array(csv.out.bytes) == Array((cell + ",1\r\n").utf8))
    }

    /// Whatever separator a spreadsheet goes by, no cell of it begins like a formula.
    @Test(arguments: [",", ";", "\t"] as [Unicode.Scalar])
    func noCellIsAFormula(separator: Unicode.Scalar) {
        var csv = CSVWriter(ByteWriter())
        for value in ["=1", "a;=1", "a,=1", "a\t=1", "a\n=1", "a\";=1", "\";=1", "x\";\"=1", ";;@x", "\r\n-1"] {
            csv.cell(value)
            csv.cell("end")
            csv.endRow()
        }
        var (isQuoted, isStart) = (false, true)
        for scalar in String(decoding: csv.out.bytes, as: UTF8.self).unicodeScalars {
            if isStart { #expect(!"=+-@".unicodeScalars.contains(scalar)) }
            isStart = false
            if scalar == "\"" {
                isQuoted.toggle()
            } else if !isQuoted, scalar == separator || scalar == "\n" || scalar == "\r" {
                isStart = true
            }
        }
        #expect(!isQuoted)
    }
}
