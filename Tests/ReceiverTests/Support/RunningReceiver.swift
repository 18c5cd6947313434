import Foundation
import TSDB

@testable import Receiver

/// A receiver on a free port of loopback, stopped when the test lets go of it.
final class RunningReceiver {
    let stream: LiveStream
    let port: Int
    private let server: ReceiverServer

    init(_ change: (inout ReceiverOptions) throws -> Void = { _ in }) throws {
        var options = ReceiverOptions()
        options.port = 0
        options.threads = 2
        try change(&options)
        stream = try LiveStream(options)
        server = try ReceiverServer(stream) { Reply.text(200, "page \($0.path)") }
        port = try server.start()
    }

    deinit { server.stop() }

    func drain() { server.drain() }

    var activeRequests: Int { server.activeRequests }

    struct Answer {
        var status: Int
        /// Names in lower case.
        var headers: [String: String]
        var body: String
    }

    /// Sends one request on a connection of its own.
    func send(
        _ method: String = "POST", _ path: String = "/api/v1/write", _ headers: [String: String] = [:],
        _ body: [UInt8] = []
    ) throws -> Answer {
        let connection = try Connection(port: port)
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        if !body.isEmpty || method == "POST" { head += "Content-Length: \(body.count)\r\n" }
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        try connection.write(Array((head + "\r\n").utf8) + body)
        return try connection.answer()
    }
}

/// A connection by hand, for what no well-behaved client does.
final class Connection {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    private let descriptor: Int32

    init(port: Int, timeout seconds: Int = 20) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(description: "no socket") }
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw Failure(description: "connect: errno \(errno)") }
    }

    deinit { close(descriptor) }

    func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw Failure(description: "write: errno \(errno)") }
            rest = rest.dropFirst(count)
        }
    }

    /// Everything until the connection is closed.
    func readAll() throws -> [UInt8] {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count == 0 { return all }
            guard count > 0 else {
                if errno == ECONNRESET { return all }
                throw Failure(description: "read: errno \(errno)")
            }
            all += buffer[..<count]
        }
    }

    func answer() throws -> RunningReceiver.Answer {
        let text = String(decoding: try readAll(), as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { throw Failure(description: "no answer: \(text.prefix(80))") }
        let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
        guard let status = lines[0].split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw Failure(description: "no status: \(lines[0])")
        }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        }
        return RunningReceiver.Answer(status: status, headers: headers, body: String(text[end.upperBound...]))
    }
}
