import Relabel

/// A metric that is to be summed over some labels, for those whose removal would merge series that live at one time:
/// relabelling would keep one of them and lose the others.
package struct Aggregation: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// A counter, or a part of a histogram or summary: sums are taken of rates, since a sum of counters falls when
        /// one of them disappears, which every `rate` takes for a reset.
        case counter
        case gauge
    }

    package var metric: String
    package var kind: Kind
    /// Conditions besides the name, such as `job`.
    package var matchers: [(label: String, value: String)]
    /// The labels to sum over.
    package var without: [String]
    /// Seconds between two samples of the sum, at least the interval of the scrapes.
    package var interval: Int
    package var comment: String

    package init(
        _ metric: String, _ kind: Kind, matchers: [(label: String, value: String)] = [], without: [String],
        interval: Int = 60, comment: String = ""
    ) {
        self.metric = metric
        self.kind = kind
        self.matchers = matchers
        self.without = without
        self.interval = max(1, interval)
        self.comment = comment
    }

    package static func == (one: Aggregation, other: Aggregation) -> Bool {
        one.metric == other.metric && one.kind == other.kind && one.without == other.without
            && one.interval == other.interval && one.comment == other.comment
            && one.matchers.map(\.label) == other.matchers.map(\.label)
            && one.matchers.map(\.value) == other.matchers.map(\.value)
    }

    /// What no sum may be taken over.
    func check() throws(DialectRefusal) {
        guard !without.isEmpty else {
            throw DialectRefusal("nothing to sum `\(metric)` over: no label is left out")
        }
        for label in without where ["le", "quantile", "__name__"].contains(label) {
            throw DialectRefusal("`\(metric)` cannot be summed over `\(label)`: the result would mean nothing")
        }
    }

    /// The metric as PromQL selects it.
    var selector: String {
        var conditions = matchers.map { Self.name($0.label) + "=" + Self.quoted($0.value) }
        let isPlain = Self.isPlain(metric, colons: true)
        if !isPlain { conditions.insert(Self.quoted(metric), at: 0) }
        let braces = conditions.isEmpty ? "" : "{" + conditions.joined(separator: ", ") + "}"
        return (isPlain ? metric : "") + braces
    }

    /// `without (...)`
    var grouping: String { "without (" + without.map(Self.name).joined(separator: ", ") + ")" }

    static func duration(_ seconds: Int) -> String {
        seconds % 3600 == 0 ? "\(seconds / 3600)h" : seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds)s"
    }

    private static func name(_ label: String) -> String { isPlain(label, colons: false) ? label : quoted(label) }

    /// Strings of PromQL are Go's.
    private static func quoted(_ text: String) -> String { QuotedText.quoted(Array(text.utf8)) }

    private static func isPlain(_ name: String, colons: Bool) -> Bool {
        NameScheme.legacy.accepts(colons ? name.utf8.map { $0 == 0x3A ? 0x5F : $0 } : Array(name.utf8))
    }
}
