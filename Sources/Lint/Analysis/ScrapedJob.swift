import Manifests
import Regex
import Relabel
import YAML

/// A job, or an endpoint of a monitor, and what its rules for samples leave of them.
struct ScrapedJob {
    /// In words: `job "node"`.
    let owner: String
    /// The value of the label `job`, where the configuration leaves no doubt about it.
    let name: String?
    let file: ManifestFile
    /// Its `metric_relabel_configs`; `nil` if there are none.
    let list: RelabelList?
    /// `nil` as well if they cannot be understood.
    let relabelling: Relabelling?

    private init(owner: String, name: String?, file: ManifestFile, list: RelabelList?) {
        self.owner = owner
        self.name = name
        self.file = file
        self.list = list
        relabelling = list?.relabelling
    }

    private init(_ config: ScrapeConfig, _ file: ManifestFile) {
        let lists = config.relabelLists.filter { $0.place == .samples || $0.place == .targets }
        self.init(
            owner: config.owner, name: Self.jobLabel(of: config, lists), file: file,
            list: lists.first { $0.place == .samples })
    }

    private static func jobLabel(of config: ScrapeConfig, _ lists: [RelabelList]) -> String? {
        guard let name = config.jobName?.value, config.honorLabels?.value != true else { return nil }
        let maySet = lists.contains { $0.relabelling.map { $0.maySet("job") || $0.mayRemove("job") } ?? true }
        // Whoever finds targets may say what job they are of.
        let entries = config.node.mapping?.entries ?? []
        let isFound = entries.contains { ["file_sd_configs", "http_sd_configs"].contains($0.name) }
        let isLabelled = (config.node.mapping?["static_configs"]?.sequence ?? []).contains {
            $0.mapping?["labels"]?.mapping?["job"] != nil
        }
        return maySet || isFound || isLabelled ? nil : name
    }

    /// Whether a reader may read what comes from the job.
    func mayBeRead(by reader: UsageReader) -> Bool { name.map { reader.reads($0, of: "job") } ?? true }

    /// The step that drops every series of a metric.
    func step(dropping metric: String) -> RelabelStep.Place? {
        guard let relabelling, relabelling.steps.contains(where: { $0.mayDrop(metric) }),
            case .dropped(let step) = relabelling.reach(of: ["__name__": [metric]]).fate
        else { return nil }
        return RelabelStep.Place(index: step, action: relabelling.steps[step].action)
    }

    /// The step that takes a label from every series of a metric.
    func step(removing label: String, of metric: String) -> RelabelStep.Place? {
        guard let relabelling else { return nil }
        let index = relabelling.steps.lastIndex { step in
            switch step.action {
            case _ where step.isConditional: false
            case .labeldrop: step.regex.matches(label)
            case .labelkeep: !step.regex.matches(label)
            default: false
            }
        }
        let name = Array(label.utf8)
        guard let index, !relabelling.steps[(index + 1)...].contains(where: { $0.maySet(name) }),
            step(dropping: metric) == nil
        else { return nil }
        return RelabelStep.Place(index: index, action: relabelling.steps[index].action)
    }
}

extension RelabelStep {
    struct Place {
        let index: Int
        let action: Action
    }

    /// Whether it takes labels away by their names.
    var removesLabels: Bool { action == .labeldrop || action == .labelkeep }

    /// Whether the step looks at the metric's name alone, and drops this one.
    fileprivate func mayDrop(_ metric: String) -> Bool {
        guard sources.count == 1, sources[0].elementsEqual("__name__".utf8), !isConditional else { return false }
        switch action {
        case .drop, .dropMetrics: return regex.matches(metric)
        case .keep, .keepMetrics: return !regex.matches(metric)
        default: return false
        }
    }
}

extension ScrapedJob {
    /// All jobs of a project, and whether those are all that its Prometheus scrapes.
    struct All {
        var jobs: [ScrapedJob] = []
        private(set) var isComplete = true

        init(in project: Project) {
            for file in project.files {
                for manifest in file.contents { add(manifest, file) }
            }
        }

        private mutating func add(_ manifest: Manifest, _ file: ManifestFile) {
            switch manifest {
            case .prometheus(let configuration):
                jobs += configuration.scrapeConfigs.map { ScrapedJob($0, file) }
                if !configuration.scrapeConfigFiles.isEmpty { isComplete = false }
            case .monitor(let monitor):
                jobs += monitor.endpoints.map { ScrapedJob($0, file) }
                isComplete = false
            case .stackValues(let values):
                jobs += values.relabelLists.filter { $0.place == .samples }.map {
                    ScrapedJob(owner: $0.owner, name: nil, file: file, list: $0)
                }
                isComplete = false
            case .rules, .alertmanager, .dashboard, .relabelList, .ruleTests, .queryLog: break
            }
        }
    }

    /// Metrics that Prometheus makes itself, after the rules for samples.
    static func isOwn(_ metric: String) -> Bool {
        metric == "up" || metric.hasPrefix("scrape_") || metric.hasPrefix("ALERTS")
    }
}
