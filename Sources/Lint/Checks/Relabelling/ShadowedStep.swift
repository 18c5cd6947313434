import Manifests
import Relabel
import YAML

/// A step that earlier ones leave nothing to do for.
struct ShadowedStep: Check {
    static let info = CheckInfo(
        "relabel/shadowed", .warning,
        summary: "A relabelling rule has no effect, because of the rules around it.",
        rationale: """
            Rules of a list are applied in order, each to what those before it left. A `drop` of what a `keep` has excluded \
            already, a second copy of a rule, a label that the next rule sets anew: such a rule does nothing, and most often \
            stands there in the belief that it does.

            Only what holds for every series is reported. A rule that no series happens to match is none of this.
            """,
        fix: .safe,
        faulty: [
            Example(
                file: """
                    scrape_configs:
                      - job_name: api
                        metric_relabel_configs:
                          - source_labels: [__name__]
                            regex: go_.*
                            action: drop
                          - ↓source_labels: [__name__]
                            regex: go_.*
                            action: drop
                          - regex: pod_uid
                            action: labeldrop
                    """, path: "prometheus.yml",
                fixed: """
                    scrape_configs:
                      - job_name: api
                        metric_relabel_configs:
                          - source_labels: [__name__]
                            regex: go_.*
                            action: drop
                          - regex: pod_uid
                            action: labeldrop
                    """),
            Example(
                file: """
                    scrape_configs:
                      - job_name: api
                        relabel_configs:
                          - source_labels: [__meta_kubernetes_namespace]
                            regex: shop|payment
                            action: keep
                          - ↓source_labels: [__meta_kubernetes_namespace]
                            regex: kube-system
                            action: drop
                    """, path: "prometheus.yml"),
            Example(
                file: """
                    scrape_configs:
                      - job_name: api
                        relabel_configs:
                          - ↓source_labels: [__meta_kubernetes_pod_name]
                            target_label: instance
                          - source_labels: [__meta_kubernetes_pod_node_name]
                            target_label: instance
                    """, path: "prometheus.yml"),
            Example(
                file: """
                    scrape_configs:
                      - job_name: api
                        metric_relabel_configs:
                          - regex: pod
                            action: labeldrop
                          - ↓regex: pod
                            action: labeldrop
                    """, path: "prometheus.yml",
                fixed: """
                    scrape_configs:
                      - job_name: api
                        metric_relabel_configs:
                          - regex: pod
                            action: labeldrop

                    """),
        ],
        clean: [
            Example(
                file: """
                    scrape_configs:
                      - job_name: api
                        metric_relabel_configs:
                          - source_labels: [__name__]
                            regex: go_.*
                            action: drop
                          - source_labels: [__name__]
                            regex: process_.*
                            action: drop
                    """, path: "prometheus.yml"),
            Example(
                file: """
                    scrape_configs:
                      - job_name: api
                        relabel_configs:
                          - source_labels: [__meta_kubernetes_pod_name]
                            target_label: instance
                          - source_labels: [__meta_kubernetes_pod_annotation_instance]
                            regex: (.+)
                            target_label: instance
                    """, path: "prometheus.yml", note: "The second applies where there is an annotation."),
        ])

    func visit(_ file: ManifestFile, _ context: inout FileContext) {
        for list in file.contents.flatMap(\.relabelLists) {
            guard let relabelling = list.relabelling else { continue }
            let dead = relabelling.reach().dead
            for index in dead.keys.sorted() {
                guard let reason = dead[index] else { continue }
                report(reason, of: index, in: list, file, &context)
            }
        }
    }

    private func report(
        _ reason: RelabelReach.Reason, of index: Int, in list: RelabelList, _ file: ManifestFile,
        _ context: inout FileContext
    ) {
        let twin = list.rules[..<index].indices.last { earlier in
            guard let one = list.rules[earlier].rule, let other = list.rules[index].rule else { return false }
            return one.hasSameEffect(as: other)
        }
        var cause = twin
        let isCopy = twin.map { ": it repeats rule \($0 + 1) of the list" }
        var message = "this rule has no effect"
        switch reason {
        case .unreachable(let after):
            // One word is enough about what follows a rule that drops everything.
            guard index == after + 1 else { return }
            (cause, message) = (after, "no series gets here: rule \(after + 1) of the list drops them all")
        case .nothingLeft(let after):
            cause = twin ?? after
            message += ": rule \(after + 1) of the list has removed these labels"
        case .overwritten(let by): (cause, message) = (by, message + ": the next rule sets the same label in any case")
        case .neverMatches:
            message += isCopy ?? ": what the rules before it leave never matches"
        case .alwaysMatches:
            message += isCopy ?? ": it keeps everything that gets here"
        }
        let related = cause.map { cause in
            RelatedPlace(file: file.path, range: list.rules[cause].shown, message: "this one decides")
        }
        let isTwinsFault = twin != nil && cause == twin
        context.report(
            message, at: list.rules[index].shown,
            advice: isTwinsFault ? "remove it" : "remove it, or correct the pattern",
            related: [related].compactMap(\.self), fix: isTwinsFault ? fix(removing: list.rules[index], file) : nil)
    }

    /// Takes out the lines of an item of a block list; `nil` where it does not stand on lines of its own.
    private func fix(removing rule: LocatedRelabelRule, _ file: ManifestFile) -> Fix? {
        let bytes = file.text.source.bytes
        let start = rule.fileRange.lowerBound
        guard rule.node.alias == nil, start < bytes.count, bytes[start] != UInt8(ascii: "{") else { return nil }
        let newline = UInt8(ascii: "\n")
        let first = (bytes[..<start].lastIndex(of: newline) ?? -1) + 1
        let lead = bytes[first..<start].drop { $0 == UInt8(ascii: " ") }
        guard lead.first == UInt8(ascii: "-"), lead.dropFirst().allSatisfy({ $0 == UInt8(ascii: " ") }) else {
            return nil
        }
        let last =
            ([rule.sourceLabels?.last?.fileRange.upperBound]
            + RelabelRule.Field.allCases.map { field in
                let range = rule.fileRange(of: field)
                return range == rule.fileRange ? nil : range.upperBound
            }).compactMap(\.self).max()
        guard let last, last > start, last <= bytes.count else { return nil }
        let end = bytes[last...].firstIndex(of: newline).map { $0 + 1 } ?? bytes.count
        // Nothing of another item may stand behind it on its last line, and nothing of this one may be left.
        let rest = bytes[last..<end].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "]") }
        guard rest.first == UInt8(ascii: "#") || rest.allSatisfy({ $0 == newline || $0 == UInt8(ascii: "\r") }) else {
            return nil
        }
        return Fix(.safe, "Remove the rule", [Fix.Edit(first..<end, "")])
    }
}

extension RelabelList {
    /// The list as it is applied; `nil` if a part of it is not known or not valid.
    var relabelling: Relabelling? {
        var known: [RelabelRule] = []
        for located in rules {
            guard let rule = located.rule, !text.hasHole(in: located.node.range)
            else { return nil }
            known.append(rule)
        }
        return try? Relabelling(known)
    }
}

extension LocatedRelabelRule {
    /// What stands for the rule in a finding: its first key.
    var shown: Range<Int> {
        let start = fileRange.lowerBound
        guard let key = node.mapping?.entries.first?.key.range else { return fileRange }
        return start..<min(start + key.count, fileRange.upperBound)
    }
}
