import Manifests
import YAML

/// Finds the lines that readers stand at.
struct ReaderNames {
    private let files: [String: ManifestText]

    init(_ files: [ManifestFile]) {
        self.files = Dictionary(files.map { ($0.path, $0.text) }, uniquingKeysWith: { first, _ in first })
    }

    func named(_ reader: UsageReader) -> NamedReader {
        NamedReader(
            owner: reader.owner, path: reader.path,
            line: reader.line ?? line(of: reader.fileRange, in: reader.path),
            through: reader.through)
    }

    func named(_ expression: UsageExpression) -> NamedReader {
        NamedReader(
            owner: expression.owner, path: expression.path,
            line: expression.line ?? line(of: expression.fileRange, in: expression.path))
    }

    func named(_ reader: UnknownReader) -> NamedReader {
        NamedReader(
            owner: "\(reader.owner): \(reader.reason)", path: reader.path,
            line: reader.line ?? line(of: reader.fileRange, in: reader.path))
    }

    func line(of range: Range<Int>, in path: String) -> Int {
        files[path]?.source.lineNumber(of: range.lowerBound) ?? 1
    }
}
