import Manifests
import PromQL

/// Compares the labels or annotations of one rule with what is required of them.
struct RequirementReport {
    /// `label` or `annotation`.
    let what: String
    let entries: [ManifestEntry]
    let rule: Rule

    func visit(_ requirements: [Requirement], _ context: inout FileContext) {
        for requirement in requirements where isMeant(requirement) {
            // An empty value is none, also where it takes away the one of the group.
            let entry = entries.first { $0.key.value == requirement.name }
            guard let entry, !entry.value.value.isEmpty else {
                // What Helm puts into the rule may be what is missed.
                guard !rule.isMasked, !context.file.hasHole(in: rule.extent) else { continue }
                context.report(
                    "\(rule.name.value) lacks the \(what) \(requirement.name)", at: rule.name.fileRange,
                    advice: Self.advice(requirement, what))
                continue
            }
            guard !entry.value.value.contains("{{"), !entry.value.hasHole,
                !Self.allows(entry.value.value, requirement)
            else { continue }
            context.report(
                "\(what) \(requirement.name) of \(rule.name.value) is `\(entry.value.value)`",
                at: entry.value.fileRange, advice: Self.advice(requirement, what))
        }
    }

    private func isMeant(_ requirement: Requirement) -> Bool {
        if requirement.named?.matches(rule.name.value) == false { return false }
        return (requirement.kind ?? .alerting) == (rule.kind == .alerting ? .alerting : .recording)
    }

    private static func allows(_ value: String, _ requirement: Requirement) -> Bool {
        if !requirement.values.isEmpty, !requirement.values.contains(value) { return false }
        return requirement.matcher?.matches(value) ?? true
    }

    private static func advice(_ requirement: Requirement, _ what: String) -> String {
        if !requirement.values.isEmpty { return "one of \(requirement.values.joined(separator: ", "))" }
        if let pattern = requirement.matcher?.value { return "a value that matches `\(pattern)`" }
        return "add it to the rule's \(what)s"
    }
}
