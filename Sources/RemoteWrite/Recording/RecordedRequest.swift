/// A request as it came: when, the headers that say what it is, and the body as it was sent.
package struct RecordedRequest: Sendable, Equatable {
    /// Milliseconds since the epoch.
    package var time: Int64
    /// Names in lower case.
    package var headers: [Header]
    package var body: [UInt8]

    package struct Header: Sendable, Equatable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package init(time: Int64, headers: [Header], body: [UInt8]) {
        self.time = time
        self.headers = headers
        self.body = body
    }

    /// Headers that are recorded: what decides how a body is read, and who sent it. Never one with a password.
    package static let recordedHeaders = [
        "content-type", "content-encoding", "user-agent", "x-prometheus-remote-write-version", "x-scope-orgid",
    ]

    package func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}
