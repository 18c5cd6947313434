/// The chosen rules as patches of the ServiceMonitors and PodMonitors of `--config`: one YAML document for each.
package struct MonitorPatches: Sendable {
    private let sections: [RuleSection]
    private let monitors: [String: [FoundMonitor]]

    package init(_ plan: Plan) { (sections, monitors) = (plan.endpointSections, plan.scopes.monitors) }

    /// Jobs that no monitor is known to make are named in comments.
    package func text() throws(DialectRefusal) -> String {
        var missing: [String] = []
        var patches: [String] = []
        var byJob: [String: [RuleSection]] = [:]
        for section in sections {
            guard case .job(let job, _) = section.destination else {
                throw DialectRefusal(
                    "monitors know no rules for what is sent away: put those into the Prometheus resource, "
                        + "or leave --remote-write out")
            }
            byJob[job, default: []].append(section)
        }
        for (job, sections) in byJob.sorted(by: { $0.key < $1.key }) {
            let found = monitors[job] ?? []
            if found.isEmpty { missing.append(job) }
            for monitor in found { patches.append(try monitor.patch(sections).text()) }
        }
        let advice = "no ServiceMonitor or PodMonitor of --config is known to make the job"
        guard !patches.isEmpty else {
            let jobs = missing.map { "`\($0)`" }.joined(separator: ", ")
            throw DialectRefusal(
                jobs.isEmpty
                    ? "there is no rule to write"
                    : "\(advice) \(jobs): name the file with --config; a ServiceMonitor tells it where "
                        + "selector.matchLabels has the label that jobLabel names")
        }
        var head: [String] = []
        if patches.count > 1 { head += CommentLines.of("One patch for each document, and each by itself for kubectl.") }
        for job in missing { head += CommentLines.of("left out: \(advice) `\(job)`") }
        return head.map { $0 + "\n" }.joined() + patches.joined(separator: "---\n")
    }
}
