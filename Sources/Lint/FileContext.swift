package import Manifests
import PromQL
import Templates

/// What a check knows besides what it visits, and where it reports.
package struct FileContext {
    package let settings: LintSettings
    package let file: ManifestFile
    /// Where the visited rule stands.
    package var ruleFile: RuleFile?
    package var group: RuleGroup?
    package var rule: Rule? { didSet { labels = nil } }
    /// Rules of one file have many of their templates in common.
    private var templates: [String: ReadTemplate] = [:]
    private var labels: RuleLabels?
    /// The check that is running. What is said of it is long, and only needed for findings.
    var running: any Check.Type
    package var check: CheckInfo { running.info }
    package internal(set) var findings: [Finding] = []

    init(settings: LintSettings, file: ManifestFile, check: any Check.Type) {
        self.settings = settings
        self.file = file
        running = check
    }

    /// What a text is as a template.
    mutating func template(_ text: String) -> ReadTemplate {
        if let known = templates[text] { return known }
        let result = ReadTemplate(text)
        templates[text] = result
        return result
    }

    /// What is known of the labels in the visited rule's expression. It is worked out for the first check that asks.
    mutating func labels(in expression: Expression) -> RuleLabels {
        if let labels { return labels }
        let result = RuleLabels(of: expression)
        labels = result
        return result
    }

    /// Reports a finding of the running check at bytes of the file.
    package mutating func report(
        _ message: String, at fileRange: Range<Int>, advice: String? = nil, severity: Severity? = nil,
        related: [RelatedPlace] = [], fix: Fix? = nil, evidence: Evidence = [:]
    ) {
        findings.append(
            Finding(
                check: check.name, severity: severity ?? check.severity, message: message, advice: advice,
                file: file.path, range: fileRange, rule: rule?.name.value, related: related, fix: fix,
                evidence: evidence))
    }

    /// Reports a finding at bytes of a scalar's value: of an expression, a template.
    package mutating func report(
        _ message: String, in scalar: ManifestScalar, at range: Range<Int>, advice: String? = nil,
        severity: Severity? = nil, related: [RelatedPlace] = [], fix: Fix? = nil
    ) {
        report(
            message, at: scalar.fileRange(of: range), advice: advice, severity: severity, related: related, fix: fix)
    }
}

/// The same for checks of a whole project.
package struct ProjectContext {
    package let settings: LintSettings
    package var check: CheckInfo
    /// The project at an earlier revision, where one was named: `--changed-since`.
    package let previous: Project?
    /// Series, where some were named: `--data`.
    package let grounding: Grounding?
    package private(set) var findings: [Finding] = []

    package init(
        settings: LintSettings, check: CheckInfo, previous: Project? = nil, grounding: Grounding? = nil
    ) {
        self.settings = settings
        self.check = check
        self.previous = previous
        self.grounding = grounding
    }

    package mutating func report(
        _ message: String, in file: ManifestFile, at fileRange: Range<Int>, rule: String? = nil, advice: String? = nil,
        severity: Severity? = nil, related: [RelatedPlace] = [], fix: Fix? = nil, evidence: Evidence = [:]
    ) {
        findings.append(
            Finding(
                check: check.name, severity: severity ?? check.severity, message: message, advice: advice,
                file: file.path, range: fileRange, rule: rule, related: related, fix: fix, evidence: evidence))
    }
}

/// What is known of the labels in an expression, by one walk through it.
struct RuleLabels {
    /// Those of the result.
    let result: ResultLabels
    /// Those of both sides of each operation between vectors, the innermost first.
    let joins: [(operation: BinaryOperation, left: ResultLabels, right: ResultLabels)]

    init(of expression: Expression) {
        var joins: [(operation: BinaryOperation, left: ResultLabels, right: ResultLabels)] = []
        result = expression.visitJoins { joins.append(($0, $1, $2)) }
        self.joins = joins
    }
}

/// A template, or why it is none, and what it reads.
struct ReadTemplate {
    let parsed: Result<Template, TemplateError>
    let reads: TemplateReads?

    init(_ text: String) {
        parsed = Result { () throws(TemplateError) in try Template(parsing: text) }
        reads = try? parsed.get().reads
    }
}
