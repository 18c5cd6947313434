import Regex
import Synchronization

/// Regular expressions that were read already: the rules of a file have many in common.
package final class PatternCache: Sendable {
    private let known = Mutex<[[UInt8]: Regex]>([:])

    private static let limit = 10_000

    package init() {}

    /// The pattern of a matcher.
    func regex(_ bytes: [UInt8]) throws(RegexError) -> Regex {
        if let regex = known.withLock({ $0[bytes] }) { return regex }
        let regex = try Regex(bytes: bytes, for: .matching)
        known.withLock { if $0.count < Self.limit { $0[bytes] = regex } }
        return regex
    }
}
