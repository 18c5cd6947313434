import Budgets
import Cardinality
import Propose
import TSDB
import YAML

/// Budgets as JSON, version 1 of the schema in docs/budget.schema.json; a later run takes it as its baseline.
struct JSONBudget {
    private let view: BudgetView

    init(_ view: BudgetView) { self.view = view }

    func write(to out: inout ByteWriter) {
        var json = JSONWriter(out)
        let result = view.result
        json.object { json in
            json.member("schema_version", 1)
            json.array("sources") { json in for source in view.settings.sources { json.value(source) } }
            json.member("budget_file", view.file.path)
            json.member("counted", view.file.counted.rawValue)
            json.member("targets", view.report.targets)
            writeWindow(&json)
            json.object("totals") { write(BudgetFigure(view.report.totals.counts), &$0) }
            json.member("samples_per_second", view.samplesPerSecond)
            json.object("summary") { json in
                json.member("budgets", result.rows.count)
                json.member("broken", result.broken.count)
                json.member("close", result.near.count)
                json.member("expired", result.expired.count)
                json.member("not_judged", result.unjudged.count)
                json.member("unlisted", result.unlisted)
            }
            json.array("budgets") { json in for row in result.rows { write(row, &json) } }
            json.array("expired") { json in
                for (scope, terms) in result.expired {
                    guard let expires = terms.expires else { continue }
                    let position = view.position(of: expires.range)
                    json.object {
                        $0.member("budget", scope)
                        $0.member("expires", expires.date)
                        $0.member("line", position.line)
                        $0.member("column", position.column)
                    }
                }
            }
            json.array("rules") { json in
                for rule in view.rules ?? [] {
                    json.object { json in
                        json.member("record", rule.name)
                        json.member("file", rule.file)
                        json.member("line", rule.line)
                        json.member("series", rule.series)
                        json.member("exact", rule.isExact)
                        json.member("counted", rule.isCounted)
                        json.array("because") { json in for reason in rule.reasons { json.value(reason) } }
                    }
                }
            }
            json.array("warnings") { json in
                for diagnostic in view.report.diagnostics {
                    json.object {
                        $0.member("severity", diagnostic.severity.rawValue)
                        $0.member("file", diagnostic.file)
                        $0.member("offset", diagnostic.offset.map { Int(clamping: $0) })
                        $0.member("message", diagnostic.message)
                    }
                }
            }
        }
        out = json.finish()
    }

    private func writeWindow(_ json: inout JSONWriter) {
        guard let window = view.report.window else { return json.null("window") }
        json.object("window") {
            $0.member("min_time", Int(window.minTime))
            $0.member("max_time", Int(window.maxTime))
            $0.member("active_within", Int(window.activeWithin))
            $0.member("hours", window.hours)
            $0.member("tells_new_series", view.tellsNewSeries)
        }
    }

    private func write(_ row: BudgetRow, _ json: inout JSONWriter) {
        let position = view.position(of: row.range)
        json.object { json in
            json.object("scope") { write(row.scope, &$0) }
            json.member("of", row.kind.rawValue)
            json.member("unit", row.unit.rawValue)
            json.member("status", status(row))
            if case .unjudged(let reason) = row.status { json.member("not_judged_because", reason) }
            write("used", row.used, row.unit, &json)
            write("limit", row.limit, row.unit, &json)
            json.member("share", row.share)
            write("before", row.before, row.unit, &json)
            json.member("trend", row.trend)
            json.member("owner", row.terms.owner)
            json.member("reason", row.terms.reason)
            json.member("expires", row.terms.expires?.date)
            json.member("expired", view.isExpired(row.terms))
            json.member("stands_for", row.standsFor)
            json.member("line", position.line)
            json.member("column", position.column)
            if let figure = row.figure { json.object("counts") { write(figure, &$0) } } else { json.null("counts") }
            json.member("values", row.values)
            guard row.status == .broken || row.status == .near else {
                json.array("causes") { _ in }
                json.array("proposals") { _ in }
                return
            }
            json.array("causes") { json in for metric in view.causes.metrics(of: row) { write(metric, &json) } }
            json.array("proposals") { json in for proposal in view.proposals(for: row) { write(proposal, &json) } }
        }
    }

    private func status(_ row: BudgetRow) -> String {
        BudgetWords.state(row).replacing(" ", with: "_")
    }

    /// Counts are integers, all else are numbers.
    private func write(_ key: String, _ amount: Double?, _ unit: BudgetRow.Unit, _ json: inout JSONWriter) {
        switch unit {
        case .series, .values: json.member(key, amount.flatMap { Int(exactly: $0.rounded()) })
        case .share, .seriesPerHour, .samplesPerSecond: json.member(key, amount)
        }
    }

    private func write(_ scope: BudgetScope, _ json: inout JSONWriter) {
        json.member("kind", scope.kind)
        switch scope {
        case .total: break
        case .selector(let name), .metric(let name), .label(let name): json.member("name", name)
        case .group(let by, let values, let selector):
            json.object("by") { json in
                for (name, value) in zip(by, values) {
                    json.name(name)
                    json.value(value)
                }
            }
            json.member("selector", selector)
        }
    }

    private func write(_ figure: BudgetFigure, _ json: inout JSONWriter) {
        json.member("series", figure.series)
        json.member("active_series", figure.active)
        json.member("new_series", figure.new)
    }

    private func write(_ metric: MetricRow, _ json: inout JSONWriter) {
        json.object { json in
            json.member("metric", metric.name)
            json.member("series", metric.counts.series)
            json.array("labels") { json in
                for label in metric.labels.prefix(10) {
                    json.object {
                        $0.member("name", label.name)
                        $0.member("values", label.values)
                        $0.member("series_without", label.seriesWithout)
                    }
                }
            }
            guard let together = metric.together else { return json.null("together") }
            json.object("together") { json in
                json.array("labels") { json in for label in together.labels { json.value(label) } }
                json.member("series_without", together.seriesWithout)
            }
        }
    }

    private func write(_ proposal: Proposal, _ json: inout JSONWriter) {
        json.object { json in
            json.member("id", proposal.id)
            json.member("verdict", proposal.verdict.kind.rawValue)
            json.member("chosen", proposal.isChosen)
            json.member("summary", proposal.summary)
            json.member("series", proposal.savings.series)
            json.array("rules") { json in
                for line in PlanRules(proposal: proposal).lines.dropFirst() { json.value(line) }
            }
        }
    }
}
