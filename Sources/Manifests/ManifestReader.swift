package import PromQL
package import Relabel
package import YAML

/// What decides how a file is read.
package struct ManifestOptions: Sendable {
    package var language = Language.standard
    package var dialect = Dialect.prometheus
    package var limits = YAMLLimits()
    /// Which label names relabelling rules may set.
    package var nameScheme = NameScheme.utf8
    /// Whose relabelling rules there are; nil where a list that stands alone shows by what it holds.
    package var relabelLanguage: RelabelLanguage?
    /// Whether a list that nothing else is known of, and a file that holds nothing, is a list of relabelling rules: who
    /// names a file to a command that wants rules says what it is.
    package var takesBareRules = false
    /// Whether a file may be a query log.
    package var takesQueryLogs = false
    /// Threads that may read the parts of one file.
    package var threads = 1

    package init() {}

    /// Of rules within a configuration. A list that stands alone may be vmagent's all the same.
    var configuredLanguage: RelabelLanguage { relabelLanguage ?? (dialect == .vmalert ? .vmagent : .prometheus) }
}

/// Whose rule files are read: each program adds fields of its own. Raw values are those of `--dialect`.
package enum Dialect: String, Sendable, CaseIterable {
    case prometheus, thanos, mimir, vmalert

    /// Whether it reads the first document of a rule file alone.
    var readsOneDocument: Bool { self == .prometheus || self == .thanos }
}

/// Recognises what a file is, by what it holds, and reads it.
package struct ManifestReader: Sendable {
    package let options: ManifestOptions

    package init(options: ManifestOptions = ManifestOptions()) { self.options = options }

    /// Never fails: what cannot be read is a fault of the file.
    package func read(path: String, source: SourceText) -> ManifestFile {
        if AlloyReader.isAlloy(path) { return AlloyReader.read(path: path, source: source, options: options) }
        let file = readDocuments(path: path, source: source)
        return options.takesBareRules ? takingBareRules(file, source) : file
    }

    private func readDocuments(path: String, source: SourceText) -> ManifestFile {
        let text = ManifestText(source)
        var file = ManifestFile(path: path, text: text)
        guard source.bytes.count <= options.limits.bytes, let template = HelmTemplate(source.bytes) else {
            read(YAMLStream(parsing: source, limits: options.limits), text, into: &file)
            return file
        }
        let masked = ManifestText(template, parent: text)
        let stream = YAMLStream(parsing: masked.source, limits: options.limits)
        if stream.errors.contains(where: { $0.kind != .duplicateKey }) {
            // What Helm makes of it may well be right.
            file.holes = [
                TemplateHole(range: 0..<min(2, source.bytes.count), place: "the file: it is not YAML without Helm")
            ]
            return file
        }
        read(stream, masked, into: &file)
        let places = HolePlaces(file.contents)
        file.holes = template.holes.map { TemplateHole(range: $0, place: places.words(for: $0)) }
        return file
    }

    private func read(_ stream: YAMLStream, _ text: ManifestText, into file: inout ManifestFile) {
        var documents = DocumentReader(options: options)
        documents.read(stream, text: text)
        file.contents = documents.contents
        file.faults = documents.faults.sorted { $0.range.lowerBound < $1.range.lowerBound }
        file.shapes = documents.shapes
    }
}
