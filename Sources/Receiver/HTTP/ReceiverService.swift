import NIOCore
import NIOHTTP1
import NIOPosix
import RemoteWrite
import Synchronization
import TSDB

/// Answers requests: the ones that write here, all others by a page that whoever starts the receiver hands in.
final class ReceiverService: Sendable {
    let options: ReceiverOptions
    let stream: LiveStream
    private let pages: @Sendable (ReceivedRequest) -> Reply
    private let pool: NIOThreadPool
    private let forwarder: Forwarder?
    private let recorder: RecordingWriter?
    private let workspaces = Mutex<[Intake.Workspace]>([])
    private let active = Atomic(0)
    private let draining = Atomic(false)
    /// Bytes of memory that a byte of a body takes until it is answered: itself, the record of it, what TLS makes of it.
    private let copies: Int
    /// Bytes of a body: as many as are allowed, or as there is memory for.
    let bodyLimit: Int

    /// Seconds after which a sender that was asked to wait should come again.
    private static let retryAfter = 5

    init(
        _ stream: LiveStream, pool: NIOThreadPool, forwarder: Forwarder?, recorder: RecordingWriter?,
        pages: @escaping @Sendable (ReceivedRequest) -> Reply
    ) {
        self.forwarder = forwarder
        self.recorder = recorder
        self.stream = stream
        self.pool = pool
        self.pages = pages
        options = stream.options
        copies = 1 + (recorder == nil ? 0 : 2) + (stream.options.forward?.isSecure == true ? 1 : 0)
        // The buffer of a body is as long as the next power of two.
        let room = stream.requestMemory / copies
        bodyLimit = min(options.bodyLimit, 1 << (Int.bitWidth - 1 - max(1, room).leadingZeroBitCount))
    }

    // MARK: - Limits

    var isDraining: Bool { draining.load(ordering: .sequentiallyConsistent) }

    /// From now on connections are closed behind their answers.
    func drain() { draining.store(true, ordering: .sequentiallyConsistent) }

    /// Requests that are being read or answered.
    var activeRequests: Int { active.load(ordering: .sequentiallyConsistent) }

    var tooLarge: Reply {
        guard bodyLimit < options.bodyLimit else {
            return .text(413, "the body is larger than the \(bodyLimit) bytes allowed")
        }
        return .text(413, "the body is larger than the \(bodyLimit) bytes that --max-memory leaves for one")
    }

    /// Why a request is refused by its head alone; nil, and it counts as active until `end`, when it is not.
    func refusal(of request: ReceivedRequest, bodyBytes: Int) -> Reply? {
        if !Self.openPaths.contains(request.path), !options.credentials.accept(request.headers) {
            var reply = Reply.text(401, "unauthorized")
            reply.headers.append(("WWW-Authenticate", "Basic realm=\"cardscan\", Bearer"))
            return reply
        }
        if bodyBytes > bodyLimit { return tooLarge }
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
        let now = active.add(1, ordering: .sequentiallyConsistent).newValue
        // Counted first: whoever drains waits for this one, or this one sees that it came too late.
        if isDraining {
            end()
            return Self.stopping
        }
        guard now <= options.maximumRequests else {
            end()
            return wait("too many requests at once: \(options.maximumRequests) are allowed")
        }
        return nil
    }

    func end() { active.subtract(1, ordering: .sequentiallyConsistent) }

    /// Takes memory for bytes of a body, which is let go of when the request is answered.
    func hold(_ bytes: Int) -> Bool { stream.requestBudget.reserve(bytes * copies) }

    func letGo(_ bytes: Int) { stream.requestBudget.release(bytes * copies) }

    private static let noRoomText = "no memory is left for more requests at once"
    var noRoom: Reply { wait(Self.noRoomText) }

    private func wait(_ reason: String) -> Reply {
        var reply = Reply.text(429, reason)
        reply.headers.append(("Retry-After", String(Self.retryAfter)))
        return reply
    }

    // MARK: - Answers

    private static let writePath = "/api/v1/write"
    /// For whoever watches over the process: they say nothing about the stream.
    private static let openPaths: Set<String> = ["/-/healthy", "/-/ready"]

    private static func version(of request: ReceivedRequest) throws(Refusal) -> MessageVersion {
        try MessageVersion(
            contentType: request.headers.first(name: "content-type"),
            contentEncoding: request.headers.first(name: "content-encoding"))
    }

    private static let stopping = Reply.text(503, "shutting down")

    /// Work is done in the pool: an event loop that counts cannot read.
    func reply(
        to request: ReceivedRequest, body: ByteBuffer, from remote: String, on loop: any EventLoop
    ) -> EventLoopFuture<Reply> {
        guard request.path == Self.writePath else {
            return pool.runIfActive(eventLoop: loop) { [pages] in pages(request) }
                .flatMapErrorThrowing { _ in Self.stopping }
        }
        let written = pool.runIfActive(eventLoop: loop) { [self] in write(request, body, from: remote) }
        return written.flatMap { [self] written in
            // What cannot be decoded here is not for the next server either.
            guard let forwarder, written.answer.isDecoded else { return loop.makeSucceededFuture(finish(written)) }
            return forwarder.forward(request, body: body, on: loop).map { [self] reply in
                note(written, status: reply.status)
                return reply
            }
        }.flatMapErrorThrowing { _ in Self.stopping }
    }

    /// A request that was counted, and from whom it came.
    struct Written: Sendable {
        var answer: WriteAnswer
        var bodyBytes: Int
        var sender: SenderTable.Key
    }

    private func write(_ request: ReceivedRequest, _ body: ByteBuffer, from remote: String) -> Written {
        let agent = String((request.headers.first(name: "user-agent") ?? "").prefix(100))
        var written = Written(
            answer: WriteAnswer(.v1), bodyBytes: body.readableBytes,
            sender: SenderTable.Key(address: remote, agent: agent))
        do throws(Refusal) {
            let version = try Self.version(of: request)
            try record(request, body)
            written.answer = try count(body, version)
        } catch { written.answer = WriteAnswer(.v1, refusing: error) }
        return written
    }

    private func count(_ body: ByteBuffer, _ version: MessageVersion) throws(Refusal) -> WriteAnswer {
        let kept = workspaces.withLock { $0.popLast() }
        if let kept, let answer = count(body, version, kept) { return answer }
        // What others kept for the next request may be what is missing.
        workspaces.withLock { $0.removeAll() }
        if let answer = count(body, version, Intake.Workspace(stream.requestBudget)) { return answer }
        // While nobody else takes memory, it will not be enough the next time either.
        guard stream.requestMemoryInUse <= body.capacity * copies else { throw Refusal(429, Self.noRoomText) }
        throw Refusal(
            413,
            "the request takes more memory than the \(stream.requestMemory) bytes that --max-memory leaves for requests"
        )
    }

    private func count(_ body: ByteBuffer, _ version: MessageVersion, _ workspace: Intake.Workspace) -> WriteAnswer? {
        let answer = body.withUnsafeReadableBytes { stream.take(RawSpan(_unsafeBytes: $0), version, workspace) }
        if answer != nil { workspaces.withLock { $0.append(workspace) } }
        return answer
    }

    /// What is not recorded must not be acknowledged: whoever records wants all of it.
    private func record(_ request: ReceivedRequest, _ body: ByteBuffer) throws(Refusal) {
        guard let recorder else { return }
        let headers = RecordedRequest.recordedHeaders.compactMap { name in
            request.headers.first(name: name).map { RecordedRequest.Header(name: name, value: $0) }
        }
        let recorded = RecordedRequest(
            time: LiveStream.now(), headers: headers, body: body.withUnsafeReadableBytes { Array($0) })
        do throws(Diagnostic) { try recorder.append(recorded) } catch {
            throw Refusal(503, "\(error.file): \(error.message)")
        }
    }

    private func note(_ written: Written, status: Int) {
        stream.note(written.answer, status: status, bodyBytes: written.bodyBytes, from: written.sender)
    }

    private func finish(_ written: Written) -> Reply {
        let answer = written.answer
        note(written, status: answer.status)
        var reply = answer.text.isEmpty ? Reply(answer.status) : Reply.text(answer.status, answer.text)
        reply.headers += answer.writtenHeaders
        if answer.status == 429 { reply.headers.append(("Retry-After", String(Self.retryAfter))) }
        return reply
    }
}
