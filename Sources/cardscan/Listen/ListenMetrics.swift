import Receiver

/// What a receiver says of itself and of its stream, in Prometheus' text format. The lists of metrics and owners are
/// bounded, so that watching cardinality does not make any.
struct ListenMetrics {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ status: StreamStatus) {
        let totals = status.totals
        gauge(
            "series", "Series by what is known of them: all ever received, and those active now.",
            [(["state": "known"], Double(status.knownSeries)), (["state": "active"], Double(status.activeSeries))])
        gauge("metrics", "Distinct metric names.", [([:], Double(status.metricCount))])
        counter(
            "requests", "Write requests by the status they were answered with.",
            totals.answers.sorted { $0.key < $1.key }.map { (["code": String($0.key)], Double($0.value)) })
        counter("body_bytes", "Bytes of write requests as they came.", [([:], Double(totals.bodyBytes))])
        counter(
            "samples", "Samples and native histograms, each counted once however often it was sent.",
            [([:], Double(totals.samples))])
        counter(
            "repeated_samples", "Samples that were sent before, or came too late to count.",
            [([:], Double(totals.repeatedSamples))])
        counter("exemplars", "Exemplars received.", [([:], Double(totals.exemplars))])
        counter(
            "counting_seconds", "Processor time that decoding and counting took, of this process.",
            [([:], Double(totals.countingNanoseconds) / 1e9)])
        counter(
            "rejected_series",
            "Series of requests that are no series (no name, a name twice, not UTF-8) or pass a limit on labels.",
            [([:], Double(totals.rejectedSeries))])
        gauge("memory_bytes", "Memory that counting has taken of --max-memory.", [([:], Double(status.memoryUsed))])
        gauge("memory_limit_bytes", "--max-memory.", [([:], Double(status.memoryLimit))])
        gauge("start_time_seconds", "When listening began.", [([:], Double(status.startTime) / 1000)])
        writeTail(status)
        gauge(
            "top_metric_series", "Known series of the metrics with most samples a second.",
            status.metrics.map { (["metric": $0.name], Double($0.series)) })
        gauge(
            "top_metric_samples_per_second", "Samples a second of the metrics with most, over the window.",
            status.metrics.map { (["metric": $0.name], $0.samplesPerSecond) })
        guard !status.ownerLabels.isEmpty else { return }
        gauge(
            "owner_series", "Known series of the owners with most samples a second.",
            status.owners.map { (owner($0, status), Double($0.series)) })
        gauge(
            "owner_samples_per_second", "Samples a second of the owners with most, over the window.",
            status.owners.map { (owner($0, status), $0.samplesPerSecond) })
    }

    private mutating func writeTail(_ status: StreamStatus) {
        gauge(
            "tail_series", "Estimate of the series that no memory was left for.",
            [([:], Double(status.tail?.series ?? 0))])
        gauge("tail_error_ratio", "Standard error of the estimate.", [([:], status.tail?.error ?? 0)])
    }

    private func owner(_ owner: StreamStatus.Owner, _ status: StreamStatus) -> [String: String] {
        let isOthers = owner.values.isEmpty
        let values = isOthers ? status.ownerLabels.map { _ in "(others)" } : owner.values
        return Dictionary(
            zip(status.ownerLabels, values).map { (ExpositionWriter.labelName(by: $0), $1 ?? "") },
            uniquingKeysWith: { first, _ in first })
    }

    // MARK: - Format

    private typealias Rows = [(labels: [String: String], value: Double)]

    private mutating func gauge(_ name: String, _ help: String, _ rows: Rows) {
        write("cardscan_listen_" + name, "gauge", help, rows)
    }

    private mutating func counter(_ name: String, _ help: String, _ rows: Rows) {
        write("cardscan_listen_" + name + "_total", "counter", help, rows)
    }

    private mutating func write(_ name: String, _ type: String, _ help: String, _ rows: Rows) {
        guard !rows.isEmpty else { return }
        put("# HELP \(name) \(help)\n# TYPE \(name) \(type)\n")
        for row in rows {
            let labels = row.labels.sorted { $0.key < $1.key }
                .map { "\($0.key)=\"\(ExpositionWriter.escaped($0.value))\"" }
            put(name + (labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}") + " \(number(row.value))\n")
        }
    }

    private func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
    }

    private mutating func put(_ text: String) { bytes += Array(text.utf8) }
}
