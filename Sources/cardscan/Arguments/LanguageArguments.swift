import ArgumentParser
import PromQL

/// Which Prometheus an expression is for.
struct LanguageArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The Prometheus that will run it: 3 (the latest 3.x), 3.5, 2.54.", valueName: "version"),
        transform: VersionArgument.init(parsing:))
    var prometheusVersion: VersionArgument = VersionArgument(version: .latest)

    @Option(
        help: ArgumentHelp(
            "Flags it is started with, of those that change PromQL; 'all' for every one.", valueName: "name,..."))
    var enableFeature: [FeatureArgument] = []

    var language: Language {
        Language(version: prometheusVersion.version, features: enableFeature.reduce([]) { $0.union($1.features) })
    }
}

/// A version as people name it. A major version alone is its latest release.
struct VersionArgument: CustomStringConvertible {
    let version: Version

    init(version: Version) { self.version = version }

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

    var description: String { version == .latest ? "3" : version.description }
}

/// Names of feature flags, commas apart.
struct FeatureArgument: ExpressibleByArgument {
    let features: Set<Language.Feature>

    init?(argument: String) {
        var features: Set<Language.Feature> = []
        for name in argument.split(separator: ",") {
            if name == "all" {
                features.formUnion(Language.Feature.allCases)
            } else if let feature = Language.Feature(rawValue: String(name)) {
                features.insert(feature)
            } else {
                return nil
            }
        }
        guard !features.isEmpty else { return nil }
        self.features = features
    }

    static let allValueStrings = ["all"] + Language.Feature.allCases.map(\.rawValue)
}
