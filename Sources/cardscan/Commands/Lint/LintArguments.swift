import ArgumentParser
import Lint
import Manifests
import PromQL
import Spelling

extension Severity: ExpressibleByArgument {}
extension Dialect: ExpressibleByArgument {}

/// The least severe findings that make a run fail.
enum FailureThreshold: String, CaseIterable, ExpressibleByArgument {
    case error, warning, info, never

    var severity: Severity? { Severity(rawValue: rawValue) }
}

/// Which checks run, and as what expressions are checked.
struct CheckArguments: ParsableArguments {
    @Option(
        name: [.customLong("select"), .customLong("check")],
        help: ArgumentHelp("Run these checks alone; patterns such as 'alert/*' too.", valueName: "check,..."))
    var select: [String] = []

    @Option(help: ArgumentHelp("Leave these checks out.", valueName: "check,..."))
    var ignore: [String] = []

    @Option(
        help: ArgumentHelp(
            "default, strict (also opinions that warn), all, or a file with settings of lint.", valueName: "name|file"))
    var profile: String?

    @Option(help: ArgumentHelp("Leave out findings below error, warning or info.", valueName: "severity"))
    var minSeverity: Severity?

    @Option(
        help: ArgumentHelp(
            "Exit with 1 for findings of error, warning, info and above, or never. (default: warning)",
            valueName: "severity"))
    var failOn: FailureThreshold?

    @Option(help: ArgumentHelp("Whose rule files: prometheus, thanos, mimir or vmalert.", valueName: "name"))
    var dialect: Dialect?

    @Option(help: ArgumentHelp("Check expressions as this version reads them. (default: 3.14)", valueName: "version"))
    var prometheusVersion: String?

    @Option(help: ArgumentHelp("Feature flags that are on, or all.", valueName: "name,..."))
    var enableFeature: [String] = []

    /// The settings of the configuration with those of the command line over them.
    func settings(_ base: LintSettings) throws -> LintSettings {
        var settings = base
        if let profile {
            if let known = CheckProfile(rawValue: profile) {
                settings.selection.profile = known
            } else {
                try ProfileFile.read(profile, into: &settings)
            }
        }
        settings.selection.only = try Self.globs(select, "--select")
        settings.selection.disabled += try Self.globs(ignore, "--ignore")
        settings.minSeverity = minSeverity ?? settings.minSeverity
        if let failOn { settings.failOn = failOn.severity }
        settings.dialect = dialect ?? settings.dialect
        var version = settings.language.version
        if let text = prometheusVersion {
            guard let parsed = Version(text) else {
                throw ValidationError("--prometheus-version: expected a version such as 3.5")
            }
            version = parsed
        }
        var features = settings.language.features
        for name in SourceArguments.names(enableFeature) {
            if name == "all" {
                features = Set(Language.Feature.allCases)
            } else if let feature = Language.Feature(rawValue: name) {
                features.insert(feature)
            } else {
                let advice = Spelling.advice(for: name, among: Language.Feature.allCases.map(\.rawValue) + ["all"])
                throw ValidationError("--enable-feature: there is no feature '\(name)'; \(advice)")
            }
        }
        settings.language = Language(version: version, features: features)
        return settings
    }

    private static func globs(_ values: [String], _ option: String) throws -> [NamePattern] {
        try SourceArguments.names(values).map { name in
            let glob = NamePattern(check: name)
            guard Checks.names.contains(where: glob.matches(_:)) else {
                let advice = Spelling.advice(for: name, among: Checks.names)
                throw ValidationError("\(option): there is no check '\(name)'; \(advice)")
            }
            return glob
        }
    }
}

/// What is done with findings besides showing them.
struct FixArguments: ParsableArguments {
    @Flag(help: "Mend what can be mended without changing what was meant.") var fix = false
    @Flag(help: "Also mend what somebody has to look at.") var unsafeFixes = false
    @Flag(help: "Show what would be mended, and change nothing.") var diff = false

    @Option(
        help: ArgumentHelp("Leave out findings that are listed there.", valueName: "file"), completion: .file())
    var baseline: String?

    @Option(
        help: ArgumentHelp("List all findings there, for --baseline.", valueName: "file"), completion: .file())
    var writeBaseline: String?

    @Option(help: ArgumentHelp("Only findings on lines that differ from this git revision.", valueName: "revision"))
    var changedSince: String?

    /// The least safe fixes to apply; nil for none.
    var safety: FixSafety? { unsafeFixes ? .unsafe : fix || diff ? .safe : nil }

    func validate() throws {
        for (name, value) in [
            ("baseline", baseline), ("write-baseline", writeBaseline), ("changed-since", changedSince),
        ]
        where value?.isEmpty == true {
            throw ValidationError("--\(name) must not be empty")
        }
        if safety != nil, changedSince != nil {
            throw ValidationError("--changed-since does not go with fixes: lines move")
        }
        if safety != nil, writeBaseline != nil { throw ValidationError("--write-baseline does not go with fixes") }
    }
}
