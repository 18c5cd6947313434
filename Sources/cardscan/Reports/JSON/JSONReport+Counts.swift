import Cardinality

extension JSONReport {
    func writeTotals(_ json: inout JSONWriter) {
        let totals = report.totals
        write(totals.counts, &json)
        json.member("metrics", totals.metrics)
        json.member("series_without_name", totals.seriesWithoutName)
        json.member("label_names", totals.labelNames)
        json.member("label_pairs", totals.labelPairs)
        json.member("churn_per_hour", totals.churnPerHour)
        json.member("bucket_series", totals.bucketSeries)
        json.member("blocks", totals.blocks)
        json.member("samples", totals.samples)
        json.member("bytes_per_sample", totals.bytesPerSample)
        json.object("bytes") { write(totals.sizes, &$0) }
        write(totals.memory, &json)
        write(totals.sizing, &json)
        write(settings.price, &json)
    }

    private func write(_ memory: MemoryEstimate?, _ json: inout JSONWriter) {
        guard let memory else { return json.null("memory_estimate") }
        json.object("memory_estimate") { json in
            json.member("model", MemoryEstimate.model)
            json.member("low_bytes", memory.lowBytes)
            json.member("high_bytes", memory.highBytes)
        }
    }

    private func write(_ sizing: SizingGuide?, _ json: inout JSONWriter) {
        guard let sizing else { return json.null("sizing_guide") }
        func write(_ key: String, _ row: SizingGuide.Row?, _ json: inout JSONWriter) {
            guard let row else { return json.null(key) }
            json.object(key) { json in
                json.member("series", row.series)
                json.member("gibibytes", row.gibibytes)
            }
        }
        json.object("sizing_guide") { json in
            json.member("active_series", sizing.activeSeries)
            write("row_below", sizing.rowBelow, &json)
            write("row", sizing.row, &json)
            json.member("should_shard", sizing.shouldShard)
        }
    }

    private func write(_ price: Price?, _ json: inout JSONWriter) {
        guard let price else { return json.null("price") }
        json.object("price") { json in
            json.member("per_1000_series", price.perThousandSeries)
            json.member("currency", price.currency)
            json.member("total", price.amount(of: report.totals.counts.billed))
        }
    }

    func writeMetrics(_ json: inout JSONWriter) {
        for row in report.metricOrder(settings) {
            if json.isClosed { return }
            json.object { write(report.metrics[row], &$0) }
        }
    }

    private func write(_ metric: MetricRow, _ json: inout JSONWriter) {
        writeHead(metric, &json)
        json.array("labels") { json in
            for label in metric.labels {
                json.object { write(label, &$0) }
            }
        }
    }

    /// Everything of a metric but its labels.
    private func writeHead(_ metric: MetricRow, _ json: inout JSONWriter) {
        json.member("name", metric.name)
        json.member("type", metric.type.kind.rawValue)
        json.member("type_inferred", metric.type.isInferred)
        json.member("unit", metric.unit)
        json.member("help", metric.help)
        write(metric.counts, &json)
        json.member("index_bytes", metric.indexBytes)
        json.member("chunk_bytes", metric.chunkBytes)
        guard let together = metric.together else { return json.null("together") }
        json.object("together") { json in
            json.array("labels") { json in
                for name in together.labels { json.value(name) }
            }
            json.member("series_without", together.seriesWithout)
        }
    }

    private func write(_ label: MetricLabelRow, _ json: inout JSONWriter) {
        json.member("name", label.name)
        json.member("values", label.values)
        json.member("series_without", label.seriesWithout)
        json.array("determined_by") { json in
            for name in label.determinedBy { json.value(name) }
        }
    }

    func writeLabels(_ json: inout JSONWriter) {
        for row in report.labelOrder(settings) {
            if json.isClosed { return }
            let label = report.labels[row]
            json.object { json in
                json.member("name", label.name)
                json.member("values", label.values)
                json.member("value_bytes", label.valueBytes)
                json.member("metrics", label.metrics)
                write(label.counts, &json)
                json.member("series_without", label.seriesWithout)
                json.array("shapes") { write(label.shapes, of: label.values, &$0) }
            }
        }
    }

    func writePairs(_ json: inout JSONWriter) {
        for row in report.pairOrder(settings) {
            if json.isClosed { return }
            let pair = report.labelPairs[row]
            json.object { json in
                json.member("name", report.labels[pair.label].name)
                json.name("value")
                write(pair.value, &json)
                write(pair.counts, &json)
            }
        }
    }

    func writeDetail(_ detail: MetricDetail, _ json: inout JSONWriter) {
        writeHead(detail.metric, &json)
        json.array("labels") { json in
            for label in detail.labels {
                json.object { json in
                    write(label.row, &json)
                    json.member("series", label.series)
                    json.member("value_bytes", label.valueBytes)
                    json.array("shapes") { write(label.shapes, of: label.row.values, &$0) }
                    json.array("samples") { json in
                        for value in label.samples { write(value, &json) }
                    }
                    json.array("top_values") { json in
                        for row in label.order(settings, ReportSettings.standardLimit) {
                            if json.isClosed { return }
                            json.object { json in
                                json.name("value")
                                write(label.values[row].value, &json)
                                write(label.values[row].counts, &json)
                            }
                        }
                    }
                }
            }
        }
    }

    private func write(_ shapes: [ShapeShare], of values: Int, _ json: inout JSONWriter) {
        for shape in shapes {
            json.object { json in
                json.member("shape", shape.shape.identifier)
                json.member("values", shape.values)
                json.member("share", values > 0 ? Double(shape.values) / Double(values) : nil)
                json.array("examples") { json in
                    for example in shape.examples { write(example, &json) }
                }
            }
        }
    }
}

extension SeriesCounts {
    /// What a service that charges by active series would charge for.
    var billed: Int { active ?? series }
}
