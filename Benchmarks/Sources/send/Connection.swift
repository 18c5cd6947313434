import Glibc

/// What stopped a load.
struct LoadError: Error, CustomStringConvertible {
    var description: String
}

/// A connection to a server on loopback, kept for one request after the other.
struct Connection: ~Copyable {
    private let descriptor: Int32
    private var answer: [UInt8] = []

    init?(port: UInt16) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { return nil }
    }

    deinit { close(descriptor) }

    /// Sends a request and returns its status and body.
    mutating func send(
        _ method: String, _ path: String, headers: String = "", body: [UInt8] = []
    ) throws(LoadError) -> (status: Int, body: String) {
        let head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: \(body.count)\r\n\(headers)\r\n"
        try write(Array(head.utf8))
        try write(body)
        answer.removeAll(keepingCapacity: true)
        while true {
            let text = String(decoding: answer, as: UTF8.self)
            if let end = text.firstRange(of: "\r\n\r\n") {
                let lines = text[..<end.lowerBound].split(separator: "\r\n")
                let status = lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
                let length = lines.first { $0.lowercased().hasPrefix("content-length:") }
                    .flatMap { Int($0.split(separator: ":")[1].filter { $0 != " " }) }
                let rest = text[end.upperBound...]
                if status == 204 || rest.utf8.count >= length ?? 0 { return (status, String(rest)) }
            }
            try read()
        }
    }

    private func write(_ bytes: [UInt8]) throws(LoadError) {
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress.map { $0 + offset }, bytes.count - offset, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw LoadError(description: "cannot send: \(String(cString: strerror(errno)))") }
            offset += count
        }
    }

    private mutating func read() throws(LoadError) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { throw LoadError(description: "the server closed the connection") }
        answer += buffer[..<count]
    }
}
