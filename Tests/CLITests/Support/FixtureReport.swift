import Cardinality
import TSDB

/// A report like that of a Kubernetes cluster's server: everything a renderer has to show, and what makes that hard.
struct FixtureReport {
    private var texts: [[UInt8]] = []
    private var report: CardinalityReport

    static let start: Int64 = 1_795_341_600_000  // 2026-11-22 10:00 UTC
    static let end: Int64 = start + 14_280_000  // 13:58

    static func full() -> CardinalityReport {
        var fixture = FixtureReport()
        fixture.fillTotals()
        fixture.fillMetrics()
        fixture.fillLabels()
        fixture.fillPairs()
        fixture.fillSources()
        return fixture.finished()
    }

    /// Without times, as with `--no-activity`, and without anything that is optional.
    static func bare() -> CardinalityReport {
        var report = CardinalityReport(symbols: Texts(texts: [Array("node".utf8)]))
        report.totals.counts = SeriesCounts(series: 3)
        report.totals.metrics = 1
        report.totals.labelNames = 2
        report.totals.labelPairs = 4
        report.metrics = [
            MetricRow(
                name: "up", type: MetricType(.gauge, isInferred: true), counts: SeriesCounts(series: 3), indexBytes: 60,
                chunkBytes: nil, labels: [metricLabel("instance", 3, 1)])
        ]
        report.labels = [
            LabelRow(
                name: "__name__", values: 1, valueBytes: 2, metrics: 1, counts: SeriesCounts(series: 3),
                seriesWithout: nil, shapes: [])
        ]
        report.labelPairs = [LabelPairRow(label: 0, value: 0, counts: SeriesCounts(series: 3))]
        return report
    }

    private init() { report = CardinalityReport(symbols: Texts(texts: [])) }

    mutating func symbol(_ text: String) -> UInt32 { symbol(Array(text.utf8)) }

    mutating func symbol(_ bytes: [UInt8]) -> UInt32 {
        texts.append(bytes)
        return UInt32(texts.count - 1)
    }

    private func finished() -> CardinalityReport {
        var done = CardinalityReport(symbols: Texts(texts: texts))
        done.totals = report.totals
        done.window = report.window
        done.metrics = report.metrics
        done.labels = report.labels
        done.labelPairs = report.labelPairs
        done.groups = report.groups
        done.groupedBy = report.groupedBy
        done.sources = report.sources
        done.leftOut = report.leftOut
        done.collisions = report.collisions
        done.metricDetail = report.metricDetail
        done.diagnostics = report.diagnostics
        return done
    }

    private mutating func fillTotals() {
        report.window = Window(minTime: Self.start, maxTime: Self.end, activeWithin: 900_000)
        report.totals.counts = SeriesCounts(series: 4_312_877, active: 3_870_112, new: 1_608_000, gone: 442_765)
        report.totals.metrics = 1204
        report.totals.labelNames = 118
        report.totals.labelPairs = 92_331
        report.totals.blocks = 2
        report.totals.samples = 2_104_882_110
        report.totals.bytesPerSample = 1.312
        report.totals.churnPerHour = 0.094
        report.totals.bucketSeries = 1_310_000
        report.totals.sizes.index = 401_000_000
        report.totals.sizes.chunks = 2_301_000_000
        report.totals.sizes.wal = 1_902_000_000
        report.totals.memory = MemoryEstimate(activeSeries: 3_870_112)
        report.totals.sizing = SizingGuide(activeSeries: 3_870_112)
    }

    private static func metricLabel(
        _ name: String, _ values: Int, _ left: Int?, by: [String] = []
    ) -> MetricLabelRow { MetricLabelRow(name: name, values: values, seriesWithout: left, determinedBy: by) }

    private mutating func fillMetrics() {
        func metric(
            _ name: String, _ kind: MetricType.Kind, _ series: Int, new: Int, inferred: Bool = false,
            _ labels: [MetricLabelRow]
        ) -> MetricRow {
            MetricRow(
                name: name, type: MetricType(kind, isInferred: inferred),
                counts: SeriesCounts(series: series, active: series * 9 / 10, new: new, gone: new * 9 / 10),
                indexBytes: series * 31, chunkBytes: series * 412, labels: labels)
        }
        let label = Self.metricLabel
        var first = metric(
            "http_request_duration_seconds_bucket", .histogram, 812_304, new: 67_000,
            [
                label("user_id", 41_207, 19_712, []), label("le", 12, 67_692, []), label("path", 311, 401_220, []),
                label("instance", 212, 812_304, ["pod"]), label("pod", 212, 812_304, ["instance"]),
                label("namespace", 9, 812_304, ["pod"]), label("job", 1, 812_304, ["pod", "path"]),
            ])
        first.unit = "seconds"
        first.help = "Duration of HTTP requests by path."
        report.metrics = [
            first,
            metric(
                "container_network_receive_bytes_total", .counter, 401_112, new: 493_000,
                [
                    label("interface", 4, 121_000, []), label("id", 9870, 401_112, ["pod", "uid"]),
                    label("pod", 9870, 401_112, ["id", "uid"]), label("uid", 9870, 401_112, ["pod", "id"]),
                    label("namespace", 112, 401_112, ["pod", "id", "uid"]),
                    label("node", 5000, 401_112, ["pod", "id", "uid"]), label("job", 1, 401_112, []),
                ]),
            metric(
                "apiserver_request_duration_seconds_bucket", .histogram, 377_900, new: 1500, inferred: true,
                [
                    label("le", 38, 9944, []), label("resource", 214, 31_870, []), label("verb", 9, 120_400, []),
                    label("scope", 4, 298_000, []), label("group", 31, 377_900, ["resource"]),
                    label("version", 6, 377_000, []), label("dry_run", 2, 377_820, []),
                ]),
            metric(
                "envoy_cluster_upstream_rq_time_bucket_with_a_name_nobody_should_ever_give_to_a_metric_total", .unknown,
                91_000, new: 0, inferred: true, [label("cluster", 700, nil, []), label("le", 20, nil, [])]),
            metric("http.server.duration.秒", .gauge, 44_010, new: 120, [label("http.route", 4000, 12, [])]),
            metric("", .unknown, 1200, new: 1200, [label("color\u{1b}[31m", 1200, 1, [])]),
            metric("up", .gauge, 10_204, new: 400, [label("instance", 10_204, 42, [])]),
            metric("ALERTS", .gauge, 1, new: 0, [label("alertname", 1, 1, [])]),
        ]
        report.metrics[1].together = JointCause(labels: ["pod", "id", "uid", "node"], seriesWithout: 448)
        var detail = MetricDetail(metric: first, labels: [])
        for row in first.labels { detail.labels.append(depth(of: row, in: first)) }
        report.metricDetail = detail
    }

    private mutating func depth(of row: MetricLabelRow, in metric: MetricRow) -> MetricLabelDetail {
        let uuids = ["7f3c2a10-1b5e-4c0e-9f4a-2b8f2f0a9c11", "0b1e6a52-90cd-4a6b-8a55-3c1f4e6d7788"]
        let names =
            switch row.name {
            case "user_id": uuids + ["", "(null)", "ünïcödé", "名前"]
            case "le": ["+Inf", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10"]
            case "path": ["/", "/users/18233", "/users/18234\n", "/a?q=" + String(repeating: "x", count: 400)]
            default: (1...min(row.values, 8)).map { "\(row.name)-\($0)" }
            }
        var left = metric.counts.series
        let values = names.map { name in
            let series = max(1, left / 2)
            left -= series
            let counts = SeriesCounts(series: series, active: series / 2, new: series / 50, gone: 0)
            return LabelValueRow(value: symbol(name), counts: counts)
        }
        let shapes =
            row.name == "user_id"
            ? [ShapeShare(shape: .uuid, values: row.values - 82, examples: [symbol(uuids[0]), symbol(uuids[1])])] : []
        return MetricLabelDetail(
            row: row, series: metric.counts.series, valueBytes: row.values * 36, values: values,
            samples: values.map(\.value), shapes: shapes)
    }

    private mutating func fillLabels() {
        func label(
            _ name: String, _ values: Int, _ bytes: Int, _ metrics: Int, _ series: Int, left: Int?,
            _ shapes: [ShapeShare] = []
        ) -> LabelRow {
            let counts = SeriesCounts(series: series, active: series * 9 / 10, new: series / 10, gone: series / 20)
            return LabelRow(
                name: name, values: values, valueBytes: bytes, metrics: metrics, counts: counts, seriesWithout: left,
                shapes: shapes)
        }
        let uuid = ShapeShare(
            shape: .uuid, values: 41_125, examples: [symbol("7f3c2a10-1b5e-4c0e-9f4a-2b8f2f0a9c11")])
        let pod = ShapeShare(shape: .podName, values: 9870, examples: [symbol("checkout-6d5f9c7b8d-x2x4q")])
        let path = ShapeShare(shape: .pathWithID, values: 200, examples: [symbol("/users/18233/ord\u{202e}ers")])
        report.labels = [
            label("__name__", 1204, 38_000, 1204, 4_311_677, left: nil),
            label("job", 44, 512, 1204, 4_312_877, left: 4_301_000),
            label("instance", 10_204, 180_000, 1204, 4_312_877, left: 3_100_000),
            label("pod", 9870, 301_000, 640, 3_901_000, left: 3_890_000, [pod]),
            label("le", 151, 900, 88, 1_310_000, left: 3_019_000),
            label("user_id", 41_207, 1_468_006, 3, 812_304, left: 3_519_300, [uuid]),
            label("path", 311, 9000, 3, 812_304, left: 4_000_100, [path]),
            label("名前空間", 12, 130, 2, 10_000, left: 4_312_877),
        ]
    }

    private mutating func fillPairs() {
        func counts(_ series: Int) -> SeriesCounts {
            SeriesCounts(series: series, active: series, new: series / 90, gone: 0)
        }
        report.labelPairs = [
            LabelPairRow(label: 1, value: symbol("kubelet"), counts: counts(2_100_400)),
            LabelPairRow(label: 1, value: symbol("api \"v2\"\r\nHost: evil"), counts: counts(900_100)),
            LabelPairRow(label: 6, value: symbol([0x2f, 0xff, 0xfe, 0x78]), counts: counts(120_000)),
            LabelPairRow(label: 6, value: symbol([UInt8](repeating: 0x61, count: 1 << 20)), counts: counts(10)),
            LabelPairRow(label: 7, value: symbol("支付系统"), counts: counts(5)),
        ]
        report.groupedBy = ["namespace", "team"]
        report.groups = [
            GroupRow(
                values: [symbol("checkout"), symbol("payments")], counts: counts(1_900_000),
                topMetric: "http_request_duration_seconds_bucket", topMetricSeries: 600_000),
            GroupRow(
                values: [symbol("kube-system"), nil], counts: counts(800_000),
                topMetric: "apiserver_request_duration_seconds_bucket", topMetricSeries: 377_900),
            GroupRow(values: [nil, nil], counts: counts(12), topMetric: "", topMetricSeries: 12),
        ]
    }

    private mutating func fillSources() {
        func source(_ path: String, _ kind: PartSummary.Kind, _ series: Int, _ notes: [String]) -> SourceRow {
            var summary = PartSummary(path: path, kind: kind)
            summary.series = series
            summary.minTime = Self.start
            summary.maxTime = Self.end
            summary.samples = kind == .block ? 801_000_000 : nil
            summary.sizes.index = 190_000_000
            summary.sizes.wal = kind == .head ? 1_902_000_000 : 0
            return SourceRow(summary, notes: notes)
        }
        report.sources = [
            source("/prometheus/wal", .head, 4_100_000, ["checkpoint.00000012", "segments 13 to 31", "agent: no"]),
            source("/prometheus/01JD0000000000000000000001", .block, 2_900_000, ["index V2", "level 1"]),
            source("/prometheus/01JD0000000000000000000002", .block, 2_870_000, ["index V2", "level 1", "tombstones"]),
        ]
        report.leftOut = [
            LeftOutPart(
                path: "/bucket/01JC0000000000000000000009",
                reason: "downsampled to 5m, its series are in raw blocks too")
        ]
        report.collisions = CollisionSummary(
            samples: 1204, series: 12,
            examples: [
                .init(
                    series: #"http_requests_total{job="api", path="/a\nb"}"#, time: Self.start + 15_000,
                    values: [12, 17]),
                .init(series: #"up{job="api"}"#, time: Self.start + 15_250, values: [1, .nan]),
            ])
        report.diagnostics = [
            Diagnostic(file: "/prometheus/wal/00000031", offset: 1_048_576, "record checksum is wrong"),
            Diagnostic(.warning, file: "/prometheus/01JD\n", "has tombstones; deleted samples are counted"),
        ]
    }
}

/// Symbols by position.
struct Texts: SymbolText {
    let texts: [[UInt8]]

    func text(of reference: UInt32) -> String { String(decoding: texts[Int(reference)], as: UTF8.self) }

    func withBytes(of reference: UInt32, _ body: (UnsafeRawBufferPointer) -> Void) {
        texts[Int(reference)].withUnsafeBytes(body)
    }
}
