import Testing
import YAML

@testable import Manifests

/// A file that is read from a text of a test.
func read(_ text: String, path: String = "file.yml", dialect: Dialect = .prometheus) -> ManifestFile {
    var options = ManifestOptions()
    options.dialect = dialect
    return ManifestReader(options: options).read(path: path, source: SourceText(text))
}

extension ManifestFile {
    var relabelLists: [RelabelList] { contents.flatMap(\.relabelLists) }
    var dashboards: [Dashboard] { contents.compactMap { if case .dashboard(let found) = $0 { found } else { nil } } }

    /// The text of some bytes of the file.
    func slice(_ range: Range<Int>) -> String { text.source.text(range) }
}
