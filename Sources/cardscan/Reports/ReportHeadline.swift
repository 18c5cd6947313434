import Cardinality

/// What a report says, in a sentence for a headline and a few below it.
struct ReportHeadline {
    private let report: CardinalityReport
    private let total: Int
    /// The metric to speak of: the one that was asked for, else the one with most series.
    private let metric: MetricRow?

    /// From this share of all series on, a metric is a headline of its own.
    private static let share = 0.05

    init(_ report: CardinalityReport) {
        self.report = report
        total = report.totals.counts.series
        metric = report.metricDetail?.metric ?? report.metrics.first
    }

    var title: StyledText {
        guard total > 0, let metric else { return StyledText("Nothing is there, or nothing is selected") }
        let share = Figures.percent(Double(metric.counts.series) / Double(total))
        let isLarge = Double(metric.counts.series) >= Double(total) * Self.share || report.metricDetail != nil
        var text = StyledText()
        if isLarge {
            text.append(name(metric), .strong)
            text.append(" holds \(share) of the series")
        } else {
            text.append("No metric stands out: the largest, ")
            text.append(name(metric), .strong)
            text.append(", holds \(share) of the series")
        }
        if let cause = cause(of: metric) {
            text.append(", because of ")
            text.append(list(cause.labels))
        }
        return text
    }

    var sentences: [StyledText] {
        guard total > 0, let metric else { return [] }
        return [ofCause(metric), ofLabel, ofChurn].compactMap(\.self)
    }

    private func ofCause(_ metric: MetricRow) -> StyledText? {
        guard let cause = cause(of: metric), let left = cause.left, left < metric.counts.series else { return nil }
        let series = metric.counts.series
        var text = StyledText("\(Figures.grouped(series)) of \(Figures.compact(total)) series: without ")
        text.append(Escaper.show(cause.labels[0], columns: 60), .strong)
        text.append(" (\(Figures.count(cause.values, "value")))")
        for (index, label) in cause.labels.dropFirst().enumerated() {
            text.append(index == cause.labels.count - 2 ? " and " : ", ")
            text.append(Escaper.show(label, columns: 60), .strong)
        }
        let share = Figures.percent(Double(series - left) / Double(max(series, 1)))
        text.append(", \(Figures.grouped(left)) would be left (-\(share)).")
        return text
    }

    /// The label that would free most of the whole.
    private var ofLabel: StyledText? {
        let rows = report.labels.filter { $0.seriesWithout != nil }
        guard report.metricDetail == nil,
            let label = rows.min(by: { ($0.seriesWithout ?? 0) < ($1.seriesWithout ?? 0) }),
            let left = label.seriesWithout, Double(total - left) >= Double(total) * 0.01
        else { return nil }
        var text = StyledText("Over all metrics, no single label frees more than ")
        text.append(Escaper.show(label.name, columns: 60), .strong)
        text.append(
            ": without it \(Figures.compact(left)) series would be left "
                + "(-\(Figures.percent(Double(total - left) / Double(total)))).")
        return text
    }

    private var ofChurn: StyledText? {
        guard let churn = report.totals.churnPerHour, churn > 0, report.window?.isLongEnough == true,
            let most = report.metrics.max(by: { ($0.counts.new ?? 0) < ($1.counts.new ?? 0) }),
            let new = most.counts.new,
            let all = report.totals.counts.new, new > 0
        else { return nil }
        var text = StyledText("Each hour \(Figures.percent(churn)) of the series are new, most of them in ")
        text.append(name(most), .strong)
        text.append(" (\(Figures.grouped(new)) of \(Figures.compact(all))).")
        return text
    }

    private func cause(of metric: MetricRow) -> LeadingCause? {
        guard let cause = LeadingCause(metric) else { return nil }
        return cause.frees(of: metric.counts.series) ? cause : LeadingCause(freeingMostOf: metric)
    }

    private func name(_ metric: MetricRow) -> String {
        metric.name.isEmpty ? "(no name)" : Escaper.show(metric.name, columns: 120)
    }

    private func list(_ labels: [String]) -> StyledText {
        var text = StyledText()
        for (index, label) in labels.enumerated() {
            if index > 0 { text.append(index == labels.count - 1 ? " and " : ", ") }
            text.append(Escaper.show(label, columns: 60), .strong)
        }
        return text
    }
}
