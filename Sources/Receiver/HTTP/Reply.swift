package import NIOHTTP1

/// A request as it was received whole.
package struct ReceivedRequest: Sendable {
    package var method: HTTPMethod
    /// Without the query.
    package var path: String
    /// As it stands in the address, percent-decoded; the last of a name holds.
    package var query: [String: String]
    package var headers: HTTPHeaders

    init(_ head: HTTPRequestHead) {
        method = head.method
        headers = head.headers
        let parts = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(parts[0])
        query = [:]
        for field in parts.count > 1 ? parts[1].split(separator: "&") : [] {
            let pair = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            query[Self.decoded(pair[0])] = pair.count > 1 ? Self.decoded(pair[1]) : ""
        }
    }

    /// Percent-decoded, and `+` as a space; what is no escape stays.
    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        let text = Array(text.utf8)
        var index = 0
        while index < text.count {
            if text[index] == 0x25, index + 2 < text.count,
                let byte = UInt8(String(decoding: text[index + 1...index + 2], as: UTF8.self), radix: 16)
            {
                bytes.append(byte)
                index += 3
            } else {
                bytes.append(text[index] == 0x2b ? 0x20 : text[index])
                index += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// What a client is answered.
package struct Reply: Sendable {
    package var status: Int
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]

    package init(_ status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A line of text, as Go's `http.Error` answers.
    package static func text(_ status: Int, _ text: String) -> Reply {
        Reply(
            status,
            headers: [("Content-Type", "text/plain; charset=utf-8"), ("X-Content-Type-Options", "nosniff")],
            body: Array((text + "\n").utf8))
    }

    package static func json(_ body: [UInt8]) -> Reply {
        Reply(200, headers: [("Content-Type", "application/json"), ("X-Content-Type-Options", "nosniff")], body: body)
    }
}
