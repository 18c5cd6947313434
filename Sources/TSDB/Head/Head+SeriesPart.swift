/// Which metrics a head has, and where their rows are.
struct MetricGrouping {
    var metrics: [MetricExtent] = []
    var starts: [Int] = [0]
    var first = Int64.max
    var last = Int64.min
}

extension HeadSeries {
    /// Sorts the rows by metric, by counting: references of symbols are small numbers. With a time range, rows without
    /// a sample in it are left out.
    func grouped(by options: HeadOptions, into order: inout Column<UInt32>) throws(BudgetExceeded) -> MetricGrouping {
        let leavesOut = options.readsSamples && options.selection.hasTimeRange
        var grouping = MetricGrouping()
        // The last place is for series without a name.
        let noName = symbols.count
        var counts = Column<UInt32>(budget: options.budget)
        var bytes = Column<Int>(budget: options.budget)
        try counts.append(repeating: 0, count: noName + 1)
        try bytes.append(repeating: 0, count: noName + 1)
        var selected = 0
        for row in 0..<UInt32(count) {
            if options.readsSamples {
                let times = times[Int(row)]
                if times.first <= times.last {
                    grouping.first = min(grouping.first, times.first)
                    grouping.last = max(grouping.last, times.last)
                } else if leavesOut {
                    continue
                }
            }
            let (name, entryBytes) = metric(row)
            let place = name == MetricExtent.noName ? noName : Int(name)
            counts[place] &+= 1
            bytes[place] &+= entryBytes
            selected += 1
        }
        var next = 0
        for place in 0...noName where counts[place] > 0 {
            let series = Int(counts[place])
            let name = place == noName ? MetricExtent.noName : UInt32(place)
            grouping.metrics.append(MetricExtent(name: name, series: series, indexBytes: bytes[place], chunkBytes: nil))
            counts[place] = UInt32(next)
            next += series
            grouping.starts.append(next)
        }
        try order.append(repeating: 0, count: selected)
        for row in 0..<UInt32(count) {
            if leavesOut, times[Int(row)].first > times[Int(row)].last { continue }
            let name = metric(row).name
            let place = name == MetricExtent.noName ? noName : Int(name)
            order[Int(counts[place])] = row
            counts[place] &+= 1
        }
        return grouping
    }
}

extension Head {
    package func withSymbol<Result>(_ reference: UInt32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        body(series.symbols.bytes(reference))
    }

    package func forEachSymbol(_ body: (UInt32, UnsafeRawBufferPointer) -> Void) {
        for symbol in 0..<UInt32(series.symbols.count) { body(symbol, series.symbols.bytes(symbol)) }
    }

    package func read(
        metric: Int, from position: inout SeriesPosition, into batch: inout SeriesBatch
    ) throws(Diagnostic) -> Bool {
        let rows = metricStarts[metric]..<metricStarts[metric + 1]
        return series.view.append(order, rows.dropFirst(position.offset), to: &batch, advancing: &position) {
            readsSamples ? series.times[$1] : HeadSeries.Times()
        }
    }
}
