package import PromQL
package import YAML

/// What decides how a file is read.
package struct ManifestOptions: Sendable {
    package var language = Language.standard
    package var dialect = Dialect.prometheus

    package init() {}
}

/// Whose rule files are read: each program adds fields of its own. Raw values are those of `--dialect`.
package enum Dialect: String, Sendable, CaseIterable {
    case prometheus, thanos, mimir, vmalert
}

/// Recognises what a file is, by what it holds, and reads it.
package struct ManifestReader: Sendable {
    package let options: ManifestOptions

    package init(options: ManifestOptions = ManifestOptions()) { self.options = options }

    /// Never fails: what cannot be read is a fault of the file.
    package func read(path: String, source: SourceText) -> ManifestFile {
        ManifestFile(path: path, text: ManifestText(source))
    }
}
