import NIOCore
import NIOHTTP1
import NIOPosix
import RemoteWrite
import Synchronization

/// Answers requests: the ones that write here, all others by a page that whoever starts the receiver hands in.
final class ReceiverService: Sendable {
    let options: ReceiverOptions
    let stream: LiveStream
    private let pages: @Sendable (ReceivedRequest) -> Reply
    private let pool: NIOThreadPool
    private let workspaces = Mutex<[Intake.Workspace]>([])
    private let active = Atomic(0)
    private let draining = Atomic(false)

    /// Seconds after which a sender that was asked to wait should come again.
    private static let retryAfter = 5

    init(_ stream: LiveStream, pool: NIOThreadPool, pages: @escaping @Sendable (ReceivedRequest) -> Reply) {
        self.stream = stream
        self.pool = pool
        self.pages = pages
        options = stream.options
    }

    // MARK: - Limits

    var isDraining: Bool { draining.load(ordering: .relaxed) }

    /// From now on connections are closed behind their answers.
    func drain() { draining.store(true, ordering: .relaxed) }

    /// Requests that are being read or answered.
    var activeRequests: Int { active.load(ordering: .relaxed) }

    var tooLarge: Reply { .text(413, "the body is larger than the \(options.bodyLimit) bytes allowed") }

    /// Why a request is refused by its head alone; nil, and it counts as active until `end`, when it is not.
    func refusal(of request: ReceivedRequest, bodyBytes: Int) -> Reply? {
        if bodyBytes > options.bodyLimit { return tooLarge }
        if request.path == Self.writePath {
            guard request.method == .POST else {
                var reply = Reply.text(405, "Method not allowed")
                reply.headers.append(("Allow", "POST"))
                return reply
            }
            do throws(Refusal) { _ = try Self.version(of: request) } catch { return .text(error.status, error.message) }
        } else if request.method != .GET, request.method != .HEAD {
            var reply = Reply.text(405, "Method not allowed")
            reply.headers.append(("Allow", "GET, HEAD"))
            return reply
        }
        let now = active.add(1, ordering: .relaxed).newValue
        guard now <= options.maximumRequests else {
            end()
            var reply = Reply.text(429, "too many requests at once: \(options.maximumRequests) are allowed")
            reply.headers.append(("Retry-After", String(Self.retryAfter)))
            return reply
        }
        return nil
    }

    func end() { active.subtract(1, ordering: .relaxed) }

    // MARK: - Answers

    private static let writePath = "/api/v1/write"

    private static func version(of request: ReceivedRequest) throws(Refusal) -> MessageVersion {
        try MessageVersion(
            contentType: request.headers.first(name: "content-type"),
            contentEncoding: request.headers.first(name: "content-encoding"))
    }

    /// Work is done in the pool: an event loop that counts cannot read.
    func reply(
        to request: ReceivedRequest, body: ByteBuffer, from remote: String, on loop: any EventLoop
    ) -> EventLoopFuture<Reply> {
        pool.runIfActive(eventLoop: loop) { [self] in
            request.path == Self.writePath ? write(request, body, from: remote) : pages(request)
        }.flatMapErrorThrowing { _ in Reply.text(503, "shutting down") }
    }

    private func write(_ request: ReceivedRequest, _ body: ByteBuffer, from remote: String) -> Reply {
        let answer: WriteAnswer
        do throws(Refusal) {
            let version = try Self.version(of: request)
            let workspace = workspaces.withLock { $0.popLast() } ?? Intake.Workspace()
            answer = body.withUnsafeReadableBytes { stream.take(RawSpan(_unsafeBytes: $0), version, workspace) }
            workspaces.withLock { $0.append(workspace) }
        } catch { return .text(error.status, error.message) }
        let agent = String((request.headers.first(name: "user-agent") ?? "").prefix(100))
        stream.note(
            answer, status: answer.status, bodyBytes: body.readableBytes,
            from: SenderTable.Key(address: remote, agent: agent))
        var reply = answer.text.isEmpty ? Reply(answer.status) : Reply.text(answer.status, answer.text)
        reply.headers += answer.writtenHeaders
        return reply
    }
}
