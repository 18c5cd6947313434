import Foundation
import Glibc
import Synchronization

/// An exporter on loopback whose exposition moves on from state to state by scrapes, never by time: a state is served
/// until every path was scraped so many times in it, the last one for ever.
final class Exporter: Sendable {
    let port: UInt16
    private let descriptor: Int32
    /// By path: what each state exposes.
    private let pages: [String: [Data]]
    private let scrapesPerState: Int
    private let progress = Mutex(Progress())

    fileprivate struct Progress {
        var state = 0
        /// Whole answers in this state, by path.
        var served: [String: Int] = [:]
        var isFinished = false
    }

    /// Serves `pages`, which have one text for every state, while `body` runs.
    static func run<Result>(
        _ pages: [String: [Data]], scrapesPerState: Int, _ body: (Exporter) async throws -> Result
    ) async throws -> Result {
        let exporter = try Exporter(pages, scrapesPerState)
        Thread.detachNewThread { exporter.serve() }
        // The thread that accepts gets an error from this, and closes.
        defer { shutdown(exporter.descriptor, Int32(SHUT_RDWR)) }
        return try await body(exporter)
    }

    private init(_ pages: [String: [Data]], _ scrapesPerState: Int) throws {
        (self.pages, self.scrapesPerState) = (pages, scrapesPerState)
        (descriptor, port) = try Loopback.listen()
    }

    /// Whether every state was scraped as often as it has to be.
    var isFinished: Bool { progress.withLock(\.isFinished) }

    private func serve() {
        defer { close(descriptor) }
        while true {
            let connection = accept(descriptor, nil, nil)
            if connection < 0, errno == EINTR || errno == ECONNABORTED { continue }
            guard connection >= 0 else { return }
            Thread.detachNewThread { self.answer(connection) }
        }
    }

    /// One request a connection; Prometheus does well without keeping it.
    private func answer(_ connection: Int32) {
        defer { close(connection) }
        guard let path = Loopback.requestedPath(connection) else { return }
        guard let states = pages[path] else {
            _ = Loopback.write(Data("HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n".utf8), to: connection)
            return
        }
        let state = progress.withLock(\.state)
        let body = states[state]
        let head =
            "HTTP/1.1 200 OK\r\nContent-Type: \(Self.contentType(of: body))\r\nContent-Length: \(body.count)\r\n"
            + "Connection: close\r\n\r\n"
        guard Loopback.write(Data(head.utf8) + body, to: connection) else { return }
        progress.withLock { $0.count(path, in: state, of: states.count, pages.keys, scrapesPerState) }
    }

    /// An OpenMetrics text ends as no other does.
    private static func contentType(of body: Data) -> String {
        body.suffix(6) == Data("# EOF\n".utf8)
            ? "application/openmetrics-text; version=1.0.0; charset=utf-8" : "text/plain; version=0.0.4"
    }
}

extension Exporter.Progress {
    mutating func count(
        _ path: String, in servedState: Int, of states: Int, _ paths: some Sequence<String>, _ wanted: Int
    ) {
        guard servedState == state else { return }
        served[path, default: 0] += 1
        guard paths.allSatisfy({ served[$0, default: 0] >= wanted }) else { return }
        if state == states - 1 {
            isFinished = true
        } else {
            state += 1
            served = [:]
        }
    }
}

extension Loopback {
    /// A socket that accepts connections, and its port.
    static func listen() throws -> (descriptor: Int32, port: UInt16) {
        let descriptor = try open()
        var address = address(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && Glibc.listen(descriptor, 64) == 0
                    ? getsockname(descriptor, $0, &length) : -1
            }
        }
        guard status == 0 else {
            close(descriptor)
            throw LiveFailure("cannot listen on loopback: errno \(errno)")
        }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }

    /// Reads a request up to the end of its header, and tells which path it is for.
    static func requestedPath(_ connection: Int32) -> String? {
        var request = Data()
        var buffer = [UInt8](repeating: 0, count: 8 << 10)
        while request.firstRange(of: Data("\r\n\r\n".utf8)) == nil {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0, request.count < 64 << 10 else { return nil }
            request.append(contentsOf: buffer[..<count])
        }
        let parts = String(decoding: request, as: UTF8.self).split(separator: " ", maxSplits: 2)
        return parts.count == 3 ? String(parts[1]) : nil
    }

    /// Whether all of it was taken.
    static func write(_ data: Data, to connection: Int32) -> Bool {
        data.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Glibc.send(
                    connection, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count, Int32(MSG_NOSIGNAL))
                guard count > 0 else { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }
    }
}
