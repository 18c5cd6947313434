import Propose

/// How a plan is written.
enum PlanFormat: String, Choice {
    case text, json, markdown, html, openmetrics
    /// What to write where: rules and nothing else.
    case prometheus, monitor, values, alloy, vmagent, otel

    /// What writes the plan. Rules are made before anything is written, and refused where the other program could not
    /// follow them.
    func writing(_ plan: Plan, _ settings: ReportSettings) throws(DialectRefusal) -> (inout ByteWriter) -> Void {
        let rules: String
        switch self {
        case .text: return { TextPlan(plan, settings).write(to: &$0) }
        case .json: return { JSONPlan(plan, settings).write(to: &$0) }
        case .markdown: return { MarkdownPlan(plan, settings).write(to: &$0) }
        case .html: return { HTMLPlan(plan, settings).write(to: &$0) }
        case .openmetrics: return { OpenMetricsPlan(plan, settings).write(to: &$0) }
        case .prometheus: rules = try PrometheusFragment(plan.sections).text()
        case .monitor: rules = try MonitorPatches(plan).text()
        case .values: rules = try ChartValues(plan.endpointSections).text()
        case .alloy: rules = try AlloyBlocks(plan.sections).text()
        case .vmagent: rules = try Self.vmagent(plan)
        case .otel: rules = try CollectorFragment(plan.sections).text()
        }
        return { $0.write(rules) }
    }

    /// Rules for what is sent are a file of their own for vmagent, so they are comments here.
    private static func vmagent(_ plan: Plan) throws(DialectRefusal) -> String {
        let fragment = VMAgentFragment(plan.sections)
        let sent = try fragment.remoteWriteText().split(separator: "\n").map { "# \($0)\n" }.joined()
        let title = sent.isEmpty ? "" : "# A file of its own, for -remoteWrite.urlRelabelConfig:\n"
        return try fragment.text() + title + sent
    }
}
