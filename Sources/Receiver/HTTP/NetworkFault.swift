import Glibc
import NIOCore
import NIOPosix
import NIOSSL

/// Why a connection did not come about, or ended.
struct NetworkFault: Error, CustomStringConvertible {
    var description: String

    /// An error of the network's libraries in the words of whoever has to do something about it.
    static func reason(_ error: any Error) -> String {
        switch error {
        case let fault as NIOConnectionError:
            guard let unknown = fault.dnsAError ?? fault.dnsAAAAError else {
                return fault.connectionErrors.first.map { reason($0.error) } ?? "\(error)"
            }
            return reason(unknown)
        case let fault as SocketAddressError.UnknownHost:
            return "no address is known for \(fault.host): \(fault.errorDescription)"
        case let fault as IOError: return String(cString: strerror(fault.errnoCode))
        case ChannelError.connectTimeout: return "nobody answers there"
        case NIOSSLError.handshakeFailed(let fault):
            return "\(fault)".contains("CERTIFICATE_VERIFY_FAILED")
                ? "its certificate is of no authority that is trusted, or no longer valid; --forward-ca names authorities"
                : "TLS could not be agreed on: \(fault)"
        case let fault as NIOSSLExtraError where fault == .failedToValidateHostname:
            return "its certificate is for another name"
        default: return "\(error)"
        }
    }
}
