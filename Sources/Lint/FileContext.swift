package import Manifests
import PromQL

/// What a check knows besides what it visits, and where it reports.
package struct FileContext {
    package let settings: LintSettings
    package let file: ManifestFile
    /// What the file is linted with.
    let project: Project
    /// Where the visited rule stands.
    package var ruleFile: RuleFile?
    package var group: RuleGroup?
    package var rule: Rule? { didSet { (labels, templates) = (nil, nil) } }
    private var labels: RuleLabels?
    private var templates: [RuleTemplate]?
    /// Rules of one file have many of their templates in common, those that a program wrote most of all.
    private var knownTemplates: [String: ReadTemplate] = [:]
    /// The check that is running. What is said of it is long, and only needed for findings.
    var running: any Check.Type
    package var check: CheckInfo { running.info }
    package internal(set) var findings: [Finding] = []

    init(settings: LintSettings, file: ManifestFile, of project: Project, check: any Check.Type) {
        self.settings = settings
        self.file = file
        self.project = project
        running = check
    }

    /// The labels and annotations of the visited rule that are more than plain text. They are read for the first check
    /// that asks.
    mutating func templates(of rule: Rule) -> [RuleTemplate] {
        if let templates { return templates }
        let result = readTemplates(rule.labels, areLabels: true) + readTemplates(rule.annotations, areLabels: false)
        templates = result
        return result
    }

    private mutating func readTemplates(_ entries: [ManifestEntry], areLabels: Bool) -> [RuleTemplate] {
        var result: [RuleTemplate] = []
        for index in entries.indices where entries[index].value.value.hasByte(UInt8(ascii: "{")) {
            let template = readTemplate(entries[index].value.value)
            result.append(RuleTemplate(entry: entries[index], isOfLabel: areLabels, template: template))
        }
        return result
    }

    private mutating func readTemplate(_ text: String) -> ReadTemplate {
        if let known = knownTemplates[text] { return known }
        let result = ReadTemplate(text)
        knownTemplates[text] = result
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
