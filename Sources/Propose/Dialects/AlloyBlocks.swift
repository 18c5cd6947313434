import Relabel

/// Sections for Grafana Alloy: a `prometheus.relabel` component for each, to stand between what scrapes the job and
/// what sends it on.
package struct AlloyBlocks: Sendable {
    package let sections: [RuleSection]
    /// Where samples go next, as Alloy names it.
    package let receiver: String

    package init(_ sections: [RuleSection], receiver: String = "prometheus.remote_write.default.receiver") {
        self.sections = sections
        self.receiver = receiver
    }

    package func text() throws(DialectRefusal) -> String {
        var lines: [String] = []
        var labels: Set<String> = []
        for section in sections {
            if case .unknown = section.destination { continue }
            if !lines.isEmpty { lines.append("") }
            lines += CommentLines.of(section.comment, mark: "//")
            var name: String
            switch section.destination {
            case .job(let job, let path):
                name = Self.label(path.map { job + "_" + $0 } ?? job)
                lines += CommentLines.of("In prometheus.scrape of the job \(job):", mark: "//")
            case .unknown: continue
            case .remoteWrite:
                name = "remote_write"
                lines += CommentLines.of("In front of prometheus.remote_write:", mark: "//")
            }
            while !labels.insert(name).inserted { name += "_" }
            lines.append("// forward_to = [prometheus.relabel.\(name).receiver]")
            for limit in section.limits {
                lines += CommentLines.of(limit.comment, mark: "//")
                lines.append("// \(limit.key.rawValue) = \(limit.value)")
            }
            lines.append("prometheus.relabel \"\(name)\" {")
            lines.append("  forward_to = [\(receiver)]")
            for rule in section.rules {
                lines.append("")
                lines += CommentLines.of(rule.comment, mark: "//", indent: 2)
                lines += try block(rule.rule)
            }
            lines.append("}")
        }
        lines += try RuleSection.commentsOnUnknown(sections, mark: "//")
        return lines.map { $0 + "\n" }.joined()
    }

    private func block(_ rule: RelabelRule) throws(DialectRefusal) -> [String] {
        let fields = try rule.writtenFields()
        let width = fields.map(\.field.rawValue.count).max() ?? 0
        let lines = fields.map { field, value in
            let key = field.rawValue + String(repeating: " ", count: width - field.rawValue.count)
            switch value {
            case .number(let number): return "    \(key) = \(number)"
            case .text(let text): return "    \(key) = \(Self.quoted(text))"
            case .texts(let texts): return "    \(key) = [\(texts.map(Self.quoted).joined(separator: ", "))]"
            }
        }
        return ["  rule {"] + lines + ["  }"]
    }

    /// Alloy's strings are Go's.
    private static func quoted(_ text: String) -> String { QuotedText.quoted(Array(text.utf8)) }

    /// A name for a component: Alloy allows identifiers alone.
    static func label(_ text: String) -> String {
        var label = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: label.unicodeScalars.append(Unicode.Scalar(byte))
            default: if label.last != "_" { label += "_" }
            }
        }
        guard let first = label.utf8.first, !(0x30...0x39 ~= first) else { return "job_" + label }
        return label
    }
}
