import Manifests
import Relabel
import YAML

/// Which scrape configuration the series of a job come from, as far as configurations tell.
struct ScrapeScopes {
    private var known: [String: [ScrapeScope]] = [:]
    private var limits: [String: Set<ScrapeLimit.Key>] = [:]
    /// By job.
    private(set) var monitors: [String: [FoundMonitor]] = [:]
    /// Why a job's series need not come from the configuration of its name.
    private var doubts: [String] = []
    /// Milliseconds.
    private(set) var longestInterval: Int64?
    let isGiven: Bool

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
        if isDoubtful(config, file) { return }
        known[job.value] = [
            ScrapeScope(
                job: job.value, path: file.path, line: file.text.source.lineNumber(of: job.fileRange.lowerBound))
        ]
    }

    private mutating func add(_ monitor: Monitor, _ file: ManifestFile) {
        for endpoint in monitor.endpoints {
            if let interval = endpoint.interval?.milliseconds { longestInterval = max(longestInterval ?? 0, interval) }
        }
        let doubtful = monitor.endpoints.map { isDoubtful($0, file) }
        guard let found = FoundMonitor(monitor, in: file.path) else { return }
        monitors[found.job, default: []].append(found)
        if doubtful.contains(true) { return }
        known[found.job, default: []].append(ScrapeScope(job: found.job, path: found.path, line: found.line))
    }

    private mutating func isDoubtful(_ config: ScrapeConfig, _ file: ManifestFile) -> Bool {
        let setsJob = config.setsJob
        guard setsJob || config.honorLabels?.value == true else { return false }
        let line = file.text.source.lineNumber(of: config.fileRange.lowerBound)
        doubts.append(
            "\(file.path):\(line): \(config.owner) \(setsJob ? "sets the label job" : "honours the label job of what it scrapes")"
        )
        return true
    }

    /// Limits that the job's configuration has.
    func limits(of job: String) -> Set<ScrapeLimit.Key> { limits[job] ?? [] }

    /// The configurations of jobs; what is not known is said in words.
    func scopes(of jobs: Set<String>) -> (scopes: [ScrapeScope], unknown: [String]) {
        guard isGiven else { return ([], []) }
        var scopes: [ScrapeScope] = []
        var unknown: [String] = []
        for job in jobs.sorted() {
            if let found = known[job] {
                scopes += found
            } else if monitors[job] == nil {
                unknown.append("no scrape configuration is known to make the job \"\(job)\"")
            }
        }
        if let doubt = doubts.first { unknown.append("series of any job may also come from elsewhere: \(doubt)") }
        return (scopes, unknown)
    }
}
