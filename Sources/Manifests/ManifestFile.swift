/// A file that was read: what it holds, and what is wrong with it as such.
package struct ManifestFile: Sendable {
    /// As the user named it, or relative to what the user named.
    package let path: String
    package let text: ManifestText
    /// In the order of the file.
    package var contents: [Manifest] = []
    /// What keeps all or part of it from being read, or from being loaded by the program it is for.
    package var faults: [ManifestFault] = []
    /// Places whose text only Helm knows, so that nothing could be checked there.
    package var holes: [TemplateHole] = []
    /// What its documents were taken for, those without content left out.
    package var shapes: [DocumentShape] = []

    /// Whether any of these bytes are only known to Helm, so that a finding there need not be one.
    package func hasHole(in range: Range<Int>) -> Bool {
        var (low, high) = (0, holes.count)
        while low < high {
            let middle = (low + high) / 2
            if holes[middle].range.upperBound <= range.lowerBound { low = middle + 1 } else { high = middle }
        }
        return low < holes.count && holes[low].range.lowerBound < range.upperBound
    }

    /// Whether it has content, and none that is read here: a directory is full of such files, but one that a user named
    /// deserves a word.
    package var isUnrecognized: Bool {
        contents.isEmpty && !shapes.isEmpty && shapes.allSatisfy { !$0.isRead }
    }

    package init(path: String, text: ManifestText) {
        self.path = path
        self.text = text
    }
}

/// One thing a file holds.
package enum Manifest: Sendable {
    case rules(RuleFile)
    case prometheus(PrometheusConfiguration)
    case monitor(Monitor)
    case stackValues(StackValues)
    case alertmanager(AlertmanagerConfiguration)
    case dashboard(Dashboard)
    /// A file that is nothing but relabelling rules, as `cardscan relabel` takes it.
    case relabelList(RelabelList)
    case ruleTests(RuleTests)
    case queryLog(QueryLog)

    /// Every list of relabelling rules in it.
    package var relabelLists: [RelabelList] {
        switch self {
        case .prometheus(let configuration): configuration.relabelLists
        case .monitor(let monitor): monitor.relabelLists
        case .stackValues(let values): values.relabelLists
        case .relabelList(let list): [list]
        case .rules, .alertmanager, .dashboard, .ruleTests, .queryLog: []
        }
    }
}

/// Something that is wrong with a manifest, whoever reads it.
package struct ManifestFault: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// No YAML or JSON, or more of it than is read.
        case syntax
        /// A key that stands twice in one mapping.
        case duplicateKey
        /// Rules that Prometheus refuses: an unknown field, a wrong type, a value out of range.
        case schema
        /// Relabelling rules that Prometheus refuses.
        case relabelling
        /// The same of everything else: prometheus.yml, monitors, Alertmanager's configuration, dashboards.
        case manifest
        /// A document that Prometheus does not read, since it reads the first alone.
        case ignoredDocument
    }

    package let kind: Kind
    /// In the words of the program that refuses it where it has some.
    package let message: String
    /// Bytes of the file.
    package let range: Range<Int>
    /// What to do about it.
    package let advice: String?
    /// What to write there instead, where that is hardly in doubt.
    package let fix: Fix?

    /// New text for some bytes of the file.
    package struct Fix: Sendable, Equatable {
        package let range: Range<Int>
        package let replacement: String

        package init(_ range: Range<Int>, _ replacement: String) {
            self.range = range
            self.replacement = replacement
        }
    }

    package init(_ kind: Kind, _ message: String, at range: Range<Int>, advice: String? = nil, fix: Fix? = nil) {
        self.kind = kind
        self.message = message
        self.range = range
        self.advice = advice
        self.fix = fix
    }
}

/// A part of a Helm template whose result is not known.
package struct TemplateHole: Sendable, Equatable {
    /// Bytes of the file, braces included.
    package let range: Range<Int>
    /// What it stands in, in words: `expr of alert "X"`.
    package let place: String

    package init(range: Range<Int>, place: String) {
        self.range = range
        self.place = place
    }
}
