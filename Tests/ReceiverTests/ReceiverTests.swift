import Cardinality
import Foundation
import TSDB
import Testing

@testable import Receiver
@testable import RemoteWrite

/// A receiver as its senders see it.
@Suite struct ReceiverTests {
    private static let now = LiveStream.now()

    private static func body(_ range: Range<Int>, at time: Int64 = now) -> [UInt8] {
        WriteBodies.snappy(
            WriteBodies.v1(range.map { .init([("__name__", "m\($0 % 3)"), ("id", "\($0)"), ("job", "j")], time) }))
    }

    @Test func aRetryIsNotCountedTwice() throws {
        let receiver = try RunningReceiver()
        for _ in 0..<3 {
            #expect(try receiver.send("POST", "/api/v1/write", WriteBodies.headers, Self.body(0..<50)).status == 204)
        }
        var status = receiver.stream.status()
        #expect(status.totals.samples == 50)
        #expect(status.totals.repeatedSamples == 100)
        #expect(status.knownSeries == 50)
        #expect(status.totals.requests == 3)
        // The same series by version 2 are the same series.
        let v2 = WriteBodies.v2(
            (0..<50).map { .init([("__name__", "m\($0 % 3)"), ("id", "\($0)"), ("job", "j")], Self.now) })
        let answer = try receiver.send("POST", "/api/v1/write", WriteBodies.headersV2, WriteBodies.snappy(v2))
        #expect(answer.status == 204)
        #expect(answer.headers["x-prometheus-remote-write-samples-written"] == "50")
        status = receiver.stream.status()
        #expect(status.knownSeries == 50)
        #expect(status.totals.samples == 50)
        #expect(status.senders.count == 1)
        #expect(status.senders.first?.address == "127.0.0.1")
    }

    @Test func whoeverHasNoTokenIsRefused() throws {
        let directory = try TemporaryDirectory()
        let token = try directory.write("token", "secret\n")
        let users = try directory.write("users", "admin:pass word\nother:x\n")
        let receiver = try RunningReceiver {
            $0.credentials = try Credentials(bearerTokenFile: token, basicAuthFile: users)
        }
        func status(_ authorization: String?, _ path: String = "/api/v1/write") throws -> Int {
            var headers = WriteBodies.headers
            headers["Authorization"] = authorization
            return try receiver.send("POST", path, headers, Self.body(0..<1)).status
        }
        #expect(try status(nil) == 401)
        #expect(try status("Bearer secre") == 401)
        #expect(try status("Bearer secrets") == 401)
        #expect(try status("Basic " + Data("admin:other".utf8).base64EncodedString()) == 401)
        #expect(receiver.stream.status().knownSeries == 0)
        #expect(try status("Bearer secret") == 204)
        #expect(try status("Basic " + Data("admin:pass word".utf8).base64EncodedString()) == 204)
        #expect(try status("Basic " + Data("other:x".utf8).base64EncodedString()) == 204)
        #expect(try receiver.send("GET", "/").status == 401)
        #expect(try receiver.send("GET", "/-/healthy").status == 200)
    }

    @Test func limitsAreKept() throws {
        let receiver = try RunningReceiver {
            $0.bodyLimit = 4000
            $0.labelLimits.labels = 4
            $0.labelLimits.valueLength = 100
        }
        #expect(try receiver.send("POST", "/api/v1/write", WriteBodies.headers, Self.body(0..<500)).status == 413)
        // The declared length is not trusted either.
        let connection = try Connection(port: receiver.port)
        let head =
            "POST /api/v1/write HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"
            + "Content-Type: application/x-protobuf\r\n\r\n"
        let chunk = Array("1000\r\n".utf8) + [UInt8](repeating: 1, count: 0x1000) + Array("\r\n".utf8)
        try connection.write(Array(head.utf8) + chunk + chunk + Array("0\r\n\r\n".utf8))
        #expect(try connection.answer().status == 413)

        let wide = WriteBodies.Series((0..<5).map { ($0 == 0 ? "__name__" : "l\($0)", "v") }, Self.now)
        let long = WriteBodies.Series([("__name__", "m"), ("v", String(repeating: "v", count: 101))], Self.now)
        for (fault, words) in [(wide, "5 labels"), (long, "101 bytes")] {
            let v1 = WriteBodies.snappy(WriteBodies.v1([fault]))
            #expect(try receiver.send("POST", "/api/v1/write", WriteBodies.headers, v1).status == 204)
            let v2 = WriteBodies.snappy(WriteBodies.v2([fault]))
            let answer = try receiver.send("POST", "/api/v1/write", WriteBodies.headersV2, v2)
            #expect(answer.status == 400)
            #expect(answer.body.contains(words), "\(answer.body)")
        }
        #expect(receiver.stream.status().knownSeries == 0)
        #expect(receiver.stream.status().totals.rejectedSeries == 4)
        #expect(receiver.stream.status().totals.oversizedSeries == 4)
        let report = try ReportKeeper(receiver.stream).report(.window)
        let said =
            "since the start, 4 times a series was left out that passes a limit: 4 labels, 4096 bytes of a label's "
            + "name, 100 of a value"
        #expect(report.diagnostics.map(\.message) == [said])
        #expect(try receiver.send("POST", "/").status == 405)
    }

    @Test func tooManyRequestsAreAskedToComeBack() throws {
        let receiver = try RunningReceiver { $0.maximumRequests = 1 }
        // One request that does not end.
        let slow = try Connection(port: receiver.port)
        try slow.write(Array("POST /api/v1/write HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n123".utf8))
        while receiver.activeRequests == 0 { usleep(1000) }
        let answer = try receiver.send("POST", "/api/v1/write", WriteBodies.headers, Self.body(0..<1))
        #expect(answer.status == 429)
        #expect(answer.headers["retry-after"] != nil)
    }

    @Test func slowAndSilentConnectionsAreClosed() throws {
        let receiver = try RunningReceiver {
            $0.requestTimeout = 300
            $0.idleTimeout = 300
        }
        let silent = try Connection(port: receiver.port)
        #expect(try silent.readAll().isEmpty)
        let slow = try Connection(port: receiver.port)
        try slow.write(Array("POST /api/v1/write HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n123".utf8))
        #expect(try slow.readAll().isEmpty)
        for _ in 0..<200 where receiver.activeRequests > 0 { usleep(10_000) }
        #expect(receiver.activeRequests == 0)
        let garbage = try Connection(port: receiver.port)
        try garbage.write([UInt8](repeating: 0xff, count: 1000) + Array("\r\n\r\n".utf8))
        _ = try garbage.readAll()
        #expect(try receiver.send("POST", "/api/v1/write", WriteBodies.headers, Self.body(0..<1)).status == 204)
    }

    @Test func requestsArePassedOnWithTheirAnswer() throws {
        let behind = try RunningReceiver { $0.labelLimits.labels = 3 }
        let receiver = try RunningReceiver {
            $0.forward = ForwardTarget("http://127.0.0.1:\(behind.port)/api/v1/write")
        }
        for _ in 0..<3 {
            #expect(try receiver.send("POST", "/api/v1/write", WriteBodies.headers, Self.body(0..<20)).status == 204)
        }
        #expect(receiver.stream.status().knownSeries == 20)
        #expect(behind.stream.status().knownSeries == 20)
        // What the server behind says is what the sender hears.
        let wide = WriteBodies.Series((0..<4).map { ($0 == 0 ? "__name__" : "l\($0)", "v") }, Self.now)
        let body = WriteBodies.snappy(WriteBodies.v2([wide]))
        let answer = try receiver.send("POST", "/api/v1/write", WriteBodies.headersV2, body)
        #expect(answer.status == 400)
        #expect(answer.body.contains("4 labels"))
        #expect(answer.headers["x-prometheus-remote-write-samples-written"] == "0")
        #expect(receiver.stream.status().totals.answers == [204: 3, 400: 1])

        // Nobody listens where one has stopped.
        let gone = try RunningReceiver().port
        let alone = try RunningReceiver { $0.forward = ForwardTarget("http://127.0.0.1:\(gone)/api/v1/write") }
        #expect(try alone.send("POST", "/api/v1/write", WriteBodies.headers, Self.body(0..<20)).status == 502)
        #expect(alone.stream.status().knownSeries == 20)
    }

    @Test func beyondItsMemoryAReceiverEstimates() throws {
        let receiver = try RunningReceiver { $0.maxMemory = MemoryBudget.overhead + StreamTail.memory + (5 << 20) }
        let count = 60_000
        for start in stride(from: 0, to: count, by: 5000) {
            let body = Self.body(start..<start + 5000)
            #expect(try receiver.send("POST", "/api/v1/write", WriteBodies.headers, body).status == 204)
        }
        let status = receiver.stream.status()
        let tail = try #require(status.tail)
        #expect(status.knownSeries > 1000 && status.knownSeries < count)
        let estimate = Double(status.knownSeries + tail.series)
        #expect(abs(estimate / Double(count) - 1) < 0.05, "\(estimate)")
        #expect(Set(tail.metrics.map(\.name)) == ["m0", "m1", "m2"])
        // What is known is still exact.
        let again = Self.body(0..<1000, at: Self.now + 1)
        #expect(try receiver.send("POST", "/api/v1/write", WriteBodies.headers, again).status == 204)
        #expect(receiver.stream.status().knownSeries == status.knownSeries)
    }

    @Test func stateIsKept() throws {
        let directory = try TemporaryDirectory()
        let state = try StateDirectory(directory.path + "/state")
        let receiver = try RunningReceiver { $0.groupBy = ["job"] }
        _ = try receiver.send("POST", "/api/v1/write", WriteBodies.headers, Self.body(0..<700))
        receiver.drain()
        try state.save(receiver.stream)

        let again = try RunningReceiver { $0.groupBy = ["job"] }
        #expect(try state.load(into: again.stream) == 700)
        let status = again.stream.status()
        #expect(status.totals.samples == 700)
        #expect(status.owners.map(\.values) == [["j"]])
        #expect(status.activeSeries == 700)
        // What was sent before the stop is known after it.
        _ = try again.send("POST", "/api/v1/write", WriteBodies.headers, Self.body(0..<800))
        #expect(again.stream.status().totals.samples == 800)
        #expect(again.stream.status().knownSeries == 800)

        try directory.damage("state/series.cardscan")
        let third = try RunningReceiver()
        let fault = #expect(throws: Diagnostic.self) { try state.load(into: third.stream) }
        #expect(fault?.message.contains("move it away") == true, "\(String(describing: fault))")
    }

    /// A receiver whose memory is full, and how many series it knows.
    private static func filled(
        _ change: (inout ReceiverOptions) -> Void, _ state: StateDirectory? = nil
    ) throws -> (RunningReceiver, Int) {
        let receiver = try RunningReceiver(change)
        _ = try state?.load(into: receiver.stream)
        for start in stride(from: 0, to: 60_000, by: 5000) {
            _ = try receiver.send("POST", "/api/v1/write", WriteBodies.headers, body(start..<start + 5000))
        }
        #expect(receiver.stream.status().tail != nil)
        return (receiver, receiver.stream.status().knownSeries)
    }

    @Test func stateIsKeptWhenMemoryIsFull() throws {
        let directory = try TemporaryDirectory()
        let state = try StateDirectory(directory.path + "/state")
        func limit(_ options: inout ReceiverOptions) {
            options.stateDirectory = state.path
            options.maxMemory = MemoryBudget.overhead + StreamTail.memory + (21 << 20)
        }
        let (receiver, known) = try Self.filled(limit, state)
        let reports = ReportKeeper(receiver.stream)
        #expect(try reports.report(.sinceStart).totals.counts.series == known)
        try state.save(receiver.stream, reports)
        let again = try RunningReceiver(limit)
        #expect(try state.load(into: again.stream) == known)
    }

    @Test func theLastSnapshotIsWrittenWhateverItTakes() throws {
        let directory = try TemporaryDirectory()
        let state = try StateDirectory(directory.path + "/state")
        // Nothing is set aside for a snapshot when none is asked for.
        let (receiver, known) = try Self.filled {
            $0.maxMemory = MemoryBudget.overhead + StreamTail.memory + (4 << 20)
        }
        let fault = #expect(throws: Diagnostic.self) { try state.save(receiver.stream) }
        #expect(fault?.message.contains("Raise --max-memory") == true, "\(String(describing: fault))")
        #expect(fault?.message.contains("--match") == false)
        #expect(!FileManager.default.fileExists(atPath: state.path + "/series.cardscan"))
        #expect(try state.saveAtEnd(receiver.stream)?.severity == .warning)
        let again = try RunningReceiver()
        #expect(try state.load(into: again.stream) == known)
    }

    @Test func twoDoNotKeepTheirStateInOneDirectory() throws {
        let directory = try TemporaryDirectory()
        do {
            let first = try StateDirectory(directory.path + "/state")
            let fault = #expect(throws: Diagnostic.self) { try StateDirectory(directory.path + "/state") }
            #expect(fault?.file == first.path)
            #expect(fault?.message.contains("(process \(getpid()))") == true, "\(String(describing: fault))")
        }
        _ = try StateDirectory(directory.path + "/state")
    }

    @Test func twoDoNotRecordToOneFile() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/requests"
        do {
            let first = try RecordingWriter(path, sizeLimit: 1 << 20, fileLimit: 2)
            try first.append(RecordedRequest(time: 1, headers: [], body: [1, 2, 3]))
            let fault = #expect(throws: Diagnostic.self) { try RecordingWriter(path, sizeLimit: 1 << 20, fileLimit: 2) }
            #expect(fault?.message.contains("another cardscan listen") == true, "\(String(describing: fault))")
            try first.append(RecordedRequest(time: 2, headers: [], body: [4]))
        }
        _ = try RecordingWriter(path, sizeLimit: 1 << 20, fileLimit: 2)
        let recording = try Recording(path)
        #expect(try recording.next()?.time == 1)
        #expect(try recording.next()?.time == 2)
    }

    @Test func requestsAreRecorded() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/requests"
        do {
            let receiver = try RunningReceiver { $0.recording = RecordingOptions(path) }
            _ = try receiver.send("POST", "/api/v1/write", WriteBodies.headers, Self.body(0..<30))
            _ = try receiver.send("POST", "/api/v1/write", WriteBodies.headers, [1, 2, 3])
            let long = WriteBodies.Series([("__name__", "m"), ("v", String(repeating: "v", count: 70_000))], Self.now)
            let faulty = WriteBodies.snappy(WriteBodies.v1([long, .init([("a", "b")], Self.now)]))
            _ = try receiver.send("POST", "/api/v1/write", WriteBodies.headers, faulty)
            let v2 = WriteBodies.snappy(WriteBodies.v2([.init([("__name__", "w")], 1, 2)]))
            _ = try receiver.send("POST", "/api/v1/write", WriteBodies.headersV2, v2)
        }
        let options = SourceOptions(
            selection: Selection(), readsActivity: true, threads: 1, budget: .unlimited,
            formats: [RecordingSource.format])
        let source = try SourceOpener.open(path, options)
        #expect(source.parts.map(\.summary.series) == [31])
        #expect(source.parts.map(\.summary.samples) == [32])
        #expect(source.parts.flatMap(\.summary.diagnostics).map(\.severity) == [.warning, .warning, .warning])
        let messages = source.parts.flatMap(\.summary.diagnostics).map(\.message)
        #expect(messages[1].hasPrefix("once a series was left out that has no name"))
        #expect(messages[2].contains("once a series was left out that passes a limit: 512 labels"), "\(messages)")
    }
}
