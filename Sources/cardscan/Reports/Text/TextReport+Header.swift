import Cardinality
import TSDB

extension TextReport {
    /// What was looked at, and how many series it has.
    func summary() -> [StyledText] {
        var lines = flow([title, StyledText(partsInWords), StyledText(windowInWords)])
        lines += flow([seriesInWords] + inventory)
        if let targets = report.targets {
            lines.append(
                StyledText(
                    "a projection: the series of one target, times \(Figures.grouped(targets)); values of labels as they are",
                    .caution))
        }
        if report.totals.counts.series == 0 {
            lines.append(StyledText("nothing is there, or nothing is selected", .caution))
        }
        return lines
    }

    private var title: StyledText {
        let names = settings.sources.prefix(3).map { Escaper.show($0, columns: max(20, width / 2)) }
        let others = settings.sources.count > 3 ? " and \(settings.sources.count - 3) more" : ""
        return StyledText(names.joined(separator: " + ") + others, .strong)
    }

    /// `2 blocks + head`.
    var partsInWords: String {
        func count(_ kind: PartSummary.Kind) -> Int { report.sources.count { $0.kind == kind } }
        var parts: [String] = []
        if count(.block) > 0 { parts.append(Figures.count(count(.block), "block")) }
        if count(.head) > 0 { parts.append(count(.head) == 1 ? "head" : "\(count(.head)) heads") }
        if count(.recording) > 0 { parts.append(Figures.count(count(.recording), "recording")) }
        if count(.exposition) > 0 { parts.append(Figures.count(count(.exposition), "exposition")) }
        if count(.stream) > 0 { parts.append("stream") }
        if count(.rules) > 0 { parts.append("rules") }
        if count(.snapshot) > 0 { parts.append(Figures.count(count(.snapshot), "snapshot")) }
        return parts.joined(separator: " + ")
    }

    var windowInWords: String {
        guard let window = report.window else { return "" }
        return Self.range(window.minTime, window.maxTime) + " UTC"
    }

    /// `2026-11-22 10:00 to 13:58`.
    static func range(_ minTime: Int64, _ maxTime: Int64) -> String {
        let start = UTCTime(milliseconds: minTime)
        let end = UTCTime(milliseconds: maxTime)
        let until = start.date == end.date ? end.clock : "\(end.date) \(end.clock)"
        return "\(start.date) \(start.clock) to \(until)"
    }

    private var seriesInWords: StyledText {
        let counts = report.totals.counts
        var text = StyledText(Figures.count(counts.series, "series", plural: "series"), .strong)
        if let active = counts.active {
            text.append(", ")
            text.append("\(Figures.compact(active)) active", .strong)
        }
        return text
    }

    private var inventory: [StyledText] {
        let totals = report.totals
        var items = [
            StyledText(Figures.count(totals.metrics, "metric")),
            StyledText(Figures.count(totals.labelNames, "label name")),
            StyledText(Figures.count(totals.labelPairs, "label pair")),
        ]
        if let churn = totals.churnPerHour, report.window?.isLongEnough == true {
            items.append(StyledText("churn \(Figures.percent(churn))/h", .churn(churn)))
        }
        if totals.bucketSeries > 0, totals.counts.series > 0 {
            let share = Double(totals.bucketSeries) / Double(totals.counts.series)
            items.append(StyledText("\(Figures.percent(share)) histogram buckets"))
        }
        if totals.seriesWithoutName > 0 {
            items.append(StyledText("\(Figures.compact(totals.seriesWithoutName)) series without a name", .caution))
        }
        if totals.counts.active == nil, totals.counts.series > 0 {
            items.append(StyledText("activity not known", .faint))
        }
        return items
    }

    /// What it takes on disk.
    func storage() -> [StyledText] {
        let totals = report.totals
        var items: [StyledText] = []
        if let samples = totals.samples, samples > 0 { items.append(StyledText(Figures.count(samples, "sample"))) }
        if let bytes = totals.bytesPerSample {
            items.append(StyledText("\(Figures.threeDigits(bytes)) bytes a sample"))
        }
        if totals.sizes.total > 0 {
            items.append(StyledText("\(Figures.bytes(totals.sizes.total)) on disk: \(Self.sizes(totals.sizes))"))
        }
        return flow(items)
    }

    /// `index 210 MiB, chunks 840 MiB, WAL 180 MiB`.
    static func sizes(_ sizes: PartSizes) -> String {
        let parts = [
            ("index", sizes.index), ("chunks", sizes.chunks), ("WAL", sizes.wal), ("tombstones", sizes.tombstones),
        ]
        return parts.filter { $0.1 > 0 }.map { "\($0.0) \(Figures.bytes($0.1))" }.joined(separator: ", ")
    }

    /// What it takes in memory, and what it costs: estimates, and only for what the user told.
    func memory() -> [StyledText] {
        var lines: [StyledText] = []
        if let memory = report.totals.memory, memory.highBytes > 0 {
            var text = StyledText("head memory: about ")
            text.append(Figures.range(ofBytes: memory.lowBytes, memory.highBytes), .strong)
            lines += flow([text, StyledText("(estimate: \(MemoryEstimate.model))", .faint)])
        }
        if let sizing = report.totals.sizing, sizing.activeSeries > 0 { lines += flow(sizingInWords(sizing)) }
        if let price = settings.price {
            let series = report.totals.counts.billed
            let rate = "(\(Figures.fixed(price.perThousandSeries, 2)) per 1,000 \(billedSeries))"
            lines += flow([StyledText("price: \(price.text(of: series))"), StyledText(rate, .faint)])
        }
        return lines
    }

    private var billedSeries: String { report.totals.counts.active == nil ? "series" : "active series" }

    func sizingInWords(_ sizing: SizingGuide) -> [StyledText] {
        func words(_ row: SizingGuide.Row) -> String {
            let series = row.series < 1_000_000 ? "\(row.series / 1000)K" : "\(row.series / 1_000_000)M"
            return "\(series) series (\(row.gibibytes) GiB)"
        }
        let place =
            switch (sizing.rowBelow, sizing.row) {
            case (let below?, let row?): "between \(words(below)) and \(words(row))"
            case (nil, let row?): "within \(words(row))"
            case (let below?, nil): "beyond \(words(below))"
            case (nil, nil): ""
            }
        let limit = SizingGuide.shardAbove / 1_000_000
        let advice =
            sizing.shouldShard
            ? StyledText("more than \(limit)M: split it into shards", .caution)
            : StyledText("one server holds up to \(limit)M", .faint)
        return [StyledText("sizing guide: \(place)"), advice]
    }
}
