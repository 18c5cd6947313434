import ArgumentParser
import Lint
import Manifests
import PromQL
import Spelling

extension Severity: Choice {}
extension Dialect: Choice {}

/// The least severe findings that make a run fail.
enum FailureThreshold: String, Choice {
    case error, warning, info, never

    var severity: Severity? { Severity(rawValue: rawValue) }
}

/// Which checks run, and as what expressions are checked.
struct CheckArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp("These checks alone; patterns, such as 'alert/*', too.", valueName: "check,..."),
        transform: NameList.init(parsing:))
    var select: [NameList] = []

    /// `--select` by another name.
    @Option(
        help: ArgumentHelp("These checks alone.", valueName: "check,...", visibility: .hidden),
        transform: NameList.init(parsing:))
    var check: [NameList] = []

    @Option(
        help: ArgumentHelp("Leave these checks out.", valueName: "check,..."), transform: NameList.init(parsing:))
    var ignore: [NameList] = []

    @Option(
        help: ArgumentHelp("default, strict, all, or a file of settings of lint.", valueName: "name|file"),
        completion: .file(), transform: GivenText.parse)
    var profile: String?

    @Option(
        help: .choice(Severity.self, " Leave out findings below.", valueName: "level"),
        completion: Severity.completion, transform: Severity.init(parsing:))
    var minSeverity: Severity?

    @Option(
        help: .choice(FailureThreshold.self, " (default: warning)", valueName: "level"),
        completion: FailureThreshold.completion, transform: FailureThreshold.init(parsing:))
    var failOn: FailureThreshold?

    @Option(
        help: .choice(Dialect.self, " (default: prometheus)", valueName: "name"), completion: Dialect.completion,
        transform: Dialect.init(parsing:))
    var dialect: Dialect?

    @OptionGroup var language: LanguageArguments

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
        settings.selection.only = try Self.globs(select, "--select") + Self.globs(check, "--check")
        settings.selection.disabled += try Self.globs(ignore, "--ignore")
        settings.minSeverity = minSeverity ?? settings.minSeverity
        if let failOn { settings.failOn = failOn.severity }
        settings.dialect = dialect ?? settings.dialect
        settings.language = language.language(over: settings.language)
        return settings
    }

    private static func globs(_ lists: [NameList], _ option: String) throws -> [NamePattern] {
        try lists.united.map { name in
            let glob = NamePattern(check: name)
            guard Checks.names.contains(where: glob.matches(_:)) else {
                let advice = Spelling.advice(for: name, among: Checks.names)
                throw ValidationError("\(option): there is no check '\(Escaper.show(name, columns: 60))'; \(advice)")
            }
            return glob
        }
    }
}

/// What is done with findings besides showing them.
struct FixArguments: ParsableArguments {
    @Flag(help: "Mend what can be mended without changing the meaning.") var fix = false
    @Flag(help: "Also mend what somebody has to look at.") var unsafeFixes = false
    @Flag(help: "Show what would be mended, and change nothing.") var diff = false

    @Option(
        help: ArgumentHelp("Leave out findings that are listed there.", valueName: "file"), completion: .file(),
        transform: GivenText.parse)
    var baseline: String?

    @Option(
        help: ArgumentHelp("List all findings there, for --baseline.", valueName: "file"), completion: .file(),
        transform: GivenText.parse)
    var writeBaseline: String?

    @Option(
        help: ArgumentHelp("Only findings on lines changed since a git revision.", valueName: "rev"),
        transform: GivenText.parse)
    var changedSince: String?

    /// The least safe fixes to apply; nil for none.
    var safety: FixSafety? { unsafeFixes ? .unsafe : fix || diff ? .safe : nil }

    func validate() throws {
        if safety != nil, changedSince != nil {
            throw ValidationError("--changed-since does not go with fixes: lines move")
        }
        if safety != nil, writeBaseline != nil { throw ValidationError("--write-baseline does not go with fixes") }
    }
}
