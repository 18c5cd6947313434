import PromQL

/// An expression for people: what it is, and its tree.
enum ExpressionText {
    static func lines(of expression: Expression) -> [String] {
        var lines = [show(expression.description), ""]
        lines.append("type       \(expression.type.documented)")
        lines.append("labels     \(labels(of: expression))")
        let selectors = expression.selectorTexts
        for (index, selector) in selectors.enumerated() {
            lines.append("\(index == 0 ? "selectors" : "         ")  \(show(selector))")
        }
        return lines + [""] + tree(of: expression)
    }

    private static func show(_ text: String) -> String { Escaper.show(text, columns: 2000, in: .notation) }

    /// `job="api", instance?, any other`: what the result can be labelled with.
    private static func labels(of expression: Expression) -> String {
        let branch = expression.resultLabels.merged
        var parts = branch.labels.map { label in
            let state = branch[label]
            if let constant = state.constant {
                return "\(label)=\"\(Escaper.show(constant, columns: 60, in: .quotes))\""
            }
            return show(label) + (state.presence == .present ? "" : "?")
        }
        if branch.isOpen { parts.append(parts.isEmpty ? "any" : "any other") }
        return parts.isEmpty ? "none" : parts.joined(separator: ", ")
    }

    /// Deeper levels are not moved further to the right.
    private static let indentLimit = 30

    /// A line for each node: its bytes, and what it says.
    private static func tree(of expression: Expression) -> [String] {
        var rows: [(bytes: String, text: String)] = [("bytes", "tree")]
        // Chains of operators are deep to the left: the stack is this function's own.
        var stack = [(expression, 0)]
        while let (node, level) = stack.popLast() {
            let indent = String(repeating: "  ", count: min(level, indentLimit))
            rows.append(("\(node.range.lowerBound)-\(node.range.upperBound)", indent + show(node.headline)))
            for child in node.children.reversed() { stack.append((child, level + 1)) }
        }
        let width = rows.map(\.bytes.utf8.count).max() ?? 0
        return rows.map { row in
            row.bytes + String(repeating: " ", count: width - row.bytes.utf8.count + 2) + row.text
        }
    }
}

extension Expression {
    /// Its selectors with their ranges and modifiers, as they are written.
    fileprivate var selectorTexts: [String] {
        var texts: [String] = []
        visit { node in
            switch node.kind {
            case .vector, .range: texts.append(node.description)
            default: break
            }
        }
        return texts
    }
}
