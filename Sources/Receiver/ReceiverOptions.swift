package import RemoteWrite

/// How a receiver is to listen, count and keep.
package struct ReceiverOptions: Sendable {
    package var host = "127.0.0.1"
    package var port = 9201
    /// The sliding window, in milliseconds.
    package var window: Int64 = 3_600_000
    /// A series is active when it had a sample within so many milliseconds.
    package var activeWithin: Int64 = 15 * 60 * 1000
    /// Labels whose values are owners.
    package var groupBy: [String] = []
    /// Bytes.
    package var maxMemory = 1 << 30
    package var threads = 1
    package var labelLimits = LabelLimits()
    /// Bytes of a request as it comes, and decompressed.
    package var bodyLimit = 32 << 20
    package var decodedLimit = SnappyBlock.maximumSize
    /// Requests being read or answered at once; one more is asked to come back.
    package var maximumRequests = 64
    package var maximumConnections = 1024
    /// Milliseconds: for a request's body, for an answer to be taken, and for a connection on which nothing happens.
    package var requestTimeout: Int64 = 30_000
    package var idleTimeout: Int64 = 120_000
    /// Milliseconds between points of the history.
    package var tick: Int64 = 15_000

    /// Where series and counts are kept over restarts, and how often they are written, in milliseconds; nil for
    /// nowhere.
    package var stateDirectory: String?
    package var snapshotInterval: Int64 = 300_000

    package var credentials = Credentials.none
    package var tls: TLSFiles?
    package var recording: RecordingOptions?
    package var forward: ForwardTarget?

    package init() {}
}

/// Where requests are recorded.
package struct RecordingOptions: Sendable {
    package var path: String
    /// Bytes of one file.
    package var sizeLimit = 1 << 30
    /// Files kept, the one in use included.
    package var fileLimit = 4

    package init(_ path: String) { self.path = path }
}
