import ArgumentParser
import Cardinality
import Glibc
import Receiver
import TSDB

/// `cardscan listen`: a remote-write receiver that counts what it is sent.
struct ListenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "listen",
        abstract: "Receive remote write and count what it holds, live.",
        usage: "cardscan listen [<options>]",
        discussion: """
            Prometheus, Alloy, the OpenTelemetry collector and others send to it as to
            any remote-write endpoint, version 1.0 or 2.0. No sample is stored.
              /                     what the stream holds, for a person
              /api/v1/write         where senders write
              /api/v1/report        the JSON report of analyze; ?scope=start, ?limit=N
              /api/v1/status/tsdb   as Prometheus has it
              /metrics, /-/healthy, /-/ready

            EXAMPLES:
              cardscan listen
              cardscan listen --by namespace --window 1h --state /var/lib/cardscan
            """)

    @OptionGroup(title: "Where to listen") var place: ListenPlaceArguments
    @OptionGroup(title: "What to count") var counting: ListenCountingArguments
    @OptionGroup(title: "What to keep") var keeping: ListenKeepingArguments

    @OptionGroup var effort: EffortArguments
    @OptionGroup var messages: QuietArguments

    func run() throws {
        let configuration = try Configuration.find()
        var options = ReceiverOptions()
        do { try place.apply(to: &options) } catch let fault as Diagnostic {
            StandardError.report([fault], withoutWarnings: false)
            throw ExitStatus.failure
        }
        counting.apply(to: &options, configuration)
        keeping.apply(to: &options)
        options.threads = effort.threadCount
        options.maxMemory = effort.memory(configuration)
        let budgets = counting.budgets.budget == nil ? nil : ListenBudgets(try counting.budgets.file())
        // Before any thread starts, so that all of them leave the signals to this one.
        let signals = StopSignals()
        do throws(Diagnostic) {
            try listen(options, budgets, configuration, signals)
        } catch {
            StandardError.report([error], withoutWarnings: false)
            throw ExitStatus.failure
        }
    }

    private func listen(
        _ options: ReceiverOptions, _ budgets: ListenBudgets?, _ configuration: Configuration, _ signals: StopSignals
    ) throws(Diagnostic) {
        let stream = try LiveStream(options)
        var state: StateDirectory?
        if let path = options.stateDirectory {
            let directory = try StateDirectory(path)
            let series = try directory.load(into: stream)
            if series > 0 { say("\(Figures.count(series, "series", plural: "series")) of before from \(path)") }
            state = directory
        }
        let reports = ReportKeeper(stream, breakdowns: budgets?.breakdowns ?? [])
        let routes = ListenRoutes(stream: stream, reports: reports, budgets: budgets, price: configuration.price)
        let server = try ReceiverServer(stream) { routes.reply(to: $0) }
        let port = try server.start()
        let scheme = options.tls == nil ? "http" : "https"
        say("listening on \(scheme)://\(options.host):\(port)/, remote write at /api/v1/write")
        if !place.place.isLoopback, !options.credentials.areNeeded {
            StandardError.report(
                [
                    Diagnostic(
                        .warning, file: place.place.text,
                        "whoever reaches this address may write and read; ask for a token with --bearer-token-file")
                ], withoutWarnings: messages.quiet)
        }
        while !signals.wait(milliseconds: state == nil ? nil : options.snapshotInterval) {
            guard let state else { continue }
            do throws(Diagnostic) { try state.save(stream, reports) } catch {
                // What was kept before is still there; counting goes on.
                StandardError.report([error], withoutWarnings: false)
            }
        }
        server.drain()
        if let state {
            if let warning = try state.saveAtEnd(stream, reports) {
                StandardError.report([warning], withoutWarnings: messages.quiet)
            }
            say("kept \(Figures.count(stream.status().knownSeries, "series", plural: "series")) in \(state.path)")
        }
        server.stop()
    }

    private func say(_ message: String) {
        if !messages.quiet { StandardError.note(Escaper.show(message, in: .notation)) }
    }
}
