package import Relabel

/// A relabelling rule to write, and what is said above it.
package struct CommentedRule: Sendable, Equatable {
    package var rule: RelabelRule
    /// Plain text; its lines become lines of comment.
    package var comment: String

    package init(_ rule: RelabelRule, comment: String = "") {
        self.rule = rule
        self.comment = comment
    }
}

/// A limit of a scrape to write, and what is said above it.
package struct ScrapeLimit: Sendable, Equatable {
    /// Raw values are the keys of prometheus.yml.
    package enum Key: String, Sendable, CaseIterable {
        case samples = "sample_limit"
        case labels = "label_limit"
        case labelValueLength = "label_value_length_limit"

        /// The key in resources of prometheus-operator and in values of its chart.
        var camelCase: String {
            switch self {
            case .samples: "sampleLimit"
            case .labels: "labelLimit"
            case .labelValueLength: "labelValueLengthLimit"
            }
        }
    }

    package var key: Key
    package var value: UInt64
    package var comment: String

    package init(_ key: Key, _ value: UInt64, comment: String = "") {
        self.key = key
        self.value = value
        self.comment = comment
    }
}

/// What is to be added at one place of a configuration.
package struct RuleSection: Sendable, Equatable {
    package enum Destination: Sendable, Hashable, Comparable {
        /// `metric_relabel_configs` of the job. The path tells the endpoints of one job apart: of the kubelet,
        /// `/metrics/cadvisor` has a list of its own.
        case job(String, metricsPath: String? = nil)
        /// `write_relabel_configs`; without an address a placeholder is written, and a comment that says so.
        case remoteWrite(url: String?)
        /// Nobody knows, and why: the rules become comments.
        case unknown(job: String, why: String)

        private var rank: (Int, String, String) {
            switch self {
            case .job(let job, let path): (0, job, path ?? "")
            case .remoteWrite(let url): (1, url ?? "", "")
            case .unknown(let job, let why): (2, job, why)
            }
        }

        package static func < (one: Destination, other: Destination) -> Bool { one.rank < other.rank }
    }

    /// Comments that say which rules nobody knows a place for, with the rules as prometheus.yml has them.
    static func commentsOnUnknown(
        _ sections: [RuleSection], mark: String = "#", indent: Int = 0
    ) throws(DialectRefusal) -> [String] {
        var lines: [String] = []
        for section in sections {
            guard case .unknown(_, let why) = section.destination else { continue }
            lines += CommentLines.of("Left out: \(why). The rules:", mark: mark, indent: indent)
            let start = String(repeating: " ", count: indent) + mark + " "
            lines += try YAMLRuleLines().list(section.rules, indent: 0).map { start + $0 }
        }
        return lines
    }

    package var destination: Destination
    package var rules: [CommentedRule]
    /// Of a job; what is sent away has none.
    package var limits: [ScrapeLimit]
    package var comment: String

    package init(
        _ destination: Destination, rules: [CommentedRule], limits: [ScrapeLimit] = [], comment: String = ""
    ) {
        self.destination = destination
        self.rules = rules
        self.limits = limits
        self.comment = comment
    }

    /// Not an address that could be reached by mistake: `.invalid` never resolves (RFC 6761).
    static let placeholderURL = "http://remote-storage.invalid/api/v1/write"
    static let placeholderComment = "Put the address of your remote storage here, or the list below its entry."
}
