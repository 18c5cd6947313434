/// What a relabelling rule does (`model/relabel/relabel.go`). Raw values are as Prometheus prints them; a configuration
/// may write them in any case.
package enum Action: String, Sendable, CaseIterable {
    case replace, keep, drop, keepequal, dropequal, hashmod, labelmap, labeldrop, labelkeep, lowercase, uppercase

    /// The action that a configuration means by this text, in whatever case it is written.
    package init?(written text: String) {
        self.init(rawValue: String(decoding: CaseMapping.lower(Array(text.utf8)), as: UTF8.self))
    }

    /// Whether the regular expression is matched against label names rather than against a joined value.
    package var matchesNames: Bool {
        switch self {
        case .labelmap, .labeldrop, .labelkeep: true
        default: false
        }
    }

    /// Whether it can drop a whole series.
    package var dropsSeries: Bool {
        switch self {
        case .keep, .drop, .keepequal, .dropequal: true
        default: false
        }
    }

    /// Whether it writes to `target_label`.
    package var writesTarget: Bool {
        switch self {
        case .replace, .hashmod, .lowercase, .uppercase: true
        default: false
        }
    }
}
