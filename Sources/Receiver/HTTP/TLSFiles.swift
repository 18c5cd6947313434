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

    /// Bytes: the authorities of the whole world take a quarter of a megabyte.
    private static let fileLimit = 16 << 20

    /// The certificates of a PEM file; at least one.
    static func certificates(_ path: String) throws(Diagnostic) -> [NIOSSLCertificate] {
        let bytes = try FileContents.read(path, limit: fileLimit)
        let certificates = (try? NIOSSLCertificate.fromPEMBytes(bytes)) ?? []
        guard !certificates.isEmpty else {
            throw Diagnostic(file: path, "holds no certificate that can be used; it has to be PEM, BEGIN CERTIFICATE")
        }
        return certificates
    }

    func context() throws(Diagnostic) -> NIOSSLContext {
        let chain = try Self.certificates(certificate).map { NIOSSLCertificateSource.certificate($0) }
        let bytes = try FileContents.read(key, limit: Self.fileLimit)
        guard let privateKey = try? NIOSSLPrivateKey(bytes: bytes, format: .pem) else {
            throw Diagnostic(
                file: key, "holds no key that can be used; it has to be PEM, BEGIN PRIVATE KEY, without a passphrase")
        }
        do {
            let configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain, privateKey: .privateKey(privateKey))
            return try NIOSSLContext(configuration: configuration)
        } catch { throw Diagnostic(file: certificate, "does not go with \(key): \(error)") }
    }
}
