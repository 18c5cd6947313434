import Foundation
import TSDB
import Testing

@testable import RemoteWrite

@Suite struct RecordingTests {
    private let folder: TemporaryDirectory
    private var directory: String { folder.path }

    init() throws { folder = try TemporaryDirectory() }

    private func request(_ number: Int, size: Int = 100) -> RecordedRequest {
        RecordedRequest(
            time: Int64(number) * 1000 - 5, headers: [.init(name: "user-agent", value: "sender \(number)")],
            body: (0..<size).map { UInt8(truncatingIfNeeded: $0 &* number) })
    }

    private func read(_ path: String) throws -> (requests: [RecordedRequest], torn: Int?, fault: Diagnostic?) {
        let recording = try Recording(path)
        var requests: [RecordedRequest] = []
        do throws(Diagnostic) {
            while let request = try recording.next() { requests.append(request) }
            return (requests, recording.tornAt, nil)
        } catch { return (requests, recording.tornAt, error) }
    }

    @Test func comesBackAsItWas() throws {
        let path = directory + "/requests"
        let requests = (0..<20).map { request($0, size: $0 * 37) }
        do {
            let writer = try RecordingWriter(path, sizeLimit: 1 << 20, fileLimit: 2)
            for request in requests[..<10] { try writer.append(request) }
        }
        // A recording that is there goes on.
        let writer = try RecordingWriter(path, sizeLimit: 1 << 20, fileLimit: 2)
        for request in requests[10...] { try writer.append(request) }
        #expect(try read(path).requests == requests)
        #expect(try read(path).torn == nil)
    }

    @Test func filesAreTurned() throws {
        let path = directory + "/requests"
        let writer = try RecordingWriter(path, sizeLimit: 1000, fileLimit: 3)
        for number in 0..<100 { try writer.append(request(number)) }
        let names = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
        #expect(names == ["requests", "requests.1", "requests.2"])
        var all: [RecordedRequest] = []
        for name in names.reversed() {
            all += try read(directory + "/" + name).requests
            let size = try Data(contentsOf: URL(fileURLWithPath: directory + "/" + name)).count
            #expect(size <= 1000)
        }
        #expect(all.map(\.time) == ((100 - all.count)..<100).map { Int64($0) * 1000 - 5 })
        #expect(all.count > 10)
    }

    /// Cut anywhere, the whole requests before the cut are there; with any byte changed, those before the change.
    @Test func damageCostsWhatFollows() throws {
        let path = directory + "/requests"
        let requests = (0..<6).map { request($0, size: 40) }
        do {
            let writer = try RecordingWriter(path, sizeLimit: 1 << 20, fileLimit: 1)
            for request in requests { try writer.append(request) }
        }
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        for length in 8..<bytes.count {
            try Data(bytes[..<length]).write(to: URL(fileURLWithPath: path))
            let result = try read(path)
            #expect(result.fault == nil)
            #expect(requests.starts(with: result.requests))
            #expect((result.torn != nil) == (length > 8 && result.requests.count < 6 && !isEnd(length, bytes)))
        }
        for offset in 8..<bytes.count {
            var damaged = bytes
            damaged[offset] ^= 0x41
            try Data(damaged).write(to: URL(fileURLWithPath: path))
            let result = try read(path)
            #expect(requests.starts(with: result.requests))
            #expect(result.requests.count < 6)
            #expect(result.fault != nil || result.torn != nil)
        }
        // What a crash tore is cut off before the recording goes on.
        try Data(bytes[..<(bytes.count - 3)]).write(to: URL(fileURLWithPath: path))
        let writer = try RecordingWriter(path, sizeLimit: 1 << 20, fileLimit: 1)
        try writer.append(request(7))
        #expect(try read(path).requests == requests.dropLast() + [request(7)])
    }

    /// Whether a record ends at `length`.
    private func isEnd(_ length: Int, _ bytes: [UInt8]) -> Bool {
        var offset = 8
        while offset < length {
            offset += 8 + Int(bytes[offset]) + Int(bytes[offset + 1]) << 8
        }
        return offset == length
    }
}
