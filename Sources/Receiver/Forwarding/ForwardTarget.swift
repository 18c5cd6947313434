/// Where requests are passed on to: an http or https address.
package struct ForwardTarget: Sendable, Equatable {
    package var isSecure: Bool
    package var host: String
    package var port: Int
    package var path: String
    /// A PEM file of the authorities whose certificates are trusted; nil for those of the system.
    package var authorities: String?

    /// Nil for what is no such address. A name and password in it are not taken: requests bring their own headers.
    package init?(_ text: String) {
        let rest: Substring
        if text.hasPrefix("http://") {
            (isSecure, rest) = (false, text.dropFirst(7))
        } else if text.hasPrefix("https://") {
            (isSecure, rest) = (true, text.dropFirst(8))
        } else {
            return nil
        }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        path = slash == rest.endIndex ? "/" : String(rest[slash...])
        var authority = rest[..<slash]
        port = isSecure ? 443 : 80
        if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
            guard let number = Int(authority[authority.index(after: colon)...]), (1...65535).contains(number) else {
                return nil
            }
            port = number
            authority = authority[..<colon]
        }
        if authority.hasPrefix("["), authority.hasSuffix("]") { authority = authority.dropFirst().dropLast() }
        guard !authority.isEmpty, !authority.contains("@"), !text.contains(where: \.isWhitespace) else { return nil }
        host = String(authority)
    }

    /// For the Host header.
    var authority: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }
}
