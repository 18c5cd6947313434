import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization
import TSDB

/// Passes requests on, unchanged, and brings back what they are answered. Connections are kept for the next.
final class Forwarder: Sendable {
    private let target: ForwardTarget
    private let group: MultiThreadedEventLoopGroup
    private let tls: NIOSSLContext?
    private let timeout: TimeAmount
    private let idle = Mutex<[Line]>([])

    /// A connection, and who waits for what comes on it.
    private struct Line: Sendable {
        var channel: any Channel
        var answers: AnswerHandler
    }

    /// Headers about one connection rather than about what is sent on it.
    private static let connectionHeaders: Set<String> = [
        "connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "expect",
        "host", "content-length",
    ]
    /// Answers are short texts; more than this of one is not passed back.
    static let answerLimit = 1 << 20
    private static let keptConnections = 32

    init(_ target: ForwardTarget, group: MultiThreadedEventLoopGroup, timeout: Int64) throws(Diagnostic) {
        self.target = target
        self.group = group
        self.timeout = .milliseconds(timeout)
        tls = try target.tls()
    }

    /// The answer of the server behind; 502 when there is none.
    func forward(_ request: ReceivedRequest, body: ByteBuffer, on loop: any EventLoop) -> EventLoopFuture<Reply> {
        line(on: loop).flatMap { line in self.send(request, body, on: line) }
            .hop(to: loop)
            .flatMapErrorThrowing { error in
                Reply.text(502, "cannot be forwarded to \(self.target.authority): \(NetworkFault.reason(error))")
            }
    }

    private func send(
        _ request: ReceivedRequest, _ body: ByteBuffer, on line: Line
    ) -> EventLoopFuture<Reply> {
        let channel = line.channel
        let head = head(of: request, bodyBytes: body.readableBytes)
        let answer = channel.eventLoop.makePromise(of: ForwardedAnswer.self)
        let late = channel.eventLoop.scheduleTask(in: timeout) {
            answer.fail(NetworkFault(description: "no answer in time"))
            channel.close(promise: nil)
        }
        channel.eventLoop.execute {
            line.answers.begin(answer)
            channel.write(HTTPClientRequestPart.head(head), promise: nil)
            channel.write(HTTPClientRequestPart.body(.byteBuffer(body)), promise: nil)
            channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
        }
        return answer.futureResult.map { answer in
            late.cancel()
            if answer.keepsConnection { self.keep(line) } else { channel.close(promise: nil) }
            return answer.reply
        }.flatMapErrorThrowing { error in
            late.cancel()
            channel.close(promise: nil)
            throw error
        }
    }

    private func head(of request: ReceivedRequest, bodyBytes: Int) -> HTTPRequestHead {
        var head = HTTPRequestHead(version: .http1_1, method: request.method, uri: target.path)
        for (name, value) in request.headers where !Self.connectionHeaders.contains(name.lowercased()) {
            head.headers.add(name: name, value: value)
        }
        head.headers.add(name: "Host", value: target.authority)
        head.headers.add(name: "Content-Length", value: String(bodyBytes))
        return head
    }

    private func keep(_ line: Line) {
        let isKept = idle.withLock { idle in
            guard idle.count < Self.keptConnections else { return false }
            idle.append(line)
            return true
        }
        if !isKept { line.channel.close(promise: nil) }
    }

    private func line(on loop: any EventLoop) -> EventLoopFuture<Line> {
        while let kept = idle.withLock({ $0.popLast() }) {
            if kept.channel.isActive { return loop.makeSucceededFuture(kept) }
        }
        let (target, tls) = (target, tls)
        return ClientBootstrap(group: group)
            .connectTimeout(.seconds(5))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        // An address is no name that a certificate could be asked for.
                        let name =
                            target.host.contains(where: \.isLetter) && !target.host.contains(":") ? target.host : nil
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: tls, serverHostname: name))
                    }
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    try channel.pipeline.syncOperations.addHandler(AnswerHandler())
                }
            }
            .connect(host: target.host, port: target.port)
            // At once, on the channel's own loop: one that fails in the next moment has no handlers any more.
            .flatMapThrowing { channel in
                let answers = try channel.pipeline.syncOperations.handler(type: AnswerHandler.self)
                return Line(channel: channel, answers: answers)
            }
            .hop(to: loop)
    }
}

/// An answer, and whether the connection can be used again.
struct ForwardedAnswer: Sendable {
    var reply: Reply
    var keepsConnection: Bool
}

/// Gathers the answer to the one request that is under way on its connection.
final class AnswerHandler: ChannelInboundHandler, Sendable {
    typealias InboundIn = HTTPClientResponsePart

    private struct State {
        var promise: EventLoopPromise<ForwardedAnswer>?
        var head: HTTPResponseHead?
        var body: [UInt8] = []
        /// Why nothing can come any more: the first reason, as the others follow from it.
        var fault: (any Error)?
    }

    private let state = Mutex(State())

    /// A connection may have failed by then, as TLS does when a certificate is not trusted.
    func begin(_ promise: EventLoopPromise<ForwardedAnswer>) {
        let fault = state.withLock { state in
            if state.fault == nil { state = State(promise: promise) }
            return state.fault
        }
        if let fault { promise.fail(fault) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): state.withLock { $0.head = head }
        case .body(let bytes):
            state.withLock { state in
                let room = Forwarder.answerLimit - state.body.count
                state.body += bytes.readableBytesView.prefix(max(0, room))
            }
        case .end:
            let done = state.withLock { state in
                defer { state = State() }
                return state
            }
            guard let head = done.head else { return }
            var reply = Reply(Int(head.status.code), body: done.body)
            for (name, value) in head.headers where Self.isPassed(name) { reply.headers.append((name, value)) }
            done.promise?.succeed(ForwardedAnswer(reply: reply, keepsConnection: head.isKeepAlive))
        }
    }

    private static func isPassed(_ name: String) -> Bool {
        let name = name.lowercased()
        return ["content-type", "retry-after", "x-content-type-options"].contains(name)
            || name.hasPrefix("x-prometheus-remote-write-")
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(NetworkFault(description: "the connection was closed"))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(error)
        context.close(promise: nil)
    }

    private func fail(_ error: any Error) {
        let promise = state.withLock { state in
            defer { state = State(fault: state.fault ?? error) }
            return state.promise
        }
        promise?.fail(error)
    }
}
