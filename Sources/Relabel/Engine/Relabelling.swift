import Regex

/// A list of relabelling rules, compiled: what stands under one `relabel_configs`.
package struct Relabelling: Sendable {
    package let steps: [RelabelStep]
    package let scheme: NameScheme

    /// Where a list is refused first: patterns of all rules come before everything else, as files are read first.
    package struct Refusal: Error, Sendable, Equatable {
        package let rule: Int
        package let fault: RelabelFault
    }

    package init(_ rules: [RelabelRule], scheme: NameScheme = .utf8) throws(Refusal) {
        for (index, rule) in rules.enumerated() {
            do throws(RelabelFault) {
                _ = try rule.compiledRegex()
            } catch {
                throw Refusal(rule: index, fault: error)
            }
        }
        var steps: [RelabelStep] = []
        for (index, rule) in rules.enumerated() {
            do throws(RelabelFault) {
                steps.append(try RelabelStep(rule, scheme: scheme))
            } catch {
                throw Refusal(rule: index, fault: error)
            }
        }
        self.steps = steps
        self.scheme = scheme
    }

    /// What the list makes of one series.
    package enum Outcome: Sendable, Equatable {
        /// The labels, sorted by name. None at all are left to the caller: Prometheus drops such a series without a word.
        case kept([Label])
        case dropped(step: Int)
    }

    package func apply(_ labels: [Label]) -> Outcome {
        var edit = LabelEdit(labels)
        for (index, step) in steps.enumerated() where !step.apply(&edit) { return .dropped(step: index) }
        return .kept(edit.sorted)
    }
}

extension RelabelStep {
    /// Changes the labels of one series; false drops it.
    func apply(_ labels: inout LabelEdit) -> Bool {
        if rule.language == .vmagent { return applyForVMAgent(&labels) }
        switch action {
        case .keep, .drop: return regex.matches(joined(labels)) == (action == .keep)
        case .keepequal, .dropequal: return (labels[rule.targetLabel] == joined(labels)) == (action == .keepequal)
        case .replace:
            var groups: [Range<Int>?] = []
            if case .set(let name, let value) = joined(labels).withUnsafeBytes({ replacing($0, &groups) }) {
                labels.set(name, value)
            }
        case .hashmod, .lowercase, .uppercase: labels.set(rule.targetLabel, value(of: joined(labels)))
        case .labelmap, .labeldrop, .labelkeep: applyToNames(&labels)
        // vmagent's.
        case .replaceAll, .labelmapAll, .keepIfEqual, .dropIfEqual, .keepIfContains, .dropIfContains, .keepMetrics,
            .dropMetrics, .graphite:
            break
        }
        return true
    }

    /// The actions that look at names alone.
    func applyToNames(_ labels: inout LabelEdit) {
        switch action {
        case .labelmap:
            for label in labels.labels {
                if let name = mapped(label.name) { labels.set(name, label.value) }
            }
        case .labelmapAll: labels.rename(replacingAll)
        default:
            for label in labels.labels where regex.matches(label.name) == (action == .labeldrop) {
                labels.remove(label.name)
            }
        }
    }
}

extension Regex {
    func matches(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes { matches($0) } }
}
