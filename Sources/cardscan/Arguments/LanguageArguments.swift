import ArgumentParser
import Lint
import PromQL
import Spelling

/// Which Prometheus an expression is for.
struct LanguageArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp("Prometheus that runs it: 3, 3.5, 2.54. (default: 3)", valueName: "version"),
        transform: VersionArgument.init(parsing:))
    var prometheusVersion: VersionArgument?

    @Option(
        help: ArgumentHelp("Feature flags of PromQL that are on, or all.", valueName: "name"),
        completion: .list(FeatureArgument.names), transform: FeatureArgument.init(parsing:))
    var enableFeature: [FeatureArgument] = []

    /// What was asked for, over what a configuration says.
    func language(over base: Language = Language(version: .latest, features: [])) -> Language {
        Language(
            version: prometheusVersion?.version ?? base.version,
            features: enableFeature.reduce(base.features) { $0.union($1.features) })
    }
}

/// A version as people name it. A major version alone is its latest release.
struct VersionArgument {
    let version: Version

    init(parsing text: String) throws(ArgumentProblem) {
        switch text {
        case "3": version = .latest
        case "2": version = .latest2
        default:
            guard let version = Version(text), version.major >= 2 else {
                throw ArgumentProblem("expected a version from 2.0 on, such as 3, 3.5 or 2.54")
            }
            self.version = version
        }
    }
}

/// Names of feature flags, commas apart.
struct FeatureArgument {
    let features: Set<Language.Feature>

    static let names = ["all"] + Language.Feature.allCases.map(\.rawValue)

    init(parsing text: String) throws(ArgumentProblem) {
        var features: Set<Language.Feature> = []
        for name in try NameList(parsing: text).names {
            if name == "all" {
                features.formUnion(Language.Feature.allCases)
            } else if let feature = Language.Feature(rawValue: name) {
                features.insert(feature)
            } else {
                let name = Escaper.show(name, columns: 60)
                throw ArgumentProblem(
                    "there is no feature '\(name)'; \(Spelling.advice(for: name, among: Self.names))")
            }
        }
        self.features = features
    }
}
