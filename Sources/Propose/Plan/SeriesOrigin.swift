/// What series themselves say of where they were scraped.
package struct SeriesOrigin: Sendable, Hashable, Comparable {
    /// The label `job`, which need not be the name of a scrape configuration.
    package let job: String
    /// The label `metrics_path`, which tells the endpoints of the kubelet apart.
    package let metricsPath: String?

    package init(job: String, metricsPath: String? = nil) {
        self.job = job
        self.metricsPath = metricsPath
    }

    package static func < (one: SeriesOrigin, other: SeriesOrigin) -> Bool {
        (one.job, one.metricsPath ?? "") < (other.job, other.metricsPath ?? "")
    }
}
