import Manifests
import PromQL
import Regex
package import YAML
import Spelling

/// Why a setting cannot be used, and where it stands.
package struct SettingsError: Error, Sendable, Equatable {
    package let message: String
    /// Bytes of the configuration.
    package let range: Range<Int>

    package init(_ message: String, at range: Range<Int>) {
        self.message = message
        self.range = range
    }
}

/// Reads the `lint` section of `.cardscan.yaml`: every key must be known, and every value make sense.
package struct SettingsReader {
    package enum Key: String, CaseIterable {
        case profile, enable, disable, severity, paths, owners
        case requiredLabels = "required_labels"
        case requiredAnnotations = "required_annotations"
        case prometheusVersion = "prometheus_version"
        case features, dialect, alertmanager
        case expectAbsent = "expect_absent"
        case maxOutputSeries = "max_output_series"
        case maxGroupSeriesPerHour = "max_group_series_per_hour"
        case maxAlertSeries = "max_alert_series"
        case failOn = "fail_on"
        case minSeverity = "min_severity"
    }

    package enum PathKey: String, CaseIterable { case match, disable, severity, owner }
    package enum OwnerKey: String, CaseIterable { case disable, severity }
    package enum RequirementKey: String, CaseIterable { case name, matches, values, rules, named }

    private let checks: [String]

    /// `checks` are the names there are, for patterns that match none.
    package init(checks: [String]) { self.checks = checks }

    package func read(_ node: YAMLNode, into settings: inout LintSettings) throws(SettingsError) {
        var version = settings.language.version
        var features = settings.language.features
        for (key, value) in try entries(node, Key.self, "lint") {
            switch key {
            case .profile: settings.selection.profile = try choice(value)
            case .enable: settings.selection.enabled = try globs(value)
            case .disable: settings.selection.disabled = try globs(value)
            case .severity: settings.selection.severities = try severities(value)
            case .paths: settings.paths = try paths(value)
            case .owners: settings.owners = try owners(value)
            case .requiredLabels: settings.requiredLabels = try requirements(value)
            case .requiredAnnotations: settings.requiredAnnotations = try requirements(value)
            case .prometheusVersion:
                guard let parsed = Version(try text(value)) else {
                    throw SettingsError("expected a version of Prometheus such as 3.5", at: value.range)
                }
                version = parsed
            case .features:
                features = []
                for item in try list(value) {
                    if try text(item) == "all" {
                        features = Set(Language.Feature.allCases)
                    } else {
                        features.insert(try choice(item))
                    }
                }
            case .dialect: settings.dialect = try choice(value)
            case .alertmanager:
                settings.alertmanagerPaths = []
                for item in try list(value) { settings.alertmanagerPaths.append(try text(item)) }
            case .expectAbsent:
                for item in try list(value) { settings.data.expectedAbsent.append(NamePattern(try text(item))) }
            case .maxOutputSeries: settings.data.outputBudget = try count(value)
            case .maxGroupSeriesPerHour: settings.data.groupBudget = try count(value)
            case .maxAlertSeries: settings.data.alertBudget = try count(value)
            case .failOn: settings.failOn = try text(value) == "never" ? nil : try choice(value, or: ["never"])
            case .minSeverity: settings.minSeverity = try choice(value)
            }
        }
        settings.language = Language(version: version, features: features)
    }

    private func paths(_ node: YAMLNode) throws(SettingsError) -> [PathSettings] {
        var all: [PathSettings] = []
        for item in try list(node) {
            var path: PathSettings?
            var owner: String?
            var scoped = ScopedSettings()
            for (key, value) in try entries(item, PathKey.self, "paths") {
                switch key {
                case .match: path = PathSettings(match: NamePattern(try text(value)))
                case .disable: scoped.disabled = try globs(value)
                case .severity: scoped.severities = try severities(value)
                case .owner: owner = try text(value)
                }
            }
            guard var path else {
                throw SettingsError("lacks 'match', a pattern of paths such as vendor/**", at: item.range)
            }
            path.owner = owner
            path.settings = scoped
            all.append(path)
        }
        return all
    }

    private func owners(_ node: YAMLNode) throws(SettingsError) -> [String: ScopedSettings] {
        guard let mapping = node.mapping else {
            throw SettingsError("expected owners and their settings", at: node.range)
        }
        var owners: [String: ScopedSettings] = [:]
        for entry in mapping.entries {
            var scoped = ScopedSettings()
            for (key, value) in try entries(entry.value, OwnerKey.self, entry.name) {
                switch key {
                case .disable: scoped.disabled = try globs(value)
                case .severity: scoped.severities = try severities(value)
                }
            }
            owners[entry.name] = scoped
        }
        return owners
    }

    private func requirements(_ node: YAMLNode) throws(SettingsError) -> [Requirement] {
        var all: [Requirement] = []
        for item in try list(node) {
            if let name = item.scalar?.value {
                all.append(Requirement(name: name))
                continue
            }
            var requirement = Requirement(name: "")
            for (key, value) in try entries(item, RequirementKey.self, "a requirement") {
                switch key {
                case .name: requirement.name = try text(value)
                case .matches: requirement.matcher = try matcher(value)
                case .values: for item in try list(value) { requirement.values.append(try text(item)) }
                case .rules: requirement.kind = try choice(value)
                case .named: requirement.named = NamePattern(check: try text(value))
                }
            }
            if requirement.name.isEmpty { throw SettingsError("lacks 'name'", at: item.range) }
            all.append(requirement)
        }
        return all
    }

    private func matcher(_ node: YAMLNode) throws(SettingsError) -> Matcher {
        let pattern = try text(node)
        do {
            return try Matcher(name: "value", type: .regex, value: pattern)
        } catch {
            throw SettingsError("`\(pattern)` is no RE2 expression: \(error.message)", at: node.range)
        }
    }

    private func severities(_ node: YAMLNode) throws(SettingsError) -> [SeverityRule] {
        guard let mapping = node.mapping else {
            throw SettingsError("expected checks and severities, such as 'alert/*: info'", at: node.range)
        }
        var rules: [SeverityRule] = []
        for entry in mapping.entries {
            rules.append(SeverityRule(try glob(entry.key), try choice(entry.value)))
        }
        return rules
    }

    private func globs(_ node: YAMLNode) throws(SettingsError) -> [NamePattern] {
        var globs: [NamePattern] = []
        for item in try list(node) { globs.append(try glob(item)) }
        return globs
    }

    private func glob(_ node: YAMLNode) throws(SettingsError) -> NamePattern {
        let glob = NamePattern(check: try text(node))
        guard !checks.contains(where: glob.matches(_:)) else { return glob }
        throw SettingsError(
            "there is no check '\(glob.pattern)'; \(Spelling.advice(for: glob.pattern, among: checks))", at: node.range)
    }
}

/// Values of any section.
extension SettingsReader {
    private func entries<Name: RawRepresentable<String> & CaseIterable>(
        _ node: YAMLNode, _: Name.Type, _ place: String
    ) throws(SettingsError) -> [(Name, YAMLNode)] {
        let names = Name.allCases.map(\.rawValue)
        guard let mapping = node.mapping else {
            throw SettingsError("expected keys and values; known are \(names.joined(separator: ", "))", at: node.range)
        }
        var entries: [(Name, YAMLNode)] = []
        for entry in mapping.entries {
            guard let name = Name(rawValue: entry.name) else {
                throw SettingsError(
                    "there is no key '\(entry.name)' in \(place); \(Spelling.advice(for: entry.name, among: names))",
                    at: entry.key.range)
            }
            entries.append((name, entry.value))
        }
        return entries
    }

    private func text(_ node: YAMLNode) throws(SettingsError) -> String {
        guard let scalar = node.scalar, !scalar.value.isEmpty else {
            throw SettingsError("expected a single value", at: node.range)
        }
        return scalar.value
    }

    private func count(_ node: YAMLNode) throws(SettingsError) -> Int {
        guard let count = Int(try text(node)), count >= 0 else {
            throw SettingsError("expected a number of series such as 10000", at: node.range)
        }
        return count
    }

    /// A list, or the one element of it.
    private func list(_ node: YAMLNode) throws(SettingsError) -> [YAMLNode] {
        if let nodes = node.sequence { return nodes }
        guard node.mapping == nil else { throw SettingsError("expected a list", at: node.range) }
        return [node]
    }

    private func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ node: YAMLNode, or others: [String] = []
    ) throws(SettingsError) -> Choice {
        let value = try text(node)
        if let choice = Choice(rawValue: value) { return choice }
        let names = Choice.allCases.map(\.rawValue) + others
        throw SettingsError("expected \(names.joined(separator: ", ")), not '\(value)'", at: node.range)
    }
}
