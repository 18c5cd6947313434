import Cardinality
import Receiver
import TSDB

/// What a receiver answers to requests that do not write.
struct ListenRoutes: Sendable {
    let stream: LiveStream
    let reports: ReportKeeper
    let budgets: ListenBudgets?
    let price: Price?

    /// Rows of a list when the request does not say.
    private static let standardLimit = 20
    /// Metrics and owners whose rates the page knows: more than it lists, for it lists by series.
    private static let rates = 500

    func reply(to request: ReceivedRequest) -> Reply {
        switch request.path {
        case "/": return page(request)
        case "/style.css":
            return Reply(
                200, headers: [("Content-Type", "text/css; charset=utf-8"), ("X-Content-Type-Options", "nosniff")],
                body: Array(ListenStyle.css.utf8))
        case "/-/healthy": return .text(200, "cardscan is healthy.")
        case "/-/ready": return .text(200, "cardscan is ready.")
        case "/metrics": return metrics()
        case "/api/v1/report": return reported(request) { report, settings in json(report, settings) }
        case "/api/v1/status/tsdb": return reported(request) { TSDBStatus($0, limit: $1).reply }
        default: return .text(404, "there is nothing here; see / for what the stream holds")
        }
    }

    private func page(_ request: ReceivedRequest) -> Reply {
        if let metric = request.query["metric"] {
            do throws(Diagnostic) {
                return ListenMetricPage(name: metric, report: try reports.report(onMetric: metric)).reply()
            } catch { return .text(503, Self.words(error)) }
        }
        let status = stream.status(limit: Self.rates)
        do throws(Diagnostic) {
            let report = try reports.report(.window)
            var page = ListenPage(status: status, report: .success(report))
            page.budgets = budgets?.judge(report, tail: status.tailSeriesInWindow, now: status.now)
            return page.reply()
        } catch {
            return ListenPage(status: status, report: .failure(ListenProblem(message: Self.words(error)))).reply()
        }
    }

    private static func words(_ fault: Diagnostic) -> String {
        Escaper.show("\(fault.file): \(fault.message)", in: .notation)
    }

    private func metrics() -> Reply {
        var page = ListenMetrics()
        page.write(stream.status(limit: Self.standardLimit))
        return Reply(
            200, headers: [("Content-Type", "text/plain; version=0.0.4; charset=utf-8")], body: page.bytes)
    }

    /// Answers with the report that the request asks for: of the window, or with `scope=start` since the start.
    private func reported(_ request: ReceivedRequest, _ body: (CardinalityReport, Int?) -> Reply) -> Reply {
        var limit: Int?
        if let text = request.query["limit"] {
            guard let number = Int(text), number >= 0 else { return .text(400, "limit must be 0 or more") }
            limit = number
        }
        let scope: ReportKeeper.Scope
        switch request.query["scope"] {
        case nil, "window": scope = .window
        case "start": scope = .sinceStart
        default: return .text(400, "scope must be window or start")
        }
        do throws(Diagnostic) { return body(try reports.report(scope), limit) } catch {
            // Counting went on; it is the report that found no room.
            return .text(503, Self.words(error))
        }
    }

    private func json(_ report: CardinalityReport, _ limit: Int?) -> Reply {
        var settings = ReportSettings(sources: ["stream"], selectors: [])
        settings.limit = limit
        settings.price = price
        var writer = ByteWriter()
        JSONReport(report, settings).write(to: &writer)
        return .json(writer.bytes)
    }
}
