import Budgets
import Lint
import Manifests

/// Broken budgets as findings that point into the budget file, for the formats of `lint`.
struct BudgetFindings {
    private let view: BudgetView
    private let words: BudgetWords

    init(_ view: BudgetView) {
        self.view = view
        words = BudgetWords(view: view)
    }

    var report: LintReport {
        let file = ManifestFile(path: view.file.path, text: ManifestText(view.file.source))
        var report = LintReport(files: [file])
        report.checks = Self.checks
        report.findings = (view.result.rows.compactMap(finding) + expired).sorted {
            ($0.range.lowerBound, $0.check, $0.message) < ($1.range.lowerBound, $1.check, $1.message)
        }
        return report
    }

    private func finding(_ row: BudgetRow) -> Finding? {
        let (check, severity): (CheckInfo, Severity)
        var message = BudgetWords.sentence(row)
        switch row.status {
        case .broken: (check, severity) = (Self.exceeded, .error)
        case .near: (check, severity) = (Self.close, .warning)
        case .unjudged(let reason):
            (check, severity) = (Self.unjudged, .warning)
            message = "\(BudgetWords.kind(row.kind)) of \(row.scope.text) could not be judged: \(reason)"
        case .kept:
            guard row.isEmpty, row.standsFor == nil else { return nil }
            (check, severity) = (Self.empty, .info)
            message = "\(row.scope.text): nothing in the sources belongs to this budget"
        }
        var finding = Finding(
            check: check.name, severity: severity, message: message, file: view.file.path, range: row.range,
            rule: row.scope.text)
        guard row.status == .broken || row.status == .near else { return finding }
        let advice = words.causes(of: row).prefix(1) + words.remedies(for: row).prefix(1)
        if !advice.isEmpty { finding.advice = advice.joined(separator: "; ") }
        finding.evidence.add("used", .text(BudgetWords.used(row)))
        finding.evidence.add("limit", .text(BudgetWords.limit(row)))
        finding.evidence.add("causes", .list(words.causes(of: row)))
        if let owner = row.terms.owner { finding.evidence.add("owner", .text(owner)) }
        return finding
    }

    private var expired: [Finding] {
        view.result.expired.compactMap { scope, terms in
            guard let expires = terms.expires else { return nil }
            return Finding(
                check: Self.expired.name, severity: .error,
                message: "the budget of \(scope) expired: its last day was \(expires.date)",
                advice: "agree on it anew, or lower the limit", file: view.file.path, range: expires.range, rule: scope)
        }
    }
}

/// The checks that budgets make.
extension BudgetFindings {
    static let exceeded = check(
        "budget/exceeded", .error, "More is used than a budget allows.",
        "Every series costs memory on the server and money at a hosted service. The labels that make most of them are "
            + "named; `cardscan propose` looks for rules that can be proved to break nothing.")
    static let close = check(
        "budget/close", .warning, "Little is left of a budget.",
        "`warn_at` of the file or --warn-at says how much is little.")
    static let expired = check(
        "budget/expired", .error, "The last day of a budget is over.",
        "An exception was made until a day. Whoever owns it has to agree on it anew, or go back below the default.")
    static let unjudged = check(
        "budget/not-judged", .warning, "A budget could not be judged.",
        "A limit that is not looked at holds nothing. The message says what is missing, such as a baseline.")
    static let empty = check(
        "budget/nothing-there", .info, "Nothing belongs to a budget.",
        "A selector or a name with a typing error is a budget that is always kept.")

    static let checks = [close, exceeded, expired, unjudged, empty].sorted { $0.name < $1.name }

    private static func check(_ name: String, _ severity: Severity, _ summary: String, _ rationale: String) -> CheckInfo
    {
        CheckInfo(name, severity, needsData: true, summary: summary, rationale: rationale, faulty: [], clean: [])
    }
}
