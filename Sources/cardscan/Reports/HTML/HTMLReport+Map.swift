import Cardinality

extension HTMLReport {
    /// Metrics with areas of their own. What is smaller could not be seen.
    private static let metricsInMap = 800
    private static let labelsOfMetric = 40
    private static let valuesOfLabel = 200

    /// Metrics by series; inside each its labels by values, and with `--metric` the values of these.
    var map: HTMLSection? {
        guard report.totals.counts.series > 0 else { return nil }
        let causes = report.metrics.map { LeadingCause($0)?.labels[0] }
        let ranking = ranking(of: causes)
        let hues = Dictionary(
            ranking.prefix(HTMLTreemap.hues).enumerated().map { ($0.element.label, $0.offset) },
            uniquingKeysWith: { first, _ in first })
        var root = HTMLTreemap.Node("all metrics", size: report.totals.counts.series)
        root.unit = "series"
        for (index, metric) in report.metrics.enumerated() {
            guard root.parts.count < Self.metricsInMap else {
                root.rest.size += metric.counts.series
                root.rest.count += 1
                continue
            }
            let hue = causes[index].map { hues[$0] ?? HTMLTreemap.otherHue } ?? HTMLTreemap.noHue
            root.parts.append(node(of: metric, hue: hue))
        }
        root.lists = [legend(ranking, hues)]
        var map = HTMLTreemap(title: "Where the series are", root: root)
        map.colours = [("hue", "leading label")]
        if hasChurn { map.colours.append(("part", "new each hour")) }
        if let detail = report.metricDetail {
            map.open = report.metrics.prefix(Self.metricsInMap).firstIndex { $0.name == detail.metric.name }
        }
        return .treemap(map)
    }

    var hasChurn: Bool { report.totals.counts.new != nil && report.window?.isLongEnough == true }

    /// Series of the metrics that each label leads, most first.
    private func ranking(of causes: [String?]) -> [(label: String, series: Int, metrics: Int)] {
        var sums: [String: (series: Int, metrics: Int)] = [:]
        for (metric, label) in zip(report.metrics, causes) {
            guard let label else { continue }
            sums[label, default: (0, 0)].series += metric.counts.series
            sums[label, default: (0, 0)].metrics += 1
        }
        return sums.map { ($0.key, $0.value.series, $0.value.metrics) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    }

    private func legend(
        _ ranking: [(label: String, series: Int, metrics: Int)], _ hues: [String: Int]
    ) -> HTMLTreemap.List {
        let total = report.totals.counts.series
        func row(_ name: String, _ series: Int, _ metrics: Int, hue: Int) -> HTMLTreemap.List.Row {
            let share = Figures.percent(Double(series) / Double(max(total, 1)))
            return HTMLTreemap.List.Row(
                name: name, size: series, text: StyledText("\(Figures.compact(series))  \(share)"), hue: hue,
                note: Figures.count(metrics, "metric"))
        }
        var rows = ranking.prefix(HTMLTreemap.hues).map { entry in
            row(Escaper.show(entry.label, columns: 60), entry.series, entry.metrics, hue: hues[entry.label] ?? 0)
        }
        let others = ranking.dropFirst(HTMLTreemap.hues)
        if !others.isEmpty {
            let (series, metrics) = others.reduce((0, 0)) { ($0.0 + $1.series, $0.1 + $1.metrics) }
            rows.append(row(Figures.count(others.count, "other label"), series, metrics, hue: HTMLTreemap.otherHue))
        }
        let led = ranking.reduce(0) { $0 + $1.series }
        if led < total {
            let metrics = report.metrics.count - ranking.reduce(0) { $0 + $1.metrics }
            rows.append(row("no label with several values", total - led, metrics, hue: HTMLTreemap.noHue))
        }
        return HTMLTreemap.List(title: "Series by the label that leads their metric", rows: rows)
    }

    // MARK: Metrics

    private func node(of metric: MetricRow, hue: Int) -> HTMLTreemap.Node {
        var node = HTMLTreemap.Node(name(of: metric.name), size: metric.counts.series)
        node.hue = hue
        if hasChurn { node.part = min(1, churn(metric.counts) ?? 0) }
        node.why = why(metric)
        node.text = metric.help.map { Escaper.show($0, columns: 300) } ?? ""
        node.facts = facts(metric)
        node.timeline = metric.timeline.map { ($0.started, $0.ended) }
        node.partsAre = "Labels"
        node.unit = "values"
        node.legend = "the stronger the colour, the more series would go without the label"
        let detail = report.metricDetail?.metric.name == metric.name ? report.metricDetail : nil
        let labels = metric.labels.sorted { ($1.values, $0.name) < ($0.values, $1.name) }
        for label in labels {
            guard node.parts.count < Self.labelsOfMetric else {
                node.rest.size += label.values
                node.rest.count += 1
                continue
            }
            var part = self.part(of: label, in: metric)
            if let depth = detail?.labels.first(where: { $0.row.name == label.name }) { fill(&part, with: depth) }
            node.parts.append(part)
        }
        return node
    }

    func churn(_ counts: SeriesCounts) -> Double? {
        guard hasChurn, let new = counts.new, let hours = report.window?.hours, hours > 0, counts.series > 0 else {
            return nil
        }
        return Double(new) / Double(counts.series) / hours
    }

    func why(_ metric: MetricRow) -> StyledText {
        var legend = Legend()
        return MetricReason(metric, of: report.totals.counts.series).text(columns: Self.columns, &legend)
    }

    private func facts(_ metric: MetricRow) -> [(name: String, value: StyledText)] {
        let counts = metric.counts
        let share = Double(counts.series) / Double(max(report.totals.counts.series, 1))
        var facts = [
            ("series", StyledText("\(Figures.grouped(counts.series)), \(Figures.percent(share)) of all", .plain))
        ]
        if let active = counts.active { facts.append(("active", StyledText(Figures.grouped(active)))) }
        if hasChurn, let new = counts.new, let gone = counts.gone, let rate = churn(counts) {
            let text = "\(Figures.grouped(new)) new, \(Figures.grouped(gone)) gone"
            facts.append(("churn", StyledText(text).appending(", \(Figures.percent(rate)) new/h", .churn(rate))))
        }
        if metric.type.kind != .unknown { facts.append(("type", StyledText(TextReport.type(metric.type)))) }
        if let unit = metric.unit { facts.append(("unit", StyledText(Escaper.show(unit, columns: 40)))) }
        facts.append(("in indexes", StyledText(Figures.bytes(metric.indexBytes))))
        if let bytes = metric.chunkBytes { facts.append(("in chunks", StyledText(Figures.bytes(bytes)))) }
        return facts
    }

    // MARK: Labels

    private func part(of label: MetricLabelRow, in metric: MetricRow) -> HTMLTreemap.Node {
        var part = HTMLTreemap.Node(Escaper.show(label.name, columns: 100), size: label.values)
        let series = metric.counts.series
        var text = StyledText()
        if let together = metric.together, together.labels.contains(label.name) {
            let saved = series - together.seriesWithout
            part.part = Double(saved) / Double(max(series, 1))
            let others = together.labels.filter { $0 != label.name }.map { Escaper.show($0, columns: 40) }
            text.append(
                "\(Figures.grouped(together.seriesWithout)) left without it and \(others.joined(separator: ", ")) (")
            text.append("-" + Figures.percent(part.part ?? 0), .saving(saved, of: report.totals.counts.series))
            text.append(")")
        } else if let left = label.seriesWithout {
            let saved = series - left
            part.part = Double(saved) / Double(max(series, 1))
            if saved > 0 {
                text.append("\(Figures.grouped(left)) left without it (")
                text.append(
                    "-" + Figures.percent(Double(saved) / Double(series)),
                    .saving(saved, of: report.totals.counts.series)
                )
                text.append(")")
            } else {
                text.append("frees nothing alone", .faint)
            }
        }
        if !label.determinedBy.isEmpty, label.values > 1 {
            let names = label.determinedBy.prefix(3).map { Escaper.show($0, columns: 40) }.joined(separator: ", ")
            text.append((text.isEmpty ? "" : ", ") + "follows from \(names)", .faint)
        }
        part.why = text
        return part
    }

    private func fill(_ part: inout HTMLTreemap.Node, with depth: MetricLabelDetail) {
        part.partsAre = "Values"
        part.unit = "series"
        for row in depth.values {
            guard part.parts.count < Self.valuesOfLabel else {
                part.rest.size += row.counts.series
                part.rest.count += 1
                continue
            }
            let value = words.show(row.value, columns: Self.columns)
            var node = HTMLTreemap.Node(value.isEmpty ? "(empty)" : value, size: row.counts.series)
            node.part = hasChurn ? min(1, churn(row.counts) ?? 0) : nil
            part.parts.append(node)
        }
        if hasChurn { part.legend = "the stronger the colour, the more of the series are new" }
        if let shape = depth.shapes.first {
            let share = Figures.percent(Double(shape.values) / Double(max(depth.row.values, 1)))
            part.facts.append(("looks like", StyledText("\(shape.shape.title), \(share) of the values")))
        }
        part.facts.append(
            ("values", StyledText("\(Figures.grouped(depth.row.values)), \(Figures.bytes(depth.valueBytes))")))
        part.facts.append(("series", StyledText(Figures.grouped(depth.series))))
    }

    // MARK: Time

    var timeline: HTMLSection? {
        guard let timeline = report.timeline, timeline.started.count > 1 else { return nil }
        let sources = report.sources.prefix(500).map { source in
            HTMLTimeline.Source(
                name: Escaper.show(words.name(of: source), columns: 60), series: source.series,
                times: source.minTime.flatMap { first in source.maxTime.map { (first, $0) } })
        }
        let step = PrometheusDuration(milliseconds: timeline.step)
        return .timeline(
            HTMLTimeline(
                title: "How they come and go",
                note: StyledText(
                    "Steps of \(step). Of a series the first and the last sample are known, not the gaps between them.",
                    .faint),
                timeline: timeline, sources: sources))
    }
}
