package import PromQL
package import YAML

/// Where alerts go: an alertmanager.yml, or an AlertmanagerConfig resource.
package struct AlertmanagerConfiguration: Sendable {
    /// What it is wrapped in.
    package enum Form: Sendable, Equatable {
        case plain
        /// An AlertmanagerConfig: the operator adds a matcher on its namespace to the routes and inhibitions.
        case resource(name: String?, namespace: String?)
        /// A value of a ConfigMap or a Secret, by its key.
        case embedded(name: String?, key: String)
        /// Part of the values of a Helm chart.
        case values
    }

    package let form: Form
    package let text: ManifestText
    /// Bytes of the file.
    package let fileRange: Range<Int>
    package let node: YAMLNode
    /// The route that every alert starts from.
    package var route: AlertRoute?
    package var receivers: [ManifestScalar] = []
    package var inhibitRules: [InhibitRule] = []
    /// Names of `time_intervals` and `mute_time_intervals`.
    package var timeIntervals: [ManifestScalar] = []

    package init(form: Form, text: ManifestText, fileRange: Range<Int>, node: YAMLNode) {
        self.form = form
        self.text = text
        self.fileRange = fileRange
        self.node = node
    }
}

/// A node of the tree of routes: an alert that matches goes to the first child that takes it, else to the receiver.
package struct AlertRoute: Sendable {
    /// `nil` means that of the parent.
    package var receiver: ManifestScalar?
    /// All must hold: those of `match`, `match_re` and `matchers` together.
    package var matchers: [LocatedMatcher] = []
    package var groupBy: [ManifestScalar] = []
    /// `continue`: siblings that follow are tried too.
    package var goesOn = false
    package var muteTimeIntervals: [ManifestScalar] = []
    package var activeTimeIntervals: [ManifestScalar] = []
    package var routes: [AlertRoute] = []
    /// Whether a matcher could not be read, so that it is not known what the route takes.
    package var isUnknown = false
    /// Bytes of the file.
    package let fileRange: Range<Int>
    package let node: YAMLNode

    package init(fileRange: Range<Int>, node: YAMLNode) {
        self.fileRange = fileRange
        self.node = node
    }
}

/// While an alert like the source fires, alerts like the target with equal labels are mute.
package struct InhibitRule: Sendable {
    package var name: ManifestScalar?
    package var source: [LocatedMatcher] = []
    package var target: [LocatedMatcher] = []
    package var equal: [ManifestScalar] = []
    /// Whether a matcher could not be read.
    package var isUnknown = false
    /// Bytes of the file.
    package let fileRange: Range<Int>
    package let node: YAMLNode

    package init(fileRange: Range<Int>, node: YAMLNode) {
        self.fileRange = fileRange
        self.node = node
    }
}

/// A condition on a label of alerts, and where it stands.
package struct LocatedMatcher: Sendable {
    package let matcher: Matcher
    /// Bytes of the file.
    package let fileRange: Range<Int>

    package init(_ matcher: Matcher, fileRange: Range<Int>) {
        self.matcher = matcher
        self.fileRange = fileRange
    }
}
