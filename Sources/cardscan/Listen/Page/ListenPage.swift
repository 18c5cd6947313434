import Budgets
import Cardinality
import Receiver
import RemoteWrite

/// The page that a person looks at: what the stream holds now, without any script.
struct ListenPage {
    let status: StreamStatus
    /// What no report could be made of, in words, or the report.
    let report: Result<CardinalityReport, ListenProblem>
    var budgets: ListenBudgets.Judged?

    static let rows = 20
    static let columns = 100

    func reply() -> Reply {
        ListenPage.reply(title: "cardscan: the stream") { page in
            header(&page)
            numbers(&page)
            ListenChart(status.history).write(to: &page)
            notes(&page)
            budgets?.write(to: &page)
            switch report {
            case .success(let report):
                ListenTables(report: report, status: status).write(to: &page)
            case .failure(let problem):
                page.element("p", "class=\"warn\"", "No report: \(problem.message)")
            }
            senders(&page)
        }
    }

    /// A page with everything around `body`, and a policy under which nothing in it could run or be fetched elsewhere.
    static func reply(title: String, _ body: (inout Markup) -> Void) -> Reply {
        var page = Markup()
        page.raw("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        page.raw("<meta http-equiv=\"refresh\" content=\"30\"><link rel=\"stylesheet\" href=\"/style.css\">")
        page.element("title", "", title)
        page.raw("</head><body>")
        page.element("main", "", body)
        page.raw("</body></html>\n")
        return Reply(
            200,
            headers: [
                ("Content-Type", "text/html; charset=utf-8"), ("X-Content-Type-Options", "nosniff"),
                ("Referrer-Policy", "no-referrer"), ("Cache-Control", "no-store"),
                (
                    "Content-Security-Policy",
                    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
                ),
            ], body: page.bytes)
    }

    // MARK: - Head

    private func header(_ page: inout Markup) {
        page.element("header") { page in
            page.element("h1", "", "What the stream holds")
            let window = TextReport.range(status.window.lowerBound, status.window.upperBound)
            page.element("span", "class=\"soft\"", "\(window) UTC, listening for \(Self.duration(status))")
            page.raw("<span class=\"soft\"><a href=\"/api/v1/report\">JSON</a> · ")
            page.raw(
                "<a href=\"/api/v1/report?scope=start\">since the start</a> · <a href=\"/metrics\">metrics</a></span>")
        }
    }

    private func numbers(_ page: inout Markup) {
        let totals = (try? report.get())?.totals
        page.element("dl", "class=\"numbers\"") { page in
            func number(_ name: String, _ value: String, _ detail: String, _ page: inout Markup) {
                page.element("div") { page in
                    page.element("dt", "", name)
                    page.element("dd") { page in
                        page.text(value)
                        page.element("small", "", detail)
                    }
                }
            }
            let series = totals?.counts.series ?? status.knownSeries
            number("series", Figures.compact(series), "\(Figures.compact(status.knownSeries)) since the start", &page)
            number("active", Figures.compact(status.activeSeries), "had a sample lately", &page)
            number("metrics", Figures.compact(totals?.metrics ?? status.metricCount), "in the window", &page)
            number(
                "samples", Self.rate(status.samplesPerSecond) + "/s",
                "\(Figures.compact(status.totals.samples)) in all",
                &page)
            if let new = totals?.counts.new, let gone = totals?.counts.gone {
                number("new", Figures.compact(new), "\(Figures.compact(gone)) gone", &page)
            }
            number(
                "requests", Figures.compact(status.totals.requests),
                "\(Figures.compact(status.totals.answers.filter { $0.key >= 400 }.values.reduce(0, +))) refused", &page)
            number("memory", Figures.bytes(status.memoryUsed), "of \(Figures.bytes(status.memoryLimit))", &page)
        }
    }

    private func notes(_ page: inout Markup) {
        var notes: [String] = []
        if let tail = status.tail {
            let names = tail.metrics.prefix(3).map {
                "\(Escaper.show($0.name, columns: 60)) (about \(Figures.compact($0.series)))"
            }
            notes.append(
                "About \(Figures.compact(tail.series)) more series (standard error \(Figures.percent(tail.error))) found no "
                    + "room in --max-memory; they are in none of the counts below"
                    + (budgets?.result.file.counted != .all ? "" : " but the budget of the total")
                    + ". Most of their samples: "
                    + names.joined(separator: ", ") + ".")
        }
        if status.forgottenSeries > 0 {
            notes.append(
                "About \(Figures.compact(status.forgottenSeries)) series left the window and were forgotten to make room in "
                    + "--max-memory: what is said since the start is without them.")
        }
        notes += status.totals.leftOut.sentences(status.labelLimits).map { "Since the start, \($0)." }
        guard !notes.isEmpty else { return }
        page.element("ul", "class=\"notes warn\"") { page in for note in notes { page.element("li", "", note) } }
    }

    private func senders(_ page: inout Markup) {
        guard !status.senders.isEmpty else { return }
        page.element("h2", "", "Senders")
        page.table(["Address", "Agent", "Version", "Requests #", "Refused #", "Samples #", "Last seen"]) { page in
            for sender in status.senders.prefix(Self.rows) {
                page.element("tr") { page in
                    page.cell(sender.address, "name")
                    page.cell(sender.agent)
                    page.cell(sender.version)
                    page.cell(Figures.grouped(sender.requests), "n")
                    page.cell(Figures.grouped(sender.failedRequests), sender.failedRequests > 0 ? "n warn" : "n")
                    page.cell(Figures.grouped(sender.samples), "n")
                    page.cell("\((status.now - sender.lastSeen) / 1000) s ago \(sender.lastFault)")
                }
            }
        }
    }

    // MARK: - Words

    static func rate(_ value: Double) -> String {
        if value >= 100 { return Figures.compact(Int(value.rounded())) }
        return "\((value * 10).rounded() / 10)"
    }

    private static func duration(_ status: StreamStatus) -> String {
        let seconds = max(0, (status.now - status.startTime) / 1000)
        switch seconds {
        case ..<120: return "\(seconds) s"
        case ..<7200: return "\(seconds / 60) min"
        case ..<172_800: return "\(seconds / 3600) h"
        default: return "\(seconds / 86400) days"
        }
    }
}

/// Why there is no report.
struct ListenProblem: Error {
    var message: String
}

extension Markup {
    /// A table that scrolls by itself. A head that ends in `#` stands over numbers.
    mutating func table(_ heads: [String], _ rows: (inout Markup) -> Void) {
        element("div", "class=\"scroll\"") { page in
            page.element("table") { page in
                page.element("thead") { page in
                    page.element("tr") { page in
                        for head in heads {
                            let isNumber = head.hasSuffix(" #")
                            page.element(
                                "th", isNumber ? "class=\"n\"" : "", isNumber ? String(head.dropLast(2)) : head)
                        }
                    }
                }
                page.element("tbody", "", rows)
            }
        }
    }

    mutating func cell(_ content: String, _ style: String = "") {
        element("td", style.isEmpty ? "" : "class=\"\(style)\"") { $0.text(content, columns: 160) }
    }

    /// A share of one as a bar; the number stands beside it.
    mutating func bar(_ share: Double) {
        element("td") { page in
            let width = (min(max(share, 0), 1) * 1000).rounded() / 10
            page.raw("<svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" role=\"presentation\">")
            page.raw("<rect class=\"rest\" width=\"100\" height=\"10\"/>")
            page.raw("<rect class=\"share\" width=\"\(width)\" height=\"10\"/></svg>")
        }
    }
}
