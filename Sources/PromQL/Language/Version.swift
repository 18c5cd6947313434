/// A version of Prometheus, to check expressions for: `3.5`.
package struct Version: Sendable, Equatable, Comparable, CustomStringConvertible {
    package let major: Int
    package let minor: Int

    package init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// Reads `3.5`, `v3.5.1` and the like.
    package init?(_ text: String) {
        let parts = text.drop { $0 == "v" }.split(separator: ".", omittingEmptySubsequences: false)
        guard 2...3 ~= parts.count, let major = Int(parts[0]), let minor = Int(parts[1]), major >= 0, minor >= 0 else {
            return nil
        }
        self.init(major, minor)
    }

    /// The version whose grammar this module has.
    package static let latest = Version(3, 14)
    /// The last release of Prometheus 2.
    package static let latest2 = Version(2, 55)

    package static func < (one: Version, other: Version) -> Bool {
        (one.major, one.minor) < (other.major, other.minor)
    }

    package var description: String { "\(major).\(minor)" }
}
