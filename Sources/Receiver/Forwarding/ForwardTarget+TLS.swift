import NIOSSL
import TSDB

extension ForwardTarget {
    /// What a connection to it is encrypted with; nil where it is not.
    func tls() throws(Diagnostic) -> NIOSSLContext? {
        guard isSecure else { return nil }
        var configuration = TLSConfiguration.makeClientConfiguration()
        if let authorities { configuration.trustRoots = .certificates(try TLSFiles.certificates(authorities)) }
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch  where authorities == nil {
            // It says no more of it than that there is an error.
            throw Diagnostic(
                file: "--forward",
                "there are no certificates of authorities to trust, in /etc/ssl/certs or /etc/pki/tls/certs: install "
                    + "them (ca-certificates), or name a file of them with --forward-ca")
        } catch { throw Diagnostic(file: authorities ?? "", "cannot be used: \(error)") }
    }
}
