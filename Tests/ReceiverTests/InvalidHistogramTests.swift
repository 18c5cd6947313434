import TSDB
import Testing

@testable import Receiver
@testable import RemoteWrite

/// Histograms that are none: version 1 refuses the request, version 2 the histogram.
@Suite struct InvalidHistogramTests {
    private static let now = LiveStream.now()
    /// One observation, and one bucket for it or none.
    private static func histogram(isSound: Bool, at time: Int64 = now) -> [UInt8] {
        let buckets = isSound ? WriteBodies.field(11, [0x08, 0, 0x10, 1]) + WriteBodies.field(12, [2]) : []
        return [0x08, 1] + buckets + [0x78] + WriteBodies.varint(Int(time))
    }

    private static let fault =
        "0 observations found in buckets, but the Count field is 1: histogram's observation count should equal the "
        + "number of observations found in the buckets (in absence of NaN)"

    private static func v1(_ name: String, _ histograms: [[UInt8]]) -> [UInt8] {
        let label = WriteBodies.field(1, Array("__name__".utf8)) + WriteBodies.field(2, Array(name.utf8))
        return WriteBodies.field(
            1, WriteBodies.field(1, label) + histograms.flatMap { WriteBodies.field(4, $0) })
    }

    /// Series whose names are `a`, `b` and so on, by their place.
    private static func v2(_ series: [[[UInt8]]]) -> [UInt8] {
        let names = series.indices.map { [UInt8(ascii: "a") + UInt8($0)] }
        let symbols = ([[], Array("__name__".utf8)] + names).flatMap { WriteBodies.field(4, $0) }
        return symbols
            + series.enumerated().flatMap { index, histograms in
                WriteBodies.field(
                    5,
                    WriteBodies.field(1, [1, UInt8(2 + index)]) + histograms.flatMap { WriteBodies.field(3, $0) })
            }
    }

    @Test func version1RefusesTheRequest() throws {
        let receiver = try RunningReceiver()
        func send(_ body: [UInt8]) throws -> RunningReceiver.Answer {
            try receiver.send("POST", "/api/v1/write", WriteBodies.headers, WriteBodies.snappy(body))
        }
        let sound = Self.v1("a", [Self.histogram(isSound: true)])
        let answer = try send(sound + Self.v1("b", [Self.histogram(isSound: false)]))
        #expect(answer.status == 400)
        #expect(answer.body == Self.fault + "\n")
        #expect(receiver.stream.status().knownSeries == 0)
        // A series that is none is left out with its histograms.
        #expect(try send(sound + Self.v1("", [Self.histogram(isSound: false)])).status == 204)
        #expect(receiver.stream.status().knownSeries == 1)
        #expect(receiver.stream.status().totals.histograms == 1)
    }

    @Test func version2LeavesTheHistogramOut() throws {
        let receiver = try RunningReceiver()
        let (sound, bad) = (Self.histogram(isSound: true), Self.histogram(isSound: false))
        let later = Self.histogram(isSound: true, at: Self.now + 1)
        let body = WriteBodies.snappy(Self.v2([[sound, bad, later], [bad], [sound]]))
        let answer = try receiver.send("POST", "/api/v1/write", WriteBodies.headersV2, body)
        #expect(answer.status == 400)
        #expect(
            answer.body == ["a", "b"].map { "\(Self.fault) for series {__name__=\"\($0)\"}\n" }.joined())
        #expect(answer.headers["x-prometheus-remote-write-histograms-written"] == "3")
        let status = receiver.stream.status()
        // Of the second series nothing is left, so it is not known.
        #expect(status.knownSeries == 2)
        #expect(status.totals.histograms == 3)
        #expect(status.totals.rejectedSamples == 2)
    }

    @Test func recordingsAreReadAsTheirSendersWereTold() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/requests"
        let (sound, bad) = (Self.histogram(isSound: true), Self.histogram(isSound: false))
        do {
            let receiver = try RunningReceiver { $0.recording = RecordingOptions(path) }
            let v1 = WriteBodies.snappy(Self.v1("x", [sound]) + Self.v1("y", [bad]))
            _ = try receiver.send("POST", "/api/v1/write", WriteBodies.headers, v1)
            let v2 = WriteBodies.snappy(Self.v2([[sound, bad], [bad], [sound]]))
            _ = try receiver.send("POST", "/api/v1/write", WriteBodies.headersV2, v2)
        }
        let options = SourceOptions(
            selection: Selection(), readsActivity: true, threads: 1, budget: .unlimited,
            formats: [RecordingSource.format])
        let source = try SourceOpener.open(path, options)
        #expect(source.parts.map(\.summary.series) == [2])
        let said = source.parts.flatMap(\.summary.diagnostics).map(\.message)
        #expect(said.count == 2)
        #expect(said.first == "1 requests were refused, as their senders were told; the first: \(Self.fault)")
        #expect(said.last?.hasPrefix("2 native histograms are invalid and were left out") == true)
    }
}
