import CPlatform
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import RemoteWrite
import Synchronization
package import TSDB

/// Listens, and counts what comes.
package final class ReceiverServer: Sendable {
    package let stream: LiveStream
    private let service: ReceiverService
    private let group: MultiThreadedEventLoopGroup
    private let pool: NIOThreadPool
    private let connections = Atomic(0)
    private let listener = Mutex<(any Channel)?>(nil)

    private let tls: NIOSSLContext?

    /// `pages` answers everything that is no write: it is called from threads of its own. Throws when a certificate or
    /// the recording cannot be used.
    package init(
        _ stream: LiveStream, pages: @escaping @Sendable (ReceivedRequest) -> Reply
    ) throws(Diagnostic) {
        let options = stream.options
        self.stream = stream
        cplatform_resolve_names_alone()
        tls = try options.tls.map { files throws(Diagnostic) in try files.context() }
        let recorder = try options.recording.map { recording throws(Diagnostic) in
            try RecordingWriter(
                recording.path, sizeLimit: recording.sizeLimit, fileLimit: recording.fileLimit)
        }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, min(2, options.threads)))
        self.group = group
        pool = NIOThreadPool(numberOfThreads: max(2, options.threads))
        let forwarder = try options.forward.map { target throws(Diagnostic) in
            try Forwarder(target, group: group, timeout: options.requestTimeout)
        }
        service = ReceiverService(stream, pool: pool, forwarder: forwarder, recorder: recorder, pages: pages)
    }

    /// Starts to listen; returns the port, which differs from that asked for when it was 0.
    package func start() throws(Diagnostic) -> Int {
        let options = stream.options
        let address = "\(options.host):\(options.port)"
        pool.start()
        do {
            let bootstrap = ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 256)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
                .childChannelOption(.maxMessagesPerRead, value: 16)
                .childChannelOption(
                    .recvAllocator,
                    value: AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 65_536, maximum: 1 << 20)
                )
                .childChannelInitializer { [self] channel in accept(channel) }
            let channel = try bootstrap.bind(host: options.host, port: options.port).wait()
            listener.withLock { $0 = channel }
            let tick = TimeAmount.milliseconds(options.tick)
            channel.eventLoop.scheduleRepeatedTask(initialDelay: tick, delay: tick) { [pool, stream] _ in
                pool.submit { _ in stream.tick() }
            }
            return channel.localAddress?.port ?? options.port
        } catch {
            throw Diagnostic(file: address, "cannot be listened on: \(NetworkFault.reason(error))")
        }
    }

    private func accept(_ channel: any Channel) -> EventLoopFuture<Void> {
        let count = connections.add(1, ordering: .relaxed).newValue
        channel.closeFuture.whenComplete { [self] _ in connections.subtract(1, ordering: .relaxed) }
        guard count <= stream.options.maximumConnections else { return channel.close() }
        return channel.eventLoop.makeCompletedFuture { [service, tls] in
            let pipeline = channel.pipeline.syncOperations
            if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
            try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: true, withErrorHandling: true)
            try pipeline.addHandler(RequestHandler(service))
        }
    }

    /// Stops accepting connections, and waits until what was begun is answered, so long as `milliseconds`.
    package func drain(within milliseconds: Int64 = 10_000) {
        service.drain()
        let channel = listener.withLock { $0 }
        try? channel?.close().wait()
        let end = LiveStream.now() + milliseconds
        while service.activeRequests > 0, LiveStream.now() < end { usleep(10_000) }
    }

    /// Requests that are being read or answered.
    var activeRequests: Int { service.activeRequests }

    package func stop() {
        try? group.syncShutdownGracefully()
        try? pool.syncShutdownGracefully()
    }
}
