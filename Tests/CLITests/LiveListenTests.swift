import Foundation
import Testing

/// A real Prometheus that sends what it scrapes, and what becomes of it.
@Suite struct LiveListenTests {
    /// Series of each metric, which is all that two views of the same stream must agree on.
    private static func series(_ report: AnalyzedJSON) -> [String: Int] {
        Dictionary(report.metrics.map { ($0.name, $0.series) }, uniquingKeysWith: +)
    }

    /// The dashboard and the alerts for `listen` read what it exports once something came.
    private static func expectWhatIsAskedFor(of receiver: Listening) throws {
        let exported = DashboardTests.names([String(decoding: try #require(receiver.get("/metrics")), as: UTF8.self)])
        let shown = DashboardTests.names(try DashboardTests.queries("listen.json"))
        #expect(shown.count > 10)
        #expect(shown.isSubset(of: exported), "the dashboard: \(shown.subtracting(exported))")
        let file = Golden.repository.appendingPathComponent("rules/prometheus/listen.yaml")
        let expressions = try ShippedRuleTests.expressions(of: file)
        let read = DashboardTests.names(expressions)
        #expect(read.count > 3)
        #expect(read.isSubset(of: exported), "the alerts: \(read.subtracting(exported))")
    }

    @Test(.timeLimit(.minutes(4)))
    func theStreamIsTheHead() async throws {
        let directory = try TemporaryDirectory()
        let state = directory.path + "/state"
        let recording = directory.path + "/requests"
        let budgets = directory.path + "/budgets.yaml"
        let budget = """
            scrape_interval: 1h
            total: {samples_per_second: 1}
            groups: [{by: [job], default: {samples_per_second: 1M}}]
            """
        try budget.write(toFile: budgets, atomically: true, encoding: .utf8)
        let arguments = [
            "--state", state, "--snapshot-interval", "1s", "--record", recording, "--by", "job", "--budget", budgets,
        ]
        let port = try Loopback.freePort()
        let first = try Listening(port: port, arguments)
        try await first.waitUntilReady()
        try await LivePrometheus.run(sendingTo: port) { server in
            // The server's view grows with every scrape until both targets were scraped a few times.
            try await server.eventually("the receiver has the series of the head") {
                guard try await server.query("prometheus_tsdb_head_series > 300").count == 1,
                    let received = try? first.report()
                else { return false }
                let stored = try AnalyzedJSON.of(server.dataDirectory)
                return received.totals.series > 300 && Self.series(received) == Self.series(stored)
            }
            try Self.expectWhatIsAskedFor(of: first)

            // Samples are measured here, whatever would follow from the scrape interval.
            let page = String(decoding: first.get("/") ?? Data(), as: UTF8.self)
            #expect(page.contains("samples per second") && !page.contains("not told"))
            #expect(page.contains("broken"))

            // SIGTERM loses nothing that was acknowledged: the sender waits, and the next one knows it all.
            let before = try first.report()
            #expect(first.end(SIGTERM) == 0)
            let kept = try AnalyzedJSON.of(state + "/series.cardscan")
            for (metric, count) in Self.series(before) {
                #expect((Self.series(kept)[metric] ?? 0) >= count, "\(metric)")
            }
            let recorded = try AnalyzedJSON.of(recording)
            #expect(Self.series(recorded) == Self.series(kept))
            #expect(recorded.sources.map(\.kind) == ["recording"])

            // kill -9 loses one interval at most.
            let second = try Listening(port: port, arguments)
            try await second.waitUntilReady()
            #expect(try second.report().totals.series >= kept.totals.series)
            try await server.eventually("the sender goes on") {
                (second.figure("cardscan_listen_samples_total") ?? 0) > 0
                    && second.figure("cardscan_listen_requests_total{code=\"204\"}") ?? 0 > 3
            }
            let known = try second.report().totals.series
            try await Task.sleep(for: .seconds(3))
            _ = second.end(SIGKILL)
            let third = try Listening(port: port, arguments)
            try await third.waitUntilReady()
            #expect(try third.report().totals.series >= known)
            #expect(third.end(SIGTERM) == 0)
        }
    }
}
