/// One relabelling rule as a configuration writes it, before anything of it is checked or compiled.
///
/// A field that was not written has its default here; `written` knows which were, since some actions refuse a field that
/// is written even where it says what the default would.
package struct RelabelRule: Sendable, Equatable {
    /// The fields by their keys in a Prometheus configuration.
    package enum Field: String, Sendable, CaseIterable {
        case sourceLabels = "source_labels"
        case separator
        case regex
        case modulus
        case targetLabel = "target_label"
        case replacement
        case action
        /// The rest are vmagent's alone.
        case condition = "if"
        case match
        case labels

        package var isVMAgentOnly: Bool { [.condition, .match, .labels].contains(self) }

        /// The key in Kubernetes resources and chart values.
        package var camelCase: String {
            switch self {
            case .sourceLabels: "sourceLabels"
            case .targetLabel: "targetLabel"
            default: rawValue
            }
        }

        package init?(camelCase key: String) {
            guard let field = Self.allCases.first(where: { $0.camelCase.utf8.elementsEqual(key.utf8) }) else {
                return nil
            }
            self = field
        }

        /// The field that somebody who wrote this unknown key probably meant.
        package init?(meantBy key: String) {
            let plain = key.lowercased().filter { $0 != "_" && $0 != "-" }
            let meant = Self.allCases.first { $0.camelCase.lowercased() == plain && !$0.isVMAgentOnly }
            guard let meant = meant ?? Self.aliases[plain] else { return nil }
            self = meant
        }

        private static let aliases: [String: Field] = [
            "sourcelabel": .sourceLabels, "source": .sourceLabels, "sources": .sourceLabels, "labels": .sourceLabels,
            "regexp": .regex, "match": .regex, "pattern": .regex, "target": .targetLabel, "targetlabels": .targetLabel,
            "replace": .replacement, "replacements": .replacement, "actions": .action, "mod": .modulus,
            "sep": .separator,
        ]
    }

    /// Names of the labels whose values are joined.
    package var sourceLabels: [[UInt8]] = []
    package var separator = defaultSeparator
    /// The pattern without its anchors.
    package var regex = "(.*)"
    package var modulus: UInt64 = 0
    package var targetLabel: [UInt8] = []
    package var replacement = defaultReplacement
    /// Nil for one that was written as `null`.
    package var action: Action? = .replace
    package var language = RelabelLanguage.prometheus
    /// vmagent's `if`: the series that the rule is for; nil for all.
    package var condition: RelabelCondition?
    /// The fields that were written, `source_labels: null` excepted: Prometheus does not see that one.
    package var written: Set<Field> = []
    /// The keys met while reading, to notice one that comes twice.
    var seen: Set<Field> = []

    package static let defaultSeparator: [UInt8] = [0x3B]
    package static let defaultReplacement = Array("$1".utf8)

    package init() {}

    /// A rule as code writes it; what is left out was not written.
    package init(
        _ action: Action? = nil, from sourceLabels: [String]? = nil, separator: String? = nil, regex: String? = nil,
        modulus: UInt64? = nil, to targetLabel: String? = nil, replacement: String? = nil
    ) {
        if let action { (self.action, _) = (action, written.insert(.action)) }
        if let sourceLabels {
            self.sourceLabels = sourceLabels.map { Array($0.utf8) }
            written.insert(.sourceLabels)
        }
        if let separator { (self.separator, _) = (Array(separator.utf8), written.insert(.separator)) }
        if let regex { (self.regex, _) = (regex, written.insert(.regex)) }
        if let modulus { (self.modulus, _) = (modulus, written.insert(.modulus)) }
        if let targetLabel { (self.targetLabel, _) = (Array(targetLabel.utf8), written.insert(.targetLabel)) }
        if let replacement { (self.replacement, _) = (Array(replacement.utf8), written.insert(.replacement)) }
    }

    /// Two rules with the same effect under the same name scheme: what was written explicitly does not count.
    package func hasSameEffect(as other: RelabelRule) -> Bool {
        var (a, b) = (self, other)
        (a.written, b.written, a.seen, b.seen) = ([], [], [], [])
        return a.regex.utf8.elementsEqual(b.regex.utf8) && a == b
    }
}
