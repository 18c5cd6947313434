import Relabel

/// A trace for people: what each rule sees, whether it matches, and which labels it changes.
struct RelabelTraceText {
    let chosen: ChosenRelabelList
    let trace: RelabelTrace

    private static let columns = 300

    func lines(_ labels: [Label]) -> [StyledText] {
        var lines = [StyledText(SeriesNotation.text(labels), .strong)]
        for step in trace.steps {
            lines.append(StyledText())
            lines += self.lines(of: step)
        }
        lines.append(StyledText())
        switch trace.outcome {
        case .kept(let result):
            let sorted = labels.filter { !$0.value.isEmpty }.sorted { $0.name.lexicographicallyPrecedes($1.name) }
            lines.append(
                StyledText("kept", .strong).appending(result == sorted ? " unchanged" : ": ").appending(
                    result == sorted ? "" : SeriesNotation.text(result), .strong))
            if result.isEmpty {
                lines.append(StyledText("no label is left: Prometheus drops the series without a word", .caution))
            } else if !result.contains(where: { $0.nameText == "__name__" }) {
                lines.append(
                    StyledText(
                        "the series has no name any more: in metric_relabel_configs the whole scrape fails", .caution))
            }
        case .dropped(let step):
            lines.append(StyledText("dropped", .strong).appending(" by rule \(step + 1): \(reason(step))"))
            let left = chosen.relabelling.steps.count - step - 1
            if left > 0 {
                lines.append(
                    StyledText(
                        left == 1 ? "1 rule after it is not reached" : "\(left) rules after it are not reached", .faint)
                )
            }
        }
        return lines
    }

    private func reason(_ index: Int) -> String {
        guard let step = trace.steps.last else { return "" }
        let rule = chosen.relabelling.steps[index].rule
        let joined = SeriesNotation.quoted(step.joined ?? [])
        if step.meetsCondition == false { return "\(step.action.rawValue), and its condition does not hold" }
        let (action, target) = (step.action.rawValue, name(rule.targetLabel))
        switch step.action {
        case .keep, .keepMetrics: return "\(action), and \(joined) does not match \(pattern(rule))"
        case .drop, .dropMetrics: return "\(action), and \(joined) matches \(pattern(rule))"
        case .keepIfEqual, .dropIfEqual: return "\(action), and the values are \(step.isMatch ? "" : "not ")equal"
        case .keepIfContains, .dropIfContains:
            return "\(action), and \(target) \(step.isMatch ? "holds every value" : "does not hold every value")"
        default: return "\(action), and \(joined) is \(step.isMatch ? "" : "not ")the value of \(target)"
        }
    }

    private func lines(of step: RelabelTrace.Step) -> [StyledText] {
        let rule = chosen.relabelling.steps[step.index].rule
        var lines = [
            StyledText("rule \(step.index + 1)", .heading).appending("  line \(chosen.line(of: step.index))  ", .faint)
                .appending(step.action.rawValue, .strong)
        ]
        func add(_ title: String, _ text: StyledText) {
            lines.append(StyledText("  \(title)", .faint).padded(to: 12).appending(text))
        }
        if let condition = rule.condition {
            let isMet = step.meetsCondition == true
            let text = Escaper.show(condition.text, columns: Self.columns, in: .notation)
            add("if", StyledText(text + "  ").appending(isMet ? "holds" : "does not hold", isMet ? .good : .faint))
            if !isMet { return lines + changes(of: step) }
        }
        let sources = chosen.relabelling.steps[step.index].sources
        if step.joined != nil, !sources.isEmpty {
            let separator = " " + Escaper.show(String(decoding: rule.separator, as: UTF8.self), columns: 20) + " "
            let names = sources.map { name($0) }.joined(separator: rule.separator.isEmpty ? " + " : separator)
            add("labels", StyledText(names))
        }
        if let joined = step.joined { add("value", StyledText(SeriesNotation.quoted(joined))) }
        switch step.action {
        case .replace, .replaceAll, .keep, .drop, .keepMetrics, .dropMetrics:
            add("regex", StyledText(pattern(rule)).appending("  ").appending(verdict(step.isMatch)))
        case .labelmap, .labelmapAll, .labeldrop, .labelkeep:
            add(
                "regex",
                StyledText(pattern(rule)).appending("  ").appending(
                    step.isMatch
                        ? "matches " + step.matchedNames.map { name($0) }.joined(separator: ", ") : "matches no label",
                    step.isMatch ? .good : .faint))
        case .keepequal, .dropequal:
            let value = step.before.first { $0.name == rule.targetLabel }?.value ?? []
            add(
                "target",
                StyledText("\(name(rule.targetLabel)) is \(SeriesNotation.quoted(value)): ").appending(
                    step.isMatch ? "equal" : "not equal", step.isMatch ? .good : .faint))
        case .keepIfEqual, .dropIfEqual:
            add("values", StyledText(step.isMatch ? "equal" : "not equal", step.isMatch ? .good : .faint))
        case .keepIfContains, .dropIfContains:
            let value = step.before.first { $0.name == rule.targetLabel }?.value ?? []
            add(
                "target",
                StyledText("\(name(rule.targetLabel)) is \(SeriesNotation.quoted(value)): ").appending(
                    step.isMatch ? "holds every value" : "does not hold every value", step.isMatch ? .good : .faint))
        case .hashmod: add("modulus", StyledText("\(rule.modulus)"))
        case .lowercase, .uppercase, .graphite: break
        }
        for (index, capture) in step.captures.enumerated().dropFirst() {
            let group = step.captureNames[index]
            let title = group.isEmpty ? "$\(index)" : "$\(index) \(group)"
            add(title, StyledText(capture.map { SeriesNotation.quoted($0) } ?? "no part in the match"))
        }
        if let target = step.invalidTarget {
            add(
                "target",
                StyledText("\(SeriesNotation.quoted(target)) is no valid label name: nothing happens", .caution))
        }
        return lines + changes(of: step)
    }

    private func verdict(_ isMatch: Bool) -> StyledText {
        StyledText(isMatch ? "matches" : "does not match", isMatch ? .good : .faint)
    }

    private func changes(of step: RelabelTrace.Step) -> [StyledText] {
        guard let after = step.after else { return [StyledText("  dropped", .strong)] }
        var lines: [StyledText] = []
        for label in step.before {
            guard let new = after.first(where: { $0.name == label.name }) else {
                lines.append(StyledText("  - \(name(label.name))=\(SeriesNotation.quoted(label.value))", .alarm))
                continue
            }
            if new.value != label.value {
                lines.append(
                    StyledText("  ~ \(name(label.name))=\(SeriesNotation.quoted(label.value))", .caution)
                        .appending(" becomes ").appending(SeriesNotation.quoted(new.value), .caution))
            }
        }
        for label in after where !step.before.contains(where: { $0.name == label.name }) {
            lines.append(StyledText("  + \(name(label.name))=\(SeriesNotation.quoted(label.value))", .good))
        }
        return lines.isEmpty ? [StyledText("  no change", .faint)] : lines
    }

    private func pattern(_ rule: RelabelRule) -> String {
        Escaper.show(rule.regex, columns: Self.columns, in: .notation)
    }

    private func name(_ name: [UInt8]) -> String { name.withUnsafeBytes { Escaper.show($0, columns: Self.columns) } }
}
