import NIOCore
import NIOHTTP1

/// Reads requests off one connection, within limits of size and time, and writes what they are answered.
///
/// A request that is refused by its head is read to its end first, up to a point, so that its sender sees the answer.
final class RequestHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private enum State {
        case idle
        case reading(HTTPRequestHead, ByteBuffer)
        /// The body is passed over; so many bytes of it were.
        case refusing(HTTPRequestHead, Reply, Int)
        case answering
    }

    private let service: ReceiverService
    private let options: ReceiverOptions
    private var state = State.idle
    private var deadline: Scheduled<Void>?
    private var remote = "unknown"
    /// Bytes of the body that the service has made room for.
    private var held = 0
    /// Bytes of a refused body that are passed over before the connection is closed.
    private static let refusedBytes = 1 << 20

    init(_ service: ReceiverService) {
        self.service = service
        options = service.options
    }

    func channelActive(context: ChannelHandlerContext) {
        remote = context.channel.remoteAddress?.ipAddress ?? "unknown"
        closeUnless(within: options.idleTimeout, context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        if case .reading = state { finish() }
        state = .idle
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A connection that breaks, or speaks no HTTP: nobody is left to be told.
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): begin(head, context)
        case .body(var bytes): receive(&bytes, context)
        case .end: end(context)
        }
    }

    /// What a buffer takes for so many bytes: buffers grow to powers of two.
    private static func capacity(for bytes: Int) -> Int {
        bytes <= 1 ? bytes : 1 << (Int.bitWidth - (bytes - 1).leadingZeroBitCount)
    }

    private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        closeUnless(within: options.requestTimeout, context)
        let request = ReceivedRequest(head)
        let length = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
        if let reply = service.refusal(of: request, bodyBytes: length) {
            state = .refusing(head, reply, 0)
            return
        }
        let capacity = Self.capacity(for: min(length, 1 << 20))
        guard service.hold(capacity) else {
            service.end()
            state = .refusing(head, service.noRoom, 0)
            return
        }
        held = capacity
        state = .reading(head, context.channel.allocator.buffer(capacity: capacity))
        if head.headers.first(name: "expect")?.lowercased() == "100-continue" {
            context.writeAndFlush(
                wrapOutboundOut(.head(HTTPResponseHead(version: head.version, status: .continue))), promise: nil)
        }
    }

    private func receive(_ bytes: inout ByteBuffer, _ context: ChannelHandlerContext) {
        switch state {
        case .reading(let head, var body):
            // The buffer is unique only while the state does not hold it.
            state = .idle
            let count = bytes.readableBytes
            let total = body.readableBytes + count
            let more = max(0, Self.capacity(for: total) - held)
            guard total <= service.bodyLimit, service.hold(more) else {
                finish()
                let isTooLarge = total > service.bodyLimit
                state = .refusing(head, isTooLarge ? service.tooLarge : service.noRoom, body.readableBytes)
                return
            }
            held += more
            body.writeBuffer(&bytes)
            state = .reading(head, body)
        case .refusing(let head, let reply, let count):
            let total = count + bytes.readableBytes
            state = .refusing(head, reply, total)
            if total > service.bodyLimit + Self.refusedBytes {
                write(reply, to: head, closing: true, context)
            }
        case .idle, .answering: break
        }
    }

    private func end(_ context: ChannelHandlerContext) {
        switch state {
        case .reading(let head, let body):
            state = .answering
            deadline?.cancel()
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            service.reply(to: ReceivedRequest(head), body: body, from: remote, on: context.eventLoop)
                .whenSuccess { reply in
                    let (handler, context) = bound.value
                    handler.finish()
                    handler.write(reply, to: head, closing: handler.service.isDraining, context)
                }
        case .refusing(let head, let reply, _):
            write(reply, to: head, closing: false, context)
        case .idle, .answering: break
        }
    }

    /// The request needs no room any more.
    private func finish() {
        service.letGo(held)
        held = 0
        service.end()
    }

    private func write(
        _ reply: Reply, to head: HTTPRequestHead, closing: Bool, _ context: ChannelHandlerContext
    ) {
        state = .answering
        let isKept = head.isKeepAlive && !closing
        var response = HTTPResponseHead(version: head.version, status: HTTPResponseStatus(statusCode: reply.status))
        for (name, value) in reply.headers { response.headers.add(name: name, value: value) }
        if reply.status != 204 {
            response.headers.replaceOrAdd(name: "Content-Length", value: String(reply.body.count))
        }
        response.headers.add(name: "Connection", value: isKept ? "keep-alive" : "close")
        closeUnless(within: options.requestTimeout, context)
        context.write(wrapOutboundOut(.head(response)), promise: nil)
        if head.method != .HEAD, !reply.body.isEmpty {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: reply.body)))), promise: nil)
        }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { result in
            let (handler, context) = bound.value
            guard case .success = result, isKept else { return context.close(promise: nil) }
            handler.state = .idle
            handler.closeUnless(within: handler.options.idleTimeout, context)
        }
    }

    /// Closes the connection when the time is over before this is called again.
    private func closeUnless(within milliseconds: Int64, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        deadline = context.eventLoop.scheduleTask(in: .milliseconds(milliseconds)) { bound.value.close(promise: nil) }
    }
}
