/// How judged budgets are written.
enum BudgetFormat: String, Choice {
    case text, json, markdown, openmetrics, junit, sarif, github, gitlab, checkstyle, jsonl, html

    func write(_ view: BudgetView, to writer: inout ByteWriter) {
        switch self {
        case .text: TextBudget(view).write(to: &writer)
        case .json: JSONBudget(view).write(to: &writer)
        case .markdown: MarkdownBudget(view).write(to: &writer)
        case .openmetrics: OpenMetricsBudget(view).write(to: &writer)
        case .html: HTMLBudget(view).write(to: &writer)
        case .junit: JUnitBudget(view).write(to: &writer)
        case .sarif: write(as: .sarif, view, &writer)
        case .github: write(as: .github, view, &writer)
        case .gitlab: write(as: .gitlab, view, &writer)
        case .checkstyle: write(as: .checkstyle, view, &writer)
        case .jsonl: write(as: .jsonl, view, &writer)
        }
    }

    private func write(as format: FindingFormat, _ view: BudgetView, _ writer: inout ByteWriter) {
        format.write(BudgetFindings(view).report, FindingSettings(), to: &writer)
    }
}
