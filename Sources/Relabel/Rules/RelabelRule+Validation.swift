package import Regex

extension RelabelRule {
    /// The first thing Prometheus would refuse, in the order and the words of its own check; nil for none.
    ///
    /// The pattern is not looked at: it is refused, if it is, while the file is read (`compiledRegex`).
    package func validate(scheme: NameScheme = .utf8) -> RelabelFault? {
        if language == .vmagent { return validateForVMAgent() }
        guard let action else { return refusal(.action, "relabel action cannot be empty") }
        if action == .hashmod, modulus == 0 {
            return refusal(.modulus, "relabel configuration for hashmod requires non-zero modulus")
        }
        let needsTarget = action.writesTarget || action == .keepequal || action == .dropequal
        if needsTarget, targetLabel.isEmpty {
            return refusal(
                .targetLabel, "relabel configuration for \(action.rawValue) action requires 'target_label' value")
        }
        if action != .hashmod, needsTarget, !acceptsTarget(action, scheme) { return invalidTarget(action) }
        if [.lowercase, .uppercase, .keepequal, .dropequal].contains(action), replacement != Self.defaultReplacement {
            return refusal(.replacement, "'replacement' can not be set for \(action.rawValue) action")
        }
        if action == .labelmap, !scheme.acceptsTemplate(replacement) {
            let quoted = QuotedText.quoted(replacement)
            return refusal(.replacement, "\(quoted) is invalid 'replacement' for labelmap action")
        }
        if action == .hashmod, !scheme.accepts(targetLabel) { return invalidTarget(action) }
        return surplus(action)
    }

    private func acceptsTarget(_ action: Action, _ scheme: NameScheme) -> Bool {
        action == .replace && targetLabel.contains(0x24)
            ? scheme.acceptsTemplate(targetLabel) : scheme.accepts(targetLabel)
    }

    /// Fields that an action has no use for.
    private func surplus(_ action: Action) -> RelabelFault? {
        let hasSettings = modulus != 0 || separator != Self.defaultSeparator || replacement != Self.defaultReplacement
        switch action {
        case .keepequal, .dropequal:
            // A pattern counts if it is written, whatever it says; other fields if they differ from their default.
            guard written.contains(.regex) || hasSettings else { return nil }
            return refusal(
                written.contains(.regex) ? .regex : settingAtFault,
                "\(action.rawValue) action requires only 'source_labels' and `target_label`, and no other fields")
        case .labeldrop, .labelkeep:
            guard written.contains(.sourceLabels) || !targetLabel.isEmpty || hasSettings else { return nil }
            let field: Field =
                written.contains(.sourceLabels) ? .sourceLabels : targetLabel.isEmpty ? settingAtFault : .targetLabel
            return refusal(field, "\(action.rawValue) action requires only 'regex', and no other fields")
        default: return nil
        }
    }

    private var settingAtFault: Field {
        modulus != 0 ? .modulus : separator != Self.defaultSeparator ? .separator : .replacement
    }

    private func invalidTarget(_ action: Action) -> RelabelFault {
        let quoted = QuotedText.quoted(targetLabel)
        return refusal(.targetLabel, "\(quoted) is invalid 'target_label' for \(action.rawValue) action")
    }

    func refusal(_ field: Field, _ message: String) -> RelabelFault {
        RelabelFault(.validation, field, message)
    }

    /// The pattern, compiled as the program that it is for anchors it.
    package func compiledRegex() throws(RelabelFault) -> Regex {
        do throws(RegexError) {
            if language == .vmagent { return try vmagentRegex() }
            return try Regex(regex, for: .relabelling)
        } catch {
            throw RelabelFault(.regex(error), .regex, error.message)
        }
    }
}
