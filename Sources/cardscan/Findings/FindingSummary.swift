import LabelSets
import Lint

/// The last lines of a report of findings: how many, of what, and what was not looked at.
struct FindingSummary {
    private let report: LintReport

    init(_ report: LintReport) { self.report = report }

    var lines: [StyledText] {
        var lines = [StyledText(sentence, report.findings.isEmpty ? .good : .strong)]
        let safe = fixable(.safe)
        let unsafe = fixable(.unsafe)
        if safe > 0 { lines.append(StyledText("\(safe) can be mended with --fix (--diff shows how)", .faint)) }
        if unsafe > 0 {
            lines.append(StyledText("\(unsafe) can be mended with --unsafe-fixes, to be looked at", .faint))
        }
        if report.holes > 0 {
            lines.append(
                StyledText(
                    "\(Self.number(report.holes, "place")) in Helm templates could not be checked; lint what 'helm template' prints",
                    .caution))
        }
        if let data = report.data { lines.append(StyledText(Self.words(data), .faint)) }
        for (reason, names) in report.skippedChecks.grouped {
            let shown = names.joined(separator: ", ")
            lines.append(StyledText("\(shown) did not run: \(Escaper.show(reason, columns: 200))", .caution))
        }
        if !report.staleBaseline.isEmpty {
            let count = report.staleBaseline.reduce(0) { $0 + $1.count }
            lines.append(
                StyledText(
                    "\(Self.number(count, "finding")) of the baseline \(count == 1 ? "is" : "are") gone; --write-baseline forgets \(count == 1 ? "it" : "them")",
                    .faint))
        }
        return lines
    }

    /// `3 findings (1 error, 2 warnings) in 14 files, 120 rules; 2 suppressed`.
    private var sentence: String {
        let counts = Severity.allCases.reversed().compactMap { severity -> String? in
            let count = report.count(severity)
            guard count > 0 else { return nil }
            return severity == .info ? "\(count) info" : Self.number(count, severity.rawValue)
        }
        let what =
            report.findings.isEmpty
            ? "no findings" : "\(Self.number(report.findings.count, "finding")) (\(counts.joined(separator: ", ")))"
        var text = "\(what) in \(Self.number(report.files.count, "file")), \(Self.number(report.rules, "rule"))"
        let comments = report.suppressed.count { $0.source == .comment }
        let baseline = report.suppressed.count - comments
        if comments > 0 { text += "; \(comments) suppressed" }
        if baseline > 0 { text += "; \(baseline) in the baseline" }
        if report.fixed > 0 { text += "; \(report.fixed) mended" }
        return text
    }

    /// `these files read 312 series of /prometheus, … to … (2h)`.
    static func words(_ data: SeriesData) -> String {
        let count = data.index.seriesCount
        var text =
            "these files read \(count == 0 ? "no" : Figures.grouped(count)) series of \(source(data))"
        if let samples = data.samples {
            let span = DurationText.words(samples.times.upperBound - samples.times.lowerBound)
            text += "; samples of up to \(SampleObservations.seriesPerMetric) series of a metric, the last \(span)"
        }
        return text
    }

    /// `/prometheus, … to … (2h)`.
    static func source(_ data: SeriesData) -> String {
        var text = data.sources.map { Escaper.show($0, columns: 80) }.joined(separator: ", ")
        if let times = data.index.times, let window = data.window {
            let (first, last) = (UTCTime(milliseconds: times.first), UTCTime(milliseconds: times.last))
            text += ", \(first.rfc3339) to \(last.rfc3339) (\(DurationText.words(window)))"
        }
        return text
    }

    private func fixable(_ safety: FixSafety) -> Int { report.findings.count { $0.fix?.safety == safety } }

    private static func number(_ count: Int, _ noun: String) -> String {
        Figures.count(count, noun)
    }
}

extension [SkippedCheck] {
    /// Names of the checks by the reason they have in common, in the order they are met.
    fileprivate var grouped: [(reason: String, names: [String])] {
        var groups: [(reason: String, names: [String])] = []
        for check in self {
            if let index = groups.firstIndex(where: { $0.reason == check.reason }) {
                groups[index].names.append(check.name)
            } else {
                groups.append((check.reason, [check.name]))
            }
        }
        return groups
    }
}
