/// What a relabelling rule does (`model/relabel/relabel.go`). Raw values are as Prometheus prints them; a configuration
/// may write them in any case.
package enum Action: String, Sendable, CaseIterable {
    case replace, keep, drop, keepequal, dropequal, hashmod, labelmap, labeldrop, labelkeep, lowercase, uppercase
    /// The rest are vmagent's alone.
    case replaceAll = "replace_all"
    case labelmapAll = "labelmap_all"
    case keepIfEqual = "keep_if_equal"
    case dropIfEqual = "drop_if_equal"
    case keepIfContains = "keep_if_contains"
    case dropIfContains = "drop_if_contains"
    case keepMetrics = "keep_metrics"
    case dropMetrics = "drop_metrics"
    /// Known so that it can be refused by name: it takes names of Graphite apart, which no series here has.
    case graphite

    /// The action that a configuration means by this text, in whatever case it is written.
    package init?(written text: String, in language: RelabelLanguage = .prometheus) {
        self.init(rawValue: String(decoding: CaseMapping.lower(Array(text.utf8)), as: UTF8.self))
        if language == .prometheus, isVMAgentOnly { return nil }
    }

    package static let ofPrometheus = allCases.filter { !$0.isVMAgentOnly }

    package var isVMAgentOnly: Bool {
        switch self {
        case .replace, .keep, .drop, .keepequal, .dropequal, .hashmod, .labelmap, .labeldrop, .labelkeep, .lowercase,
            .uppercase:
            false
        case .replaceAll, .labelmapAll, .keepIfEqual, .dropIfEqual, .keepIfContains, .dropIfContains, .keepMetrics,
            .dropMetrics, .graphite:
            true
        }
    }

    /// Whether the regular expression is matched against label names rather than against a joined value.
    package var matchesNames: Bool {
        switch self {
        case .labelmap, .labelmapAll, .labeldrop, .labelkeep: true
        default: false
        }
    }

    /// Whether it can drop a whole series.
    package var dropsSeries: Bool {
        switch self {
        case .keep, .drop, .keepequal, .dropequal, .keepIfEqual, .dropIfEqual, .keepIfContains, .dropIfContains,
            .keepMetrics, .dropMetrics:
            true
        default: false
        }
    }

    /// Of an action that drops series: whether it drops those that do not match.
    package var isKeep: Bool {
        switch self {
        case .keep, .keepequal, .keepIfEqual, .keepIfContains, .keepMetrics: true
        default: false
        }
    }

    /// Whether it writes to `target_label`.
    package var writesTarget: Bool {
        switch self {
        case .replace, .replaceAll, .hashmod, .lowercase, .uppercase: true
        default: false
        }
    }
}
