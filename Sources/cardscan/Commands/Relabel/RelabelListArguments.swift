import ArgumentParser
import Manifests
import Relabel
import YAML

extension NameScheme: Choice {}

extension RelabelLanguage: Choice {
    /// vmagent's rules have gone by the name of vmalert, whose rule files they come with.
    init(parsing text: String) throws(ArgumentProblem) {
        guard let language = Self(rawValue: text == "vmalert" ? "vmagent" : text) else {
            throw Self.problem(with: text)
        }
        self = language
    }
}

/// The program that rules are for.
struct RelabelDialectArguments: ParsableArguments {
    @Option(
        help: .choice(RelabelLanguage.self, " (default: told by the list)", valueName: "name"),
        completion: RelabelLanguage.completion, transform: RelabelLanguage.init(parsing:))
    var dialect: RelabelLanguage?
}

/// Where the rules are that a command of `cardscan relabel` works with.
struct RelabelListArguments: ParsableArguments {
    @Argument(
        help: ArgumentHelp("The file with the rules; - for standard input.", valueName: "file"), completion: .file(),
        transform: GivenText.parse)
    var file: String

    @Option(
        help: ArgumentHelp("The rules of this job, where the file has several.", valueName: "name"),
        transform: GivenText.parse)
    var job: String?

    @Option(
        help: ArgumentHelp("Which list: its number, its key, or part of its owner.", valueName: "list"),
        transform: GivenText.parse)
    var list: String?

    @Option(
        name: .customLong("name-validation-scheme"),
        help: .choice(NameScheme.self, " (default: the file's, or utf8)", valueName: "scheme"),
        completion: NameScheme.completion, transform: NameScheme.init(parsing:))
    var scheme: NameScheme?

    @OptionGroup var writtenFor: RelabelDialectArguments

    var dialect: RelabelLanguage? { writtenFor.dialect }

    /// The one list that is meant, compiled; what stands in the way is reported.
    func read() throws -> ChosenRelabelList {
        let content = try RelabelFile.read(file, dialect)
        do throws(ArgumentProblem) {
            return try ChosenRelabelList(
                from: content, RelabelListChoice(job: job, list: list), scheme: scheme)
        } catch {
            StandardError.error(error.description)
            throw ExitStatus.failure
        }
    }
}

/// Reads files for their relabelling rules.
enum RelabelFile {
    static func read(_ path: String, _ language: RelabelLanguage?) throws -> ManifestFile {
        let name = path == "-" ? "standard input" : path
        let source = try InputText.read(path, limit: YAMLLimits().bytes)
        var options = ManifestOptions()
        options.takesBareRules = true
        options.relabelLanguage = language
        return ManifestReader(options: options).read(path: name, source: source)
    }
}
