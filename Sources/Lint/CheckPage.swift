/// What is said of one check to somebody who met a finding of it: in Markdown.
package struct CheckPage {
    private let info: CheckInfo

    package init(_ info: CheckInfo) { self.info = info }

    package var markdown: String {
        var parts = ["# \(info.name)", "\(info.severity.rawValue), \(info.isDefault ? "on by default" : "opt-in")"]
        parts += ["## What it does", info.summary, "## Why is this bad", Self.unwrapped(info.rationale)]
        if let example = info.faulty.first { parts += ["## Example", Self.block(example)] }
        if let fixed = info.faulty.first?.fixed {
            parts += ["## Use instead", Self.fenced(fixed)]
        } else if let clean = info.clean.first {
            parts += ["## Use instead", Self.block(clean)]
        }
        parts += ["## Fix safety", fixSafety, "## Suppress", suppression]
        return parts.joined(separator: "\n\n") + "\n"
    }

    private var fixSafety: String {
        switch info.fix {
        case .safe: "`cardscan lint --fix` mends it without changing what was meant."
        case .unsafe: "`cardscan lint --unsafe-fixes` proposes an edit that a person has to look at."
        case nil: "There is no automatic fix."
        }
    }

    private var suppression: String {
        """
        On a line, above or at the first line of a rule or a group, or above everything else in a file:

            # cardscan disable \(info.name) until 2027-01-31 why it is right here
        """
    }

    /// The files of an example, each with its name where there are several.
    private static func block(_ example: Example) -> String {
        var parts = example.files.map { file in
            (example.files.count > 1 ? "`\(file.path)`:\n\n" : "") + fenced(file.text)
        }
        if let settings = example.settings {
            parts.insert("`.cardscan.yaml`:\n\n" + fenced("lint:\n  " + settings), at: 0)
        }
        if let previous = example.previous { parts.append("Before the change:\n\n" + fenced(previous)) }
        if let series = example.series { parts.append("With these series:\n\n" + fenced(series)) }
        if let note = example.note { parts.append(note) }
        return parts.joined(separator: "\n\n")
    }

    /// Without the marks that tests need.
    private static func fenced(_ text: String) -> String {
        var text = text.replacing("↓", with: "")
        while text.hasSuffix("\n") { text.removeLast() }
        return "```yaml\n\(text)\n```"
    }

    private static func unwrapped(_ text: String) -> String {
        var text = text[...]
        while text.hasSuffix("\n") { text = text.dropLast() }
        return String(text)
    }
}

extension CheckPage {
    /// The pages of checks as one document, with a table of them on top.
    package static func document(of checks: [CheckInfo]) -> String {
        var text = "# Checks\n\n"
        text += "Made by `cardscan explain --all --format markdown`.\n\n"
        text += table(of: checks)
        for check in checks {
            // Headings one level below those of a page of its own; lines of examples are not headings.
            var isCode = false
            text += "\n"
            for line in CheckPage(check).markdown.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
                if line.hasPrefix("```") { isCode.toggle() }
                text += (!isCode && line.hasPrefix("#") ? "#" : "") + line + "\n"
            }
        }
        return text
    }

    package static func table(of checks: [CheckInfo]) -> String {
        var text = "| Check | Severity | Default | Fix | What it finds |\n|---|---|---|---|---|\n"
        for check in checks {
            text += "| \(check.name) | \(check.severity.rawValue) | \(check.isDefault ? "on" : "opt-in") "
            text += "| \(check.fix?.rawValue ?? "") | \(check.summary.replacing("|", with: "\\|")) |\n"
        }
        return text
    }
}
