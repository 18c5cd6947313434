import Manifests
import Regex
import Relabel
import YAML

/// Values that the label `job` can have on the series of a scrape configuration.
enum JobValues: Equatable {
    case exactly(Set<String>)
    /// What is scraped, or what finds targets, may say any.
    case anything

    /// Why it may be any, in words; nil where it may not.
    static func doubt(about config: ScrapeConfig) -> String? {
        if config.honorLabels?.value == true { return "honours the label job of what it scrapes" }
        return JobValues(of: config) == .anything ? "sets the label job" : nil
    }

    init(of config: ScrapeConfig) {
        guard config.honorLabels?.value != true, let name = config.jobName?.value else {
            self = .anything
            return
        }
        var values: Set<String> = []
        let entries = config.node.mapping?.entries ?? []
        // Whoever finds targets by these may say what job they are of.
        if entries.contains(where: { ["file_sd_configs", "http_sd_configs"].contains($0.name) }) {
            self = .anything
            return
        }
        let statics = config.node.mapping?["static_configs"]?.sequence ?? []
        for node in statics { values.insert(node.mapping?["labels"]?.mapping?["job"]?.scalar?.value ?? name) }
        if statics.isEmpty || entries.contains(where: { $0.name.hasSuffix("_sd_configs") }) { values.insert(name) }
        self = .exactly(values)
        for list in config.relabelLists where list.place == .targets { follow(list) }
        let samples = config.relabelLists.filter { $0.place == .samples }
        if samples.contains(where: { $0.changesJob }) { self = .anything }
    }

    /// Follows rules for targets as prometheus-operator writes them: a `keep` says which values a label has, and `replace`
    /// copies that label to `job`.
    private mutating func follow(_ list: RelabelList) {
        guard list.changesJob else { return }
        var known: [[UInt8]: Set<String>] = [:]
        for located in list.rules {
            guard let rule = located.rule, rule.condition == nil, let step = try? RelabelStep(rule, scheme: .utf8)
            else {
                self = .anything
                return
            }
            switch step.action {
            case .keep:
                guard let first = rule.sourceLabels.first, let only = step.regex.onlyValues else { continue }
                let separator = String(decoding: rule.separator, as: UTF8.self)
                let parts = only.map { $0.split(separator: separator, omittingEmptySubsequences: false) }
                guard rule.sourceLabels.count == 1 || parts.allSatisfy({ $0.count == rule.sourceLabels.count }) else {
                    continue
                }
                known[first] = Set(rule.sourceLabels.count == 1 ? only : parts.map { String($0[0]) })
            case .replace where step.maySet(Self.job):
                set(by: rule, known)
            case _ where step.maySet(Self.job) || step.action == .labeldrop || step.action == .labelkeep:
                if list.removesJob(step) { self = .anything }
            default: break
            }
            if let target = step.fixedTarget, step.action.writesTarget { known[target] = nil }
        }
    }

    private static let job = Array("job".utf8)

    private mutating func set(by rule: RelabelRule, _ known: [[UInt8]: Set<String>]) {
        let replacement = String(decoding: rule.replacement, as: UTF8.self)
        if rule.sourceLabels.isEmpty, !replacement.contains("$"), !replacement.isEmpty, rule.regex == "(.*)",
            rule.targetLabel == Self.job
        {
            self = .exactly([replacement])
            return
        }
        guard rule.sourceLabels.count == 1, let values = known[rule.sourceLabels[0]], !values.contains(""),
            ["$1", "${1}"].contains(replacement), ["(.*)", "(.+)"].contains(rule.regex), rule.targetLabel == Self.job
        else {
            self = .anything
            return
        }
        self = .exactly(values)
    }

    func contains(_ job: String) -> Bool {
        if case .exactly(let values) = self { values.contains(job) } else { false }
    }
}

extension RelabelList {
    /// Whether its rules may change the label `job`.
    fileprivate var changesJob: Bool {
        guard let relabelling = try? Relabelling(rules.compactMap(\.rule)),
            rules.allSatisfy({ $0.rule != nil })
        else { return true }
        return relabelling.maySet("job") || relabelling.mayRemove("job")
    }

    fileprivate func removesJob(_ step: RelabelStep) -> Bool {
        guard let one = try? Relabelling([step.rule]) else { return true }
        return one.maySet("job") || one.mayRemove("job")
    }
}
