package import Relabel

/// Rules for what one component exposes and few people need: a file of `rules/relabel`, whose README documents it.
package struct CuratedList: Sendable {
    /// Name of the file in `rules/relabel`.
    package let file: String
    /// What exposes the series: `kube-apiserver`.
    package let component: String
    /// The jobs that scrape it in kube-prometheus and its chart; empty for any job.
    package let jobs: [String]
    /// Of the endpoint, where a job has several that need rules of their own.
    package let metricsPath: String?
    package let entries: [CuratedEntry]

    /// Whether the job scrapes this component, as far as its name and path tell; a path that is not known may be any.
    package func isFor(job: String, metricsPath: String? = nil) -> Bool {
        guard jobs.isEmpty || jobs.contains(job) else { return false }
        guard let own = self.metricsPath, let metricsPath else { return true }
        return own == metricsPath
    }
}

/// Rules that go together: one reason, and one decision of whoever takes them.
package struct CuratedEntry: Sendable {
    /// Unique among all lists: `apiserver-latency-buckets`.
    package let name: String
    /// What the series are and why they can go; what is lost.
    package let why: String
    /// Who reads the metrics and goes on working, in words.
    package let readers: [String]
    /// Who loses what it reads, by name. An entry that has any is to be taken only by somebody who knows.
    package let breaks: [String]
    package let rules: [RelabelRule]
    /// Series as the component exposes them, and what is left of them.
    package let before: [[Label]]
    package let after: [[Label]]

    /// What the rules make of the examples.
    package func apply() throws(Relabelling.Refusal) -> [[Label]] {
        let relabelling = try Relabelling(rules)
        return before.compactMap { series in
            guard case .kept(let labels) = relabelling.apply(series), !labels.isEmpty else { return nil }
            return labels
        }
    }
}

/// What is wrong with a file of curated lists, and where.
package struct CuratedFault: Error, Sendable, Equatable, CustomStringConvertible {
    package let file: String
    /// From 1.
    package let line: Int
    package let column: Int
    package let message: String

    package var description: String { "\(file):\(line):\(column): \(message)" }
}
