import ArgumentParser
import Manifests
import Relabel
import YAML

extension NameScheme: ExpressibleByArgument {}

extension RelabelLanguage: ExpressibleByArgument {
    /// vmagent's rules have gone by the name of vmalert, whose rule files they come with.
    public init?(argument: String) { self.init(rawValue: argument == "vmalert" ? "vmagent" : argument) }
}

/// Where the rules are that a command of `cardscan relabel` works with.
struct RelabelListArguments: ParsableArguments {
    @Argument(
        help: ArgumentHelp("The file with the rules; - for standard input.", valueName: "file"), completion: .file())
    var file: String

    @Option(help: ArgumentHelp("The rules of this job, where the file has several.", valueName: "name"))
    var job: String?

    @Option(
        help: ArgumentHelp(
            "Which list: its number in the file, its key such as metric_relabel_configs, or part of its owner's name.",
            valueName: "list"))
    var list: String?

    @Option(
        name: .customLong("name-validation-scheme"),
        help: ArgumentHelp(
            "Which label names are valid: utf8 or legacy. (default: what the file says, or utf8)", valueName: "scheme"))
    var scheme: NameScheme?

    @Option(
        help: ArgumentHelp(
            "Whose rules: prometheus or vmagent. (default: vmagent's where a list that stands alone shows it)",
            valueName: "name"))
    var dialect: RelabelLanguage?

    func validate() throws {
        for (name, value) in [("file", file), ("--job", job ?? "x"), ("--list", list ?? "x")] where value.isEmpty {
            throw ValidationError("\(name) must not be empty")
        }
    }

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
        let source = try source(of: path, limit: YAMLLimits().bytes)
        var options = ManifestOptions()
        options.takesBareRules = true
        options.relabelLanguage = language
        return ManifestReader(options: options).read(path: name, source: source)
    }

    /// The text of a file, or of standard input for `-`; what stands in the way is reported.
    static func source(of path: String, limit: Int) throws -> SourceText {
        do throws(DiscoveryError) {
            return SourceText(
                path == "-"
                    ? try FileBytes.readStandardInput(name: "standard input", limit: limit)
                    : try FileBytes.read(path: path, limit: limit))
        } catch {
            StandardError.error("\(Escaper.show(error.path)): cannot be read: \(error.reason)")
            throw ExitStatus.failure
        }
    }
}
