package import Manifests
package import PromQL

/// What a run of lint is asked to do, apart from where to look: the `lint` section of `.cardscan.yaml` and, outranking
/// it, the command line.
package struct LintSettings: Sendable {
    package var language = Language.standard
    package var dialect = Dialect.prometheus
    package var selection = CheckSelection()
    /// What holds for some files only. Later ones outrank earlier ones.
    package var paths: [PathSettings] = []
    /// What holds for the files of an owner, by its name.
    package var owners: [String: ScopedSettings] = [:]
    /// Labels that every rule must have, for `policy/required-labels`.
    package var requiredLabels: [Requirement] = []
    /// Annotations that every alert must have, for `policy/required-annotations`.
    package var requiredAnnotations: [Requirement] = []
    /// Configurations of Alertmanager that alerts are routed by.
    package var alertmanagerPaths: [String] = []
    /// What is expected of series: `--data`.
    package var data = DataSettings()
    /// Findings below this are left out.
    package var minSeverity = Severity.info
    /// Findings of this and above end a run with status 1; `nil` for none.
    package var failOn: Severity? = .warning
    /// `YYYY-MM-DD` in UTC, for suppressions that end.
    package var today = "1970-01-01"

    package init() {}
}

/// What is expected of the series that rules are checked against.
package struct DataSettings: Sendable, Equatable {
    /// Metrics that need not be there.
    package var expectedAbsent: [NamePattern] = []
    /// The most series that a recording rule may write.
    package var outputBudget = 10_000
    /// The most label sets that an alert may fire for.
    package var alertBudget = 1_000
    /// The most series that a group may read in an hour, those of each evaluation counted anew.
    package var groupBudget = 500_000_000

    package init() {}
}

/// Which checks run, and how severe what they find is.
package struct CheckSelection: Sendable, Equatable {
    package var profile = CheckProfile.default
    /// Checks that run alone, whatever the profile says; empty for the profile's.
    package var only: [NamePattern] = []
    /// Checks that run besides the profile's.
    package var enabled: [NamePattern] = []
    /// Checks that do not run; these outrank all others.
    package var disabled: [NamePattern] = []
    package var severities: [SeverityRule] = []

    package init() {}

    package func includes(_ check: CheckInfo) -> Bool {
        if disabled.contains(where: { $0.matches(check.name) }) { return false }
        if !only.isEmpty { return only.contains { $0.matches(check.name) } }
        return profile.includes(check) || enabled.contains { $0.matches(check.name) }
    }
}

/// A set of checks with a name.
package enum CheckProfile: String, Sendable, CaseIterable {
    /// What is right wherever Prometheus runs.
    case `default`
    /// Also the opinions that warn.
    case strict
    /// Every check.
    case all

    package func includes(_ check: CheckInfo) -> Bool {
        switch self {
        case .default: check.isDefault
        case .strict: check.isDefault || check.severity >= .warning
        case .all: true
        }
    }
}

/// What findings of some checks count as.
package struct SeverityRule: Sendable, Equatable {
    package let checks: NamePattern
    package let severity: Severity

    package init(_ checks: NamePattern, _ severity: Severity) {
        self.checks = checks
        self.severity = severity
    }
}

/// Deviations for some files.
package struct ScopedSettings: Sendable, Equatable {
    package var disabled: [NamePattern] = []
    package var severities: [SeverityRule] = []

    package init() {}
}

/// Deviations for the files a pattern matches, and whose files these are.
package struct PathSettings: Sendable, Equatable {
    package var match: NamePattern
    package var owner: String?
    package var settings = ScopedSettings()

    package init(match: NamePattern) { self.match = match }
}

/// A label or annotation that rules must have.
package struct Requirement: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case alerting, recording
    }

    package var name: String
    /// What the whole value has to match; `nil` for any value but the empty one.
    package var matcher: Matcher?
    /// Rules it is required of; `nil` for alerts.
    package var kind: Kind?
    /// Names of the rules it is required of; `nil` for all.
    package var named: NamePattern?
    /// Values it may have; empty for any.
    package var values: [String] = []

    package init(name: String) { self.name = name }
}
