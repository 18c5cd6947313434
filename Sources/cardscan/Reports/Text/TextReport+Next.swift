import Cardinality

extension TextReport {
    /// Commands worth running now: with what this report found, ready to be pasted.
    func next() -> [StyledText] {
        let hints = hints
        guard !hints.isEmpty else { return [] }
        var table = Table([Table.Column(""), Table.Column("", gap: 1), Table.Column("", gap: 3)])
        table.hasTitles = false
        for (index, hint) in hints.enumerated() {
            table.append([
                StyledText(index == 0 ? "next:" : "", .good), StyledText(hint.command),
                StyledText(hint.purpose, .faint),
            ])
        }
        if table.width <= width { return table.lines() }
        // Too long to stand beside: the command is what matters.
        return hints.enumerated().map { index, hint in
            StyledText(index == 0 ? "next: " : "      ", .good).appending(hint.command)
        }
    }

    /// Such commands, each with what it is for.
    var hints: [(command: String, purpose: String)] {
        guard report.totals.counts.series > 0, let command = repeated else { return [] }
        var hints: [(command: String, purpose: String)] = []
        if report.metricDetail == nil, let metric = report.metrics.first, metric.counts.series > 1,
            let name = Self.quoted(metric.name)
        {
            hints.append(("\(command) --metric \(name)", "its labels and their values"))
        }
        if report.groupedBy.isEmpty, let owner = likelyOwner {
            hints.append(("\(command) --by \(owner)", "who owns the series"))
        }
        if let metric = report.metricDetail?.metric, settings.limit != 0, let name = Self.quoted(metric.name) {
            hints.append(("\(command) --metric \(name) --limit 0", "all values"))
        }
        return hints
    }

    /// This command again, without what cut or ordered its rows; nil when it cannot be typed.
    private var repeated: String? {
        var words = ["cardscan analyze"]
        for source in settings.sources {
            guard let word = Self.quoted(source) else { return nil }
            words.append(word)
        }
        for selector in settings.selectors {
            guard let word = Self.quoted(selector) else { return nil }
            words.append("--match \(word)")
        }
        return words.joined(separator: " ")
    }

    private var likelyOwner: String? {
        ["namespace", "team", "job"].first { name in
            report.labels.contains { $0.name == name && $0.values > 1 }
        }
    }

    /// A word for a shell; nil where there is something in it that cannot be shown as it is.
    static func quoted(_ word: String) -> String? {
        guard !word.isEmpty, Escaper.show(word, in: .notation) == word else { return nil }
        let isPlain = word.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
            default: "_-./:=,@%+".utf8.contains(byte)
            }
        }
        if isPlain, !word.hasPrefix("-") { return word }
        guard !word.contains("'") else { return nil }
        return "'\(word)'"
    }
}
