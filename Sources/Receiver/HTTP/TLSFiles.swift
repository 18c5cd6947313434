import NIOSSL
import TSDB

/// A certificate with its chain, and its key, as PEM files.
package struct TLSFiles: Sendable {
    package var certificate: String
    package var key: String

    package init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }

    func context() throws(Diagnostic) -> NIOSSLContext {
        let chain: [NIOSSLCertificateSource]
        do {
            chain = try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) }
        } catch { throw Diagnostic(file: certificate, "holds no certificate that can be used: \(error)") }
        let privateKey: NIOSSLPrivateKey
        do {
            privateKey = try NIOSSLPrivateKey(file: key, format: .pem)
        } catch { throw Diagnostic(file: key, "holds no key that can be used: \(error)") }
        do {
            let configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain, privateKey: .privateKey(privateKey))
            return try NIOSSLContext(configuration: configuration)
        } catch { throw Diagnostic(file: certificate, "does not go with \(key): \(error)") }
    }
}
