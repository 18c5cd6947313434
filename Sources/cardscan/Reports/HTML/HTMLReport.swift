import Cardinality
import TSDB

/// The report as a page for a browser.
struct HTMLReport {
    let report: CardinalityReport
    let settings: ReportSettings
    /// The report in words, which say the same here.
    let words: TextReport

    /// Rows of each list when nobody said.
    static let standardRows = 1000
    /// Columns of the longest name or value.
    static let columns = 160

    init(_ report: CardinalityReport, _ settings: ReportSettings) {
        self.report = report
        self.settings = settings
        words = TextReport(report, settings)
    }

    func write(to out: inout ByteWriter) { page.write(to: &out) }

    var page: HTMLPage {
        let headline = ReportHeadline(report)
        var page = HTMLPage(
            command: "analyze", subject: subject, about: [words.partsInWords, words.windowInWords],
            headline: headline.title, lead: headline.sentences, figures: figures, notices: notices)
        page.sections = [map, timeline].compactMap(\.self) + tables
        page.colophon = colophon
        return page
    }

    var subject: String {
        let names = settings.sources.prefix(3).map { Escaper.show($0, columns: 80) }.joined(separator: " + ")
        return names + (settings.sources.count > 3 ? " and \(settings.sources.count - 3) more" : "")
    }

    /// Rows of a list: as many as were asked for, and no more than a page should have.
    var rows: Int { min(settings.rows(standard: Self.standardRows) ?? HTMLTable.mostRows, HTMLTable.mostRows) }

    /// The command that lists what a page has no room for.
    var rest: String { "--format json --limit 0 has everything" }

    func name(of metric: String) -> String {
        metric.isEmpty ? "(no name)" : Escaper.show(metric, columns: Self.columns)
    }

    // MARK: The head

    private var figures: [HTMLPage.Figure] {
        let totals = report.totals
        var figures = [HTMLPage.Figure(title: "Series", value: Figures.compact(totals.counts.series))]
        if let active = totals.counts.active {
            figures.append(HTMLPage.Figure(title: "Active", value: Figures.compact(active), note: "at the end"))
        }
        figures += [
            HTMLPage.Figure(title: "Metrics", value: Figures.compact(totals.metrics)),
            HTMLPage.Figure(
                title: "Label names", value: Figures.compact(totals.labelNames),
                note: Figures.count(totals.labelPairs, "pair")),
        ]
        if let churn = totals.churnPerHour, report.window?.isLongEnough == true {
            figures.append(
                HTMLPage.Figure(title: "New each hour", value: Figures.percent(churn), note: "of all series"))
        }
        if totals.bucketSeries > 0, totals.counts.series > 0 {
            let share = Double(totals.bucketSeries) / Double(totals.counts.series)
            figures.append(HTMLPage.Figure(title: "In buckets", value: Figures.percent(share), note: "of all series"))
        }
        if let memory = totals.memory, memory.highBytes > 0 {
            let value = Figures.range(ofBytes: memory.lowBytes, memory.highBytes)
            figures.append(HTMLPage.Figure(title: "Head memory", value: "~" + value, note: "estimate"))
        }
        if totals.sizes.total > 0 {
            figures.append(HTMLPage.Figure(title: "On disk", value: Figures.bytes(totals.sizes.total), note: samples))
        }
        if let price = settings.price {
            let value = price.text(of: totals.counts.billed)
            figures.append(HTMLPage.Figure(title: "Price", value: value, note: "by your settings"))
        }
        return figures
    }

    private var samples: String {
        report.totals.bytesPerSample.map { "\(Figures.threeDigits($0)) bytes a sample" } ?? ""
    }

    private var notices: [HTMLPage.Notice] {
        var notices: [HTMLPage.Notice] = []
        let errors = report.diagnostics.filter { $0.severity == .error }
        let warnings = report.diagnostics.filter { $0.severity != .error }
        func items(_ diagnostics: [Diagnostic]) -> [String] {
            let shown = diagnostics.prefix(20).map(StandardError.text)
            return shown + (diagnostics.count > 20 ? ["\(diagnostics.count - 20) more"] : [])
        }
        if !errors.isEmpty {
            notices.append(
                HTMLPage.Notice(
                    isAlarm: true, text: "Incomplete: what could not be read is not counted.", items: items(errors)))
        }
        if let collisions = report.collisions, collisions.samples > 0 {
            let text =
                "Collisions: \(Figures.count(collisions.samples, "sample")) of "
                + "\(Figures.count(collisions.series, "series", plural: "series")) contradict another at the same time. "
                + "Several targets write these series as one, as after a labeldrop that removed what told them apart: "
                + "Prometheus keeps one value and drops the others."
            let examples = collisions.examples.map { example in
                let values = example.values.prefix(4).map { $0.map(Figures.sample) ?? "histogram" }
                return Escaper.show(example.series, columns: 300, in: .notation)
                    + " at \(UTCTime(milliseconds: example.time).rfc3339): \(values.joined(separator: ", "))"
            }
            notices.append(HTMLPage.Notice(isAlarm: true, text: text, items: examples))
        }
        if report.totals.seriesWithoutName > 0 {
            let count = Figures.compact(report.totals.seriesWithoutName)
            notices.append(HTMLPage.Notice(isAlarm: false, text: "\(count) series have no name."))
        }
        if !warnings.isEmpty {
            let text = "\(Figures.count(warnings.count, "warning")):"
            notices.append(HTMLPage.Notice(isAlarm: false, text: text, items: items(warnings)))
        }
        return notices
    }

    private var colophon: [StyledText] {
        var lines = [
            StyledText(
                "Counts are exact. "
                    + (report.totals.memory == nil ? "" : "Head memory is an estimate: \(MemoryEstimate.model). ")
                    + "Series are new when they begin, and gone when they end, more than "
                    + "\(report.window.map { PrometheusDuration(milliseconds: $0.activeWithin).description } ?? "--active-within") "
                    + "inside the time that was looked at.")
        ]
        lines.append(
            StyledText("Long names and values are shortened. Lists have up to \(Figures.grouped(rows)) rows; \(rest)."))
        return lines
    }
}
