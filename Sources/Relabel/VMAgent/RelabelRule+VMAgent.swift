import Regex

extension RelabelRule {
    /// What vmagent would refuse of the rule, in words of our own; nil for nothing.
    ///
    /// It looks for less than Prometheus does: fields that an action has no use for are mostly ignored.
    func validateForVMAgent() -> RelabelFault? {
        guard let action else { return nil }
        let name = action.rawValue
        func missing(_ field: Field, _ text: String? = nil) -> RelabelFault {
            refusal(field, "`action: \(name)` needs \(text ?? "`\(field.rawValue)`")")
        }
        func useless(_ field: Field) -> RelabelFault {
            refusal(field, "`action: \(name)` takes no `\(field.rawValue)`")
        }
        let needsTarget: [Action] = [
            .replace, .replaceAll, .keepIfContains, .dropIfContains, .keepequal, .dropequal, .hashmod, .uppercase,
            .lowercase,
        ]
        let needsSources: [Action] = [
            .replaceAll, .keepIfContains, .dropIfContains, .hashmod, .uppercase, .lowercase,
        ]
        let takesNoRegex: [Action] = [
            .keepIfContains, .dropIfContains, .keepIfEqual, .dropIfEqual, .keepequal, .dropequal, .graphite,
        ]
        if needsSources.contains(action), sourceLabels.isEmpty { return missing(.sourceLabels) }
        if needsTarget.contains(action), targetLabel.isEmpty { return missing(.targetLabel) }
        if takesNoRegex.contains(action), written.contains(.regex) { return useless(.regex) }
        switch action {
        case .keepIfEqual, .dropIfEqual:
            if sourceLabels.count < 2 { return missing(.sourceLabels, "at least two `source_labels`") }
            if !targetLabel.isEmpty { return useless(.targetLabel) }
        case .keep, .drop:
            if sourceLabels.isEmpty, condition == nil { return missing(.sourceLabels, "`source_labels` or `if`") }
        case .keepMetrics, .dropMetrics:
            if !written.contains(.regex) || regex.isEmpty, condition == nil {
                return missing(.regex, "a `regex` that is not empty, or `if`")
            }
            if !sourceLabels.isEmpty { return useless(.sourceLabels) }
        case .hashmod: if modulus == 0 { return missing(.modulus, "a `modulus` above 0") }
        case .graphite:
            if !written.contains(.match) { return missing(.match) }
            if !written.contains(.labels) { return missing(.labels) }
            if !sourceLabels.isEmpty { return useless(.sourceLabels) }
            if !targetLabel.isEmpty { return useless(.targetLabel) }
            if written.contains(.replacement) { return useless(.replacement) }
        default: break
        }
        if action != .graphite {
            for field in [Field.match, .labels] where written.contains(field) { return useless(field) }
        }
        return nil
    }

    /// Why the rule cannot be replayed although vmagent takes it; nil for one that can.
    package var unsupportedByReplay: String? {
        guard language == .vmagent else { return nil }
        if action == .graphite {
            return "`action: graphite` takes metric names of Graphite apart: cardscan does not replay it"
        }
        let texts = [Array(regex.utf8), replacement, separator, targetLabel, Array((condition?.text ?? "").utf8)]
        if (texts + sourceLabels).contains(where: { $0.contains("%{") }) {
            return "`%{...}` is a variable of vmagent's environment: cardscan cannot tell what it holds"
        }
        return nil
    }

    /// vmagent takes anchors away from both ends before it sets its own, and sets none for what is searched for.
    func vmagentRegex() throws(RegexError) -> Regex {
        if action == .replaceAll || action == .labelmapAll {
            return try Regex(written.contains(.regex) ? regex : ".*", for: .searching)
        }
        var pattern = Array(regex.utf8)[...]
        while pattern.first == UInt8(ascii: "^") { pattern.removeFirst() }
        while pattern.last == UInt8(ascii: "$"), pattern.dropLast().last != UInt8(ascii: "\\") { pattern.removeLast() }
        return try Regex(bytes: Array(pattern), for: .relabelling)
    }

    /// Labels whose values `{{name}}` puts into the replacement.
    var referencedLabels: [[UInt8]] {
        guard language == .vmagent, action == .replace else { return [] }
        return LabelReferences(replacement).names
    }
}

/// A replacement in which vmagent puts values of labels for `{{name}}`, before it is expanded.
struct LabelReferences {
    private enum Part {
        case text([UInt8])
        case label(Int)
    }

    private var parts: [Part] = []
    private(set) var names: [[UInt8]] = []

    init(_ replacement: [UInt8]) {
        var rest = replacement[...]
        while let open = rest.firstRange(of: "{{".utf8), let close = rest[open.upperBound...].firstRange(of: "}}".utf8)
        {
            parts.append(.text(Array(rest[..<open.lowerBound])))
            parts.append(.label(names.count))
            names.append(Array(rest[open.upperBound..<close.lowerBound]))
            rest = rest[close.upperBound...]
        }
        parts.append(.text(Array(rest)))
    }

    func filled(with values: some RandomAccessCollection<[UInt8]>) -> [UInt8] {
        parts.flatMap { part in
            switch part {
            case .text(let text): text
            case .label(let number): values[values.index(values.startIndex, offsetBy: number)]
            }
        }
    }
}

extension [UInt8] {
    fileprivate func contains(_ text: String) -> Bool { firstRange(of: text.utf8) != nil }
}
