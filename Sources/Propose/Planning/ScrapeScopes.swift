import Manifests
import Relabel
import YAML

/// Which scrape configurations the series of a job come from, as far as configurations tell.
struct ScrapeScopes {
    /// A job of a prometheus.yml.
    private struct Config {
        let scope: ScrapeScope
        let metricsPath: String
        let jobs: JobValues
        /// Why any job may come from it.
        let doubt: String?
    }

    /// Where the rules for series belong.
    struct Places {
        var configs: [ScrapeScope] = []
        var monitors: [FoundMonitor] = []
        /// What a person should know of how that was found; or, where there are no places, why not.
        var note: String?

        var scopes: [ScrapeScope] {
            configs + monitors.map { ScrapeScope(job: $0.job, path: $0.path, line: $0.line) }
        }
    }

    private var configs: [Config] = []
    private var limits: [String: Set<ScrapeLimit.Key>] = [:]
    /// By job, those whose endpoints take nothing from what they scrape; and all.
    private var plainMonitors: [String: [FoundMonitor]] = [:]
    private(set) var monitors: [String: [FoundMonitor]] = [:]
    /// Why a job's series need not come from the configuration of its name.
    private var doubts: [String] = []
    /// Milliseconds.
    private(set) var longestInterval: Int64?
    let isGiven: Bool

    /// From more configurations any job may come from, which one it is remains unknown.
    private static let doubtfulLimit = 3

    init(_ files: [ManifestFile]) {
        isGiven = !files.isEmpty
        for file in files {
            for case .monitor(let monitor) in file.contents { add(monitor, file) }
            for case .prometheus(let configuration) in file.contents {
                let standard = configuration.scrapeInterval?.milliseconds
                for config in configuration.scrapeConfigs {
                    add(config, file, global: configuration.limits)
                    if let interval = config.interval?.milliseconds ?? standard {
                        longestInterval = max(longestInterval ?? 0, interval)
                    }
                }
            }
        }
    }

    private mutating func add(_ config: ScrapeConfig, _ file: ManifestFile, global: [LocatedLimit]) {
        guard let job = config.jobName else { return }
        // Prometheus takes 0 for none.
        let set = (config.limits + global).filter { $0.value > 0 }
        limits[job.value, default: []].formUnion(set.compactMap { ScrapeLimit.Key(rawValue: $0.key) })
        let scope = ScrapeScope(
            job: job.value, path: file.path, line: file.text.source.lineNumber(of: job.fileRange.lowerBound))
        let doubt = JobValues.doubt(about: config)
        if let doubt { doubts.append("\(scope.path):\(scope.line): \(config.owner) \(doubt)") }
        configs.append(
            Config(
                scope: scope, metricsPath: config.metricsPath?.value ?? "/metrics", jobs: JobValues(of: config),
                doubt: doubt))
    }

    private mutating func add(_ monitor: Monitor, _ file: ManifestFile) {
        var isDoubtful = false
        for endpoint in monitor.endpoints {
            if let interval = endpoint.interval?.milliseconds { longestInterval = max(longestInterval ?? 0, interval) }
            guard endpoint.setsJob || endpoint.honorLabels?.value == true else { continue }
            isDoubtful = true
            let line = file.text.source.lineNumber(of: endpoint.fileRange.lowerBound)
            let what = endpoint.setsJob ? "sets the label job" : "honours the label job of what it scrapes"
            doubts.append("\(file.path):\(line): \(endpoint.owner) \(what)")
        }
        guard let found = FoundMonitor(monitor, in: file.path) else { return }
        monitors[found.job, default: []].append(found)
        if !isDoubtful { plainMonitors[found.job, default: []].append(found) }
    }

    /// Whether the scrape configuration of that name may make series of other jobs than its own.
    func mayMakeAnyJob(_ name: String) -> Bool { configs.contains { $0.scope.job == name && $0.jobs == .anything } }

    /// Limits that the job's configuration has.
    func limits(of job: String) -> Set<ScrapeLimit.Key> { limits[job] ?? [] }

    /// Where the rules for some series belong.
    func places(of origin: SeriesOrigin) -> Places {
        var places = Places()
        guard isGiven else {
            places.note = "job_name is taken to be the label job: name prometheus.yml with --config"
            return places
        }
        let own = configs.filter { $0.jobs.contains(origin.job) }
        places.configs = Self.at(origin.metricsPath, own).map(\.scope)
        places.monitors = plainMonitors[origin.job] ?? []
        if places.configs.isEmpty, places.monitors.isEmpty {
            // Rules are about metrics: in a configuration that makes none of the series they change nothing.
            let doubtful = Self.at(
                origin.metricsPath,
                configs.filter { $0.jobs == .anything && $0.scope.job == origin.job }
                    .ifEmpty(configs.filter { $0.jobs == .anything }))
            places.monitors = monitors[origin.job] ?? []
            if doubtful.count <= Self.doubtfulLimit { places.configs = doubtful.map(\.scope) }
            places.note = note(on: origin.job, doubtful, places)
        } else if let doubt = doubts.first {
            places.note = "series of any job may also come from elsewhere: \(doubt)"
        }
        return places
    }

    private func note(on job: String, _ doubtful: [Config], _ places: Places) -> String? {
        if !places.configs.isEmpty {
            let names = doubtful.map { config in
                "\(config.scope.path):\(config.scope.line): job \"\(config.scope.job)\" \(config.doubt ?? "")"
            }
            return "series of the job \"\(job)\" can come from no other configuration than "
                + names.joined(separator: ", or ")
        }
        if !places.monitors.isEmpty {
            return doubts.first.map { "series of any job may also come from elsewhere: \($0)" }
        }
        if doubtful.count > Self.doubtfulLimit {
            return "which scrape configuration makes the job \"\(job)\" is unknown: \(doubtful.count) set or honour "
                + "the label job, such as \(doubtful[0].scope.path):\(doubtful[0].scope.line)"
        }
        return "no scrape configuration is known to make the job \"\(job)\""
    }

    /// Those that scrape the path, if any of several does.
    private static func at(_ path: String?, _ configs: [Config]) -> [Config] {
        guard let path, configs.count > 1 else { return configs }
        return configs.filter { $0.metricsPath == path }.ifEmpty(configs)
    }

    /// The configurations of series; what is not known is said in words.
    func scopes(of origins: some Sequence<SeriesOrigin>) -> (scopes: [ScrapeScope], notes: [String]) {
        guard isGiven else { return ([], []) }
        var scopes: [ScrapeScope] = []
        var notes: [String] = []
        for origin in origins.sorted() {
            let places = places(of: origin)
            scopes += places.scopes.filter { !scopes.contains($0) }
            if let note = places.note, !notes.contains(note) { notes.append(note) }
        }
        return (scopes, notes)
    }
}

extension Array {
    fileprivate func ifEmpty(_ other: @autoclosure () -> [Element]) -> [Element] { isEmpty ? other() : self }
}
