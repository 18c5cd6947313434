import Manifests
import Relabel
import YAML

/// Which scrape configuration the series of a job come from, as far as configurations tell.
struct ScrapeScopes {
    private var known: [String: ScrapeScope] = [:]
    /// Why a job's series need not come from the configuration of its name.
    private var doubts: [String] = []
    /// Milliseconds.
    private(set) var longestInterval: Int64?
    let isGiven: Bool

    init(_ files: [ManifestFile]) {
        isGiven = !files.isEmpty
        for file in files {
            for case .prometheus(let configuration) in file.contents {
                let standard = configuration.scrapeInterval?.milliseconds
                for config in configuration.scrapeConfigs {
                    add(config, file)
                    if let interval = config.interval?.milliseconds ?? standard {
                        longestInterval = max(longestInterval ?? 0, interval)
                    }
                }
            }
        }
    }

    private mutating func add(_ config: ScrapeConfig, _ file: ManifestFile) {
        guard let job = config.jobName else { return }
        let setsJob = config.relabelLists.filter { $0.place == .targets || $0.place == .samples }.contains { list in
            guard let relabelling = try? Relabelling(list.rules.compactMap(\.rule)) else { return true }
            return relabelling.maySet("job") || relabelling.mayRemove("job")
        }
        if setsJob || config.honorLabels?.value == true {
            let line = file.text.source.lineNumber(of: config.fileRange.lowerBound)
            doubts.append(
                "\(file.path):\(line): \(config.owner) \(setsJob ? "sets the label job" : "honours the label job of what it scrapes")"
            )
            return
        }
        known[job.value] = ScrapeScope(
            job: job.value, path: file.path, line: file.text.source.lineNumber(of: job.fileRange.lowerBound))
    }

    /// The configurations of jobs; what is not known is said in words.
    func scopes(of jobs: Set<String>) -> (scopes: [ScrapeScope], unknown: [String]) {
        guard isGiven else { return ([], []) }
        var scopes: [ScrapeScope] = []
        var unknown: [String] = []
        for job in jobs.sorted() {
            if let scope = known[job] {
                scopes.append(scope)
            } else {
                unknown.append("no scrape configuration is known to make the job \"\(job)\"")
            }
        }
        if let doubt = doubts.first { unknown.append("series of any job may also come from elsewhere: \(doubt)") }
        return (scopes, unknown)
    }
}
