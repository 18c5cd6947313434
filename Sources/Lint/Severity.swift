/// How much a finding matters. Raw values are those of every output format's own words for it.
package enum Severity: String, Sendable, CaseIterable, Comparable {
    /// An opinion, or something to know.
    case info
    /// Works, but most likely not as meant.
    case warning
    /// Does not load, or cannot work.
    case error

    package static func < (one: Severity, other: Severity) -> Bool { one.rank < other.rank }

    private var rank: Int {
        switch self {
        case .info: 0
        case .warning: 1
        case .error: 2
        }
    }
}
