import Foundation
import Glibc

/// What tests ask of 127.0.0.1. Sockets by hand, because URLSession would follow a proxy that the
/// environment names.
enum Loopback {
    /// A port that nobody listened on a moment ago.
    static func freePort() throws -> UInt16 {
        let descriptor = try open()
        defer { close(descriptor) }
        var address = address(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 ? getsockname(descriptor, $0, &length) : -1
            }
        }
        guard status == 0 else { throw LiveFailure("no free port on loopback: errno \(errno)") }
        return UInt16(bigEndian: address.sin_port)
    }

    /// The body of the answer to `GET path`, in HTTP/1.0: the answer then ends where the connection does.
    static func get(_ path: String, port: UInt16, timeout seconds: Int = 5) throws -> Data {
        let descriptor = try open()
        defer { close(descriptor) }
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }

        var address = address(port: port)
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw LiveFailure("nobody listens on port \(port): errno \(errno)") }

        let request = Array("GET \(path) HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n".utf8)
        guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
            throw LiveFailure("port \(port) does not take a request: errno \(errno)")
        }
        var answer = Data()
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count >= 0 else { throw LiveFailure("GET \(path) on port \(port) timed out: errno \(errno)") }
            if count == 0 { break }
            answer.append(contentsOf: buffer[..<count])
        }

        guard let end = answer.firstRange(of: Data("\r\n\r\n".utf8)) else {
            throw LiveFailure("GET \(path) on port \(port): the answer has no header")
        }
        let statusLine = String(decoding: answer.prefix { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
        guard statusLine.split(separator: " ").dropFirst().first == "200" else {
            throw LiveFailure("GET \(path) on port \(port): \(statusLine)")
        }
        return answer[end.upperBound...]
    }

    static func open() throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw LiveFailure("no socket: errno \(errno)") }
        return descriptor
    }

    static func address(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return address
    }
}
