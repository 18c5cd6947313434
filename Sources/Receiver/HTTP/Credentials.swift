import NIOHTTP1
package import TSDB

/// Who may use a receiver: whoever knows a token, or a name and password, that a file holds.
package struct Credentials: Sendable {
    /// What an Authorization header must be, byte for byte.
    private let accepted: [[UInt8]]

    /// A file with one bearer token, and one with a line `name:password` for each user; either may be nil.
    package init(bearerTokenFile: String?, basicAuthFile: String?) throws(Diagnostic) {
        var accepted: [[UInt8]] = []
        if let path = bearerTokenFile {
            let token = Self.trimmed(try FileContents.read(path, limit: 64 << 10, waits: true))
            guard !token.isEmpty else { throw Diagnostic(file: path, "holds no token") }
            accepted.append(Array("Bearer ".utf8) + token)
        }
        if let path = basicAuthFile {
            let lines = try FileContents.read(path, limit: 1 << 20, waits: true).split(separator: 0x0a).map {
                Self.trimmed(Array($0))
            }
            for line in lines where !line.isEmpty {
                guard line.contains(0x3a) else { throw Diagnostic(file: path, "has a line without name:password") }
                accepted.append(Array("Basic ".utf8) + Self.base64(line))
            }
            guard !accepted.isEmpty else { throw Diagnostic(file: path, "holds no name:password") }
        }
        self.accepted = accepted
    }

    /// Whoever reaches it may use it.
    package static let none = Credentials()

    private init() { accepted = [] }

    package var areNeeded: Bool { !accepted.isEmpty }

    func accept(_ headers: HTTPHeaders) -> Bool {
        guard areNeeded else { return true }
        let given = Array((headers.first(name: "authorization") ?? "").utf8)
        // All are compared, whatever the first says.
        return accepted.reduce(false) { Self.areEqual($1, given) || $0 }
    }

    /// Takes as long for every text of a length, so that time does not tell how much of it was right.
    private static func areEqual(_ secret: [UInt8], _ given: [UInt8]) -> Bool {
        var difference = secret.count ^ given.count
        for index in secret.indices {
            difference |= Int(secret[index] ^ (index < given.count ? given[index] : 0))
        }
        return difference == 0
    }

    private static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
        let blanks: Set<UInt8> = [0x20, 0x09, 0x0a, 0x0d]
        var bytes = bytes[...]
        while let first = bytes.first, blanks.contains(first) { bytes.removeFirst() }
        while let last = bytes.last, blanks.contains(last) { bytes.removeLast() }
        return Array(bytes)
    }

    private static func base64(_ bytes: [UInt8]) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let part = bytes[start..<min(start + 3, bytes.count)]
            var bits = part.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - part.count))
            var four: [UInt8] = []
            for _ in 0..<4 {
                four.insert(alphabet[bits & 63], at: 0)
                bits >>= 6
            }
            for place in part.count + 1..<4 { four[place] = 0x3d }
            text += four
        }
        return text
    }
}
