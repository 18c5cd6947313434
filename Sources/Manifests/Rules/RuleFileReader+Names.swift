import PromQL
import YAML

/// Which names and fields a rule may have.
extension RuleFileReader {
    /// Since 3.0 any UTF-8 text is a name.
    private var allowsAnyName: Bool { options.language.version >= Version(3, 0) }

    func isValidLabelName(_ name: String) -> Bool {
        if allowsAnyName { return !name.isEmpty }
        return isLegacyName(name, with: { _ in false })
    }

    private func isValidMetricName(_ name: String) -> Bool {
        if allowsAnyName { return !name.isEmpty }
        return isLegacyName(name, with: { $0 == 0x3a })
    }

    private func isLegacyName(_ name: String, with isExtra: (UInt8) -> Bool) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x5f: true
            default: isExtra(byte)
            }
        }
    }

    private var nameAdvice: String {
        allowsAnyName ? "a name must not be empty" : "use letters, digits and _, or check for Prometheus 3 or later"
    }

    /// Labels of a rule or a group.
    mutating func checkLabels(_ labels: [ManifestEntry]) {
        for index in labels.indices where !isValidLabelName(labels[index].key.value) || labels[index].isName {
            let label = labels[index]
            if label.key.hasHole { continue }
            let advice = label.isName ? "a rule's `record` or `alert` names it" : nameAdvice
            fields.fault("invalid label name: \(label.key.value)", at: label.key.node, advice: advice)
        }
    }

    mutating func checkAnnotationNames(_ annotations: [ManifestEntry]) {
        for index in annotations.indices where !isValidLabelName(annotations[index].key.value) {
            let annotation = annotations[index]
            if annotation.key.hasHole { continue }
            fields.fault(
                "invalid annotation name: \(annotation.key.value)", at: annotation.key.node, advice: nameAdvice)
        }
    }

    /// What only recording rules must not have, and how they may be called.
    mutating func checkRecording(
        _ record: ManifestScalar, _ rule: YAMLMapping, _ duration: LocatedDuration?, _ keepFiring: LocatedDuration?,
        _ annotations: [ManifestEntry]
    ) {
        if !annotations.isEmpty { refuse("annotations", of: rule) }
        if let duration, duration.milliseconds != 0 { refuse("for", of: rule) }
        if let keepFiring, keepFiring.milliseconds != 0 { refuse("keep_firing_for", of: rule) }
        let name = record.value
        if !isValidMetricName(name) {
            fields.fault("invalid recording rule name: \(name)", at: record.node, advice: nameAdvice)
        }
        if name.utf8.contains(where: { $0 == 0x7b || $0 == 0x7d }) {
            fields.fault(
                "braces present in the recording rule name; should it be in expr?: \(name)", at: record.node,
                advice: "put labels of the result under `labels`, and a query under `expr`")
        }
    }

    private mutating func refuse(_ field: String, of rule: YAMLMapping) {
        guard let entry = rule.entry(field) else { return }
        fields.fault(
            "invalid field '\(field)' in recording rule", at: entry.key, advice: "remove it: alerts alone have it")
    }
}

extension ManifestEntry {
    /// Whether it sets the metric's name.
    fileprivate var isName: Bool { key.value == "__name__" }
}
