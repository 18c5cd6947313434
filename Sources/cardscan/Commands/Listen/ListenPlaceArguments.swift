import ArgumentParser
import Receiver

/// Where a receiver listens, and what it takes.
struct ListenPlaceArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp("Address and port; port 0 takes a free one.", valueName: "address"))
    var address = "127.0.0.1:9201"

    @Option(
        name: .customLong("tls-cert"),
        help: ArgumentHelp("Serve TLS with this certificate and its chain, PEM.", valueName: "file"),
        completion: .file())
    var tlsCertificate: String?

    @Option(
        name: .customLong("tls-key"), help: ArgumentHelp("Its key, PEM.", valueName: "file"), completion: .file())
    var tlsKey: String?

    @Option(
        name: .customLong("bearer-token-file"),
        help: ArgumentHelp("Ask for the token in this file.", valueName: "file"), completion: .file())
    var bearerTokenFile: String?

    @Option(
        name: .customLong("basic-auth-file"),
        help: ArgumentHelp("Ask for one of the lines name:password in this file.", valueName: "file"),
        completion: .file())
    var basicAuthFile: String?

    @Option(
        name: .customLong("max-body"),
        help: ArgumentHelp("Largest request as it comes, compressed. (default: 32MiB)", valueName: "size"))
    var maxBody: String?

    @Option(
        name: .customLong("max-requests"),
        help: ArgumentHelp("Requests at once; one more is answered 429.", valueName: "n"))
    var maxRequests = 64

    func validate() throws {
        if !(1...100_000).contains(maxRequests) { throw ValidationError("--max-requests must be from 1 to 100000") }
        if (tlsCertificate == nil) != (tlsKey == nil) {
            throw ValidationError("--tls-cert and --tls-key go together")
        }
    }

    /// Throws a `Diagnostic` when a file of credentials cannot be used.
    func apply(to options: inout ReceiverOptions) throws {
        options.credentials = try Credentials(bearerTokenFile: bearerTokenFile, basicAuthFile: basicAuthFile)
        if let tlsCertificate, let tlsKey { options.tls = TLSFiles(certificate: tlsCertificate, key: tlsKey) }
        (options.host, options.port) = try Self.place(address)
        options.maximumRequests = maxRequests
        if let maxBody {
            options.bodyLimit = try SourceArguments.value("--max-body", maxBody) { text throws(ArgumentProblem) in
                try ByteSize(parsing: text).bytes
            }
        }
    }

    /// Whether only this machine can reach the address.
    var isLoopback: Bool {
        guard let host = try? Self.place(address).host else { return false }
        return host.hasPrefix("127.") || host == "::1" || host == "localhost"
    }

    /// `127.0.0.1:9201`, `[::1]:9201`, `:9201` for every address.
    static func place(_ address: String) throws -> (host: String, port: Int) {
        let problem = ValidationError(
            "'\(Escaper.show(address, columns: 60))' is no value for --address: write host:port, as in 127.0.0.1:9201")
        guard let colon = address.lastIndex(of: ":"), let port = Int(address[address.index(after: colon)...]),
            (0...65535).contains(port)
        else { throw problem }
        var host = address[..<colon]
        if host.hasPrefix("[") {
            guard host.hasSuffix("]") else { throw problem }
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            throw problem
        }
        return (host.isEmpty ? "0.0.0.0" : String(host), port)
    }
}
