import Foundation
import TSDB
import Testing

@testable import Receiver

/// Bodies and what is made of them are part of `--max-memory`.
@Suite struct RequestMemoryTests {
    /// With as little memory as a receiver starts with: 2 MiB of it are for requests.
    private static func receiver() throws -> RunningReceiver {
        let receiver = try RunningReceiver { $0.maxMemory = MemoryBudget.overhead + StreamTail.memory + (4 << 20) }
        #expect(receiver.stream.requestMemory == 2 << 20)
        return receiver
    }

    private static func body(series: Int) -> [UInt8] {
        WriteBodies.snappy(
            WriteBodies.v1((0..<series).map { .init([("__name__", "m"), ("id", "\($0)")], LiveStream.now()) }))
    }

    private static func begun(_ receiver: RunningReceiver, length: Int) throws -> Connection {
        let connection = try Connection(port: receiver.port)
        try connection.write(Array("POST /api/v1/write HTTP/1.1\r\nHost: x\r\nContent-Length: \(length)\r\n\r\n1".utf8))
        return connection
    }

    private static func wait(_ condition: () -> Bool) -> Bool {
        for _ in 0..<500 where !condition() { usleep(10_000) }
        return condition()
    }

    @Test func whatAloneTakesTooMuchIsRefused() throws {
        let receiver = try Self.receiver()
        func answer(_ body: [UInt8]) throws -> RunningReceiver.Answer {
            try receiver.send("POST", "/api/v1/write", WriteBodies.headers, body)
        }
        let large = try answer([UInt8](repeating: 0, count: 3 << 20))
        #expect(large.status == 413)
        #expect(large.body == "the body is larger than the 2097152 bytes that --max-memory leaves for one\n")
        // Empty series are two bytes each, and twenty times that when they are decoded.
        let empty = [UInt8]((0..<100_000).flatMap { _ in [0x0a, 0x00] as [UInt8] })
        let decoded = try answer(WriteBodies.snappy(empty))
        #expect(decoded.status == 413)
        #expect(decoded.body.contains("2097152 bytes that --max-memory leaves for requests"))
        #expect(receiver.stream.requestMemoryInUse == 0)
        #expect(try answer(Self.body(series: 1000)).status == 204)
        // A workspace keeps some for the next request.
        #expect(receiver.stream.requestMemoryInUse < 300_000)
    }

    @Test func whatTakesTooMuchNowIsAskedToComeBack() throws {
        let receiver = try Self.receiver()
        // Half of the memory, then all of it.
        var slow = [try Self.begun(receiver, length: 1 << 20)]
        #expect(Self.wait { receiver.stream.requestMemoryInUse == 1 << 20 })
        let crowded = try receiver.send("POST", "/api/v1/write", WriteBodies.headers, Self.body(series: 8000))
        #expect(crowded.status == 429)
        #expect(crowded.headers["retry-after"] == "5")
        #expect(receiver.stream.requestMemoryInUse == 1 << 20)
        slow.append(try Self.begun(receiver, length: 1 << 20))
        #expect(Self.wait { receiver.stream.requestMemoryInUse == 2 << 20 })
        let full = try receiver.send("POST", "/api/v1/write", WriteBodies.headers, Self.body(series: 1))
        #expect(full.status == 429)
        #expect(full.headers["retry-after"] == "5")
        slow = []
        #expect(Self.wait { receiver.stream.requestMemoryInUse == 0 })
        let alone = try receiver.send("POST", "/api/v1/write", WriteBodies.headers, Self.body(series: 8000))
        #expect(alone.status == 204)
    }

    /// Bodies that come in pieces are charged as they grow, and given back whatever becomes of them.
    @Test func piecesAreCharged() throws {
        let receiver = try Self.receiver()
        let connection = try Connection(port: receiver.port)
        let head =
            "POST /api/v1/write HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"
            + "Content-Type: application/x-protobuf\r\n\r\n"
        try connection.write(Array(head.utf8))
        let chunk = Array("10000\r\n".utf8) + [UInt8](repeating: 1, count: 0x10000) + Array("\r\n".utf8)
        for _ in 0..<5 { try connection.write(chunk) }
        // Five times 64 KiB lie in a buffer of 512 KiB.
        #expect(Self.wait { receiver.stream.requestMemoryInUse == 512 << 10 })
        for _ in 0..<40 { try connection.write(chunk) }
        try connection.write(Array("0\r\n\r\n".utf8))
        #expect(try connection.answer().status == 413)
        #expect(receiver.stream.requestMemoryInUse == 0)
    }
}
