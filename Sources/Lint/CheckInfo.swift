/// What is said of a check: on its page, by `cardscan explain`, in SARIF; and the examples that test it.
package struct CheckInfo: Sendable {
    /// `topic/what-is-wrong`, as written in suppressions and configuration.
    package let name: String
    package let severity: Severity
    /// Whether it runs without being asked for. Opinions do not.
    package let isDefault: Bool
    /// Whether it finds nothing without series: `--data`.
    package let needsData: Bool
    /// What it finds, in one sentence.
    package let summary: String
    /// Why that is bad, and what to do instead; Markdown, paragraphs.
    package let rationale: String
    /// Whether it proposes edits, and how far these can be trusted.
    package let fix: FixSafety?
    /// Examples are many and long, and made only for those who show or test them.
    private let makeFaulty: @Sendable () -> [Example]
    private let makeClean: @Sendable () -> [Example]
    package var faulty: [Example] { makeFaulty() }
    package var clean: [Example] { makeClean() }

    package init(
        _ name: String, _ severity: Severity, isDefault: Bool = true, needsData: Bool = false, summary: String,
        rationale: String, fix: FixSafety? = nil, faulty: @autoclosure @escaping @Sendable () -> [Example],
        clean: @autoclosure @escaping @Sendable () -> [Example]
    ) {
        self.name = name
        self.severity = severity
        self.isDefault = isDefault
        self.needsData = needsData
        self.summary = summary
        self.rationale = rationale
        self.fix = fix
        makeFaulty = faulty
        makeClean = clean
    }
}

/// Whether an edit keeps the meaning.
package enum FixSafety: String, Sendable, Comparable {
    /// The meaning stays, or becomes what was plainly meant: `--fix`.
    case safe
    /// A person has to look: `--unsafe-fixes`.
    case unsafe

    package static func < (one: FixSafety, other: FixSafety) -> Bool { one == .safe && other == .unsafe }
}

/// Files that trigger a check, or do not. `↓` stands before each first byte a finding points at.
package struct Example: Sendable {
    /// Path and content.
    package let files: [(path: String, text: String)]
    /// The one file after the fix, where it differs.
    package let fixed: String?
    /// What the example shows, where that is not plain.
    package let note: String?
    /// The `lint` section of a `.cardscan.yaml`, for checks that need one.
    package let settings: String?
    /// The one file at an earlier revision, for checks that compare.
    package let previous: String?
    /// The series it is checked against, one a line as PromQL writes them: `up{job="api"}`. Behind a series its samples may
    /// stand, one a minute, or when it ended in data of ten hours: `ending 6h ago`.
    package let series: String?

    /// A whole file.
    package init(
        file text: String, path: String = "rules.yaml", fixed: String? = nil, note: String? = nil,
        settings: String? = nil, previous: String? = nil, series: String? = nil
    ) {
        self.init(
            files: [(path, text)], fixed: fixed, note: note, settings: settings, previous: previous, series: series)
    }

    package init(
        files: [(path: String, text: String)], fixed: String? = nil, note: String? = nil,
        settings: String? = nil, previous: String? = nil, series: String? = nil
    ) {
        self.files = files
        self.fixed = fixed
        self.note = note
        self.settings = settings
        self.previous = previous
        self.series = series
    }

    /// Rules alone, as the items of `rules:` (`- alert: …`); they are put in a group named `example`.
    package init(
        rules: String, fixed: String? = nil, note: String? = nil, settings: String? = nil, previous: String? = nil,
        series: String? = nil
    ) {
        self.init(
            file: Self.file(of: rules), fixed: fixed.map(Self.file), note: note, settings: settings,
            previous: previous.map(Self.file), series: series)
    }

    /// An expression alone, of an alert with `for: 5m` named `Example`.
    package init(alert expression: String, fixed: String? = nil, note: String? = nil, series: String? = nil) {
        self.init(rules: Self.alert(expression), fixed: fixed.map(Self.alert), note: note, series: series)
    }

    /// An expression alone, of a recording rule named `job:example:sum`.
    package init(record expression: String, fixed: String? = nil, note: String? = nil, series: String? = nil) {
        self.init(rules: Self.record(expression), fixed: fixed.map(Self.record), note: note, series: series)
    }

    private static func alert(_ expression: String) -> String {
        "- alert: Example\n  expr: |-\n    \(expression.replacing("\n", with: "\n    "))\n  for: 5m"
    }

    private static func record(_ expression: String) -> String {
        "- record: job:example:sum\n  expr: |-\n    \(expression.replacing("\n", with: "\n    "))"
    }

    private static func file(of rules: String) -> String {
        "groups:\n  - name: example\n    rules:\n      \(rules.replacing("\n", with: "\n      "))\n"
    }
}
