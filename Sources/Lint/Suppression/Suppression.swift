/// A comment that asks for findings to be left out, and where it holds.
///
///     # cardscan disable CHECK[,CHECK] [until YYYY-MM-DD] [reason]
///     # cardscan disable-file CHECK[,CHECK] [until YYYY-MM-DD] [reason]
///     # cardscan expect-absent METRIC [until YYYY-MM-DD] [reason]
///
/// and those of pint. It holds for the line it stands on, or for the next line with content when it has a line of its
/// own; where that line begins a rule or a group, for all of it; within an expression, for the rule; above all content
/// of the file, or as `disable-file`, for the file.
struct Suppression: Sendable, Equatable {
    enum Language: Sendable, Equatable {
        case cardscan
        /// pint's: what it names and cardscan has no equal for is passed over.
        case pint
    }

    /// One of the checks it names.
    struct Name: Sendable, Equatable {
        let glob: NamePattern
        /// Bytes of the file.
        let range: Range<Int>
    }

    let language: Language
    var names: [Name]
    /// Metrics alone that findings are left out of: `expect-absent`; empty for all.
    var metrics: [NamePattern] = []
    /// The last day it does not hold: `YYYY-MM-DD`.
    let until: String?
    let reason: String?
    /// From `#` to the end of the comment: bytes of the file.
    let range: Range<Int>
    /// What is wrong with the comment itself.
    let fault: Fault?
    /// Findings that begin in here are left out: bytes of the file.
    var scope: Range<Int>

    struct Fault: Sendable, Equatable {
        let message: String
        let advice: String
        let range: Range<Int>
    }

    /// Whether a finding is of the metrics it is about.
    func covers(_ evidence: Evidence) -> Bool {
        guard !metrics.isEmpty else { return true }
        guard case .text(let metric)? = evidence["metric"] else { return false }
        return metrics.contains { $0.matches(metric) }
    }

    func isExpired(on today: String) -> Bool { until.map { $0 <= today } ?? false }
}
