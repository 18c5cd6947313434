import Foundation
import TSDB
import Testing

@testable import Receiver

/// TLS on both sides: a receiver that serves it, and one that passes requests on to it.
@Suite struct TLSTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// A receiver with a certificate for `localhost`.
    private func secured() throws -> RunningReceiver {
        let files = TLSFiles(
            certificate: try directory.write("cert.pem", TestCertificates.certificate),
            key: try directory.write("key.pem", TestCertificates.key))
        return try RunningReceiver { $0.tls = files }
    }

    private func forwarding(to address: String, trusting authorities: String?) throws -> RunningReceiver {
        let path = try authorities.map { try directory.write("ca.pem", $0) }
        return try RunningReceiver {
            $0.forward = ForwardTarget(address)
            $0.forward?.authorities = path
        }
    }

    private static func send(to receiver: RunningReceiver) throws -> RunningReceiver.Answer {
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        let body = WriteBodies.snappy(WriteBodies.v1([.init([("__name__", "m")], now)]))
        return try receiver.send("POST", "/api/v1/write", WriteBodies.headers, body)
    }

    @Test func requestsGoThrough() throws {
        let behind = try secured()
        let receiver = try forwarding(
            to: "https://localhost:\(behind.port)/api/v1/write", trusting: TestCertificates.authority)
        for _ in 0..<3 {
            let answer = try Self.send(to: receiver)
            #expect(answer.status == 204, "\(answer.body)")
        }
        #expect(behind.stream.status().knownSeries == 1)
    }

    /// What makes a certificate useless is said, and nothing is passed on.
    @Test func certificatesAreAsked() throws {
        let behind = try secured()
        let other = try forwarding(
            to: "https://127.0.0.1:\(behind.port)/api/v1/write", trusting: TestCertificates.authority)
        let named = try Self.send(to: other)
        #expect(named.status == 502)
        #expect(named.body.contains("127.0.0.1:\(behind.port): its certificate is for another name"), "\(named.body)")
        let stranger = try forwarding(
            to: "https://localhost:\(behind.port)/api/v1/write", trusting: TestCertificates.stranger)
        let refused = try Self.send(to: stranger)
        #expect(refused.status == 502)
        #expect(refused.body.contains("is of no authority that is trusted"), "\(refused.body)")
        #expect(refused.body.contains("--forward-ca"), "\(refused.body)")
        #expect(behind.stream.status().knownSeries == 0)
    }

    @Test func filesThatCannotBeUsedAreNamed() throws {
        for text in ["", "no certificate"] {
            let fault = #expect(throws: Diagnostic.self) {
                _ = try forwarding(to: "https://localhost:1/", trusting: text)
            }
            #expect(fault?.file.hasSuffix("ca.pem") == true, "\(String(describing: fault))")
            #expect(fault?.message.hasPrefix("holds no certificate") == true, "\(String(describing: fault))")
        }
        let key = try directory.write("key.pem", "no key")
        let certificate = try directory.write("cert.pem", TestCertificates.certificate)
        let fault = #expect(throws: Diagnostic.self) {
            _ = try RunningReceiver { $0.tls = TLSFiles(certificate: certificate, key: key) }
        }
        #expect(fault?.file == key)
    }

    /// A name that nobody knows, and a place where nobody listens.
    @Test func reasonsAreInWords() throws {
        let unknown = try forwarding(to: "http://receiver.invalid:9201/", trusting: nil)
        let answer = try Self.send(to: unknown)
        #expect(answer.status == 502)
        #expect(
            answer.body.contains("receiver.invalid:9201: no address is known for receiver.invalid: "), "\(answer.body)")
        let gone = try RunningReceiver().port
        let silent = try Self.send(to: try forwarding(to: "http://localhost:\(gone)/", trusting: nil))
        #expect(silent.status == 502)
        #expect(silent.body.contains("localhost:\(gone): Connection refused"), "\(silent.body)")
        let fault = #expect(throws: Diagnostic.self) { _ = try RunningReceiver { $0.host = "receiver.invalid" } }
        #expect(
            fault?.message.hasPrefix("cannot be listened on: no address is known for receiver.invalid") == true,
            "\(String(describing: fault))")
    }
}
