import ArgumentParser
import Receiver

/// Where a receiver listens, and what it takes.
struct ListenPlaceArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Port 0 takes a free one. (default: 127.0.0.1:9201)", valueName: "address"),
        transform: ListenAddress.init(parsing:))
    var address: ListenAddress?

    @Option(
        name: .customLong("tls-cert"),
        help: ArgumentHelp("Serve TLS with this certificate and its chain, PEM.", valueName: "file"),
        completion: .file(), transform: GivenText.parse)
    var tlsCertificate: String?

    @Option(
        help: ArgumentHelp("The certificate's key, PEM.", valueName: "file"), completion: .file(),
        transform: GivenText.parse)
    var tlsKey: String?

    @Option(
        help: ArgumentHelp("Ask for the token in this file.", valueName: "file"), completion: .file(),
        transform: GivenText.parse)
    var bearerTokenFile: String?

    @Option(
        help: ArgumentHelp("Ask for one of the lines name:password in this file.", valueName: "file"),
        completion: .file(), transform: GivenText.parse)
    var basicAuthFile: String?

    @Option(
        help: ArgumentHelp("Largest request, compressed. (default: 32MiB)", valueName: "size"),
        transform: ByteSize.init(parsing:))
    var maxBody: ByteSize?

    @Option(
        help: ArgumentHelp("Requests at once; more are answered 429. (default: 64)", valueName: "n"),
        transform: WholeNumber.parser(1...100_000))
    var maxRequests = 64

    func validate() throws {
        if (tlsCertificate == nil) != (tlsKey == nil) {
            throw ValidationError("--tls-cert and --tls-key go together")
        }
    }

    var place: ListenAddress { address ?? .standard }

    /// Throws a `Diagnostic` when a file of credentials cannot be used.
    func apply(to options: inout ReceiverOptions) throws {
        options.credentials = try Credentials(bearerTokenFile: bearerTokenFile, basicAuthFile: basicAuthFile)
        if let tlsCertificate, let tlsKey { options.tls = TLSFiles(certificate: tlsCertificate, key: tlsKey) }
        (options.host, options.port) = (place.host, place.port)
        options.maximumRequests = maxRequests
        options.bodyLimit = maxBody?.bytes ?? options.bodyLimit
    }
}

/// Where a server listens: `127.0.0.1:9201`, `[::1]:9201`, `:9201` for every address.
struct ListenAddress {
    let text: String
    let host: String
    let port: Int

    static let standard = ListenAddress(text: "127.0.0.1:9201", host: "127.0.0.1", port: 9201)

    /// Whether only this machine can reach it.
    var isLoopback: Bool { host.hasPrefix("127.") || host == "::1" || host == "localhost" }
}

extension ListenAddress {
    init(parsing text: String) throws(ArgumentProblem) {
        let problem = ArgumentProblem("expected host:port, as in 127.0.0.1:9201")
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65535).contains(port)
        else { throw problem }
        var host = text[..<colon]
        if host.hasPrefix("[") {
            guard host.hasSuffix("]") else { throw problem }
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            throw problem
        }
        self.init(text: text, host: host.isEmpty ? "0.0.0.0" : String(host), port: port)
    }
}
