import Lint
import Manifests
import YAML

/// What fixes would change, for eyes and for `git apply`.
struct FixDiff {
    private let files: [(path: String, diff: UnifiedDiff)]

    init(_ result: Fixer.Result, _ project: Project) {
        let originals = Dictionary(
            project.files.map { ($0.path, $0.text.source.bytes) }, uniquingKeysWith: { one, _ in one })
        files = result.changed.compactMap { path, bytes in
            let diff = UnifiedDiff(from: originals[path] ?? [], to: bytes)
            return diff.hunks.isEmpty ? nil : (path, diff)
        }
    }

    var isEmpty: Bool { files.isEmpty }

    /// On a terminal lines are escaped; into a file or a pipe they go as they are, so that the result can be applied.
    func write(_ settings: FindingSettings, to writer: inout ByteWriter) {
        for (path, diff) in files {
            let name = Escaper.show(path)
            write(StyledText("--- a/\(name)", .strong), settings, to: &writer)
            write(StyledText("+++ b/\(name)", .strong), settings, to: &writer)
            for hunk in diff.hunks {
                write(StyledText(hunk.header, .heading), settings, to: &writer)
                for line in hunk.lines { write(line, settings, to: &writer) }
            }
        }
    }

    private func write(_ line: StyledText, _ settings: FindingSettings, to writer: inout ByteWriter) {
        writer.write(line.rendered(inColor: settings.usesColor) + "\n")
    }

    private func write(_ line: UnifiedDiff.Line, _ settings: FindingSettings, to writer: inout ByteWriter) {
        let mark = String(line.kind.rawValue)
        if settings.usesColor {
            var text = line.text
            while let last = text.last, last == 0x0a || last == 0x0d { text.removeLast() }
            let shown = text.withUnsafeBytes { Escaper.show($0, in: .notation) }
            let style: Style = line.kind == .added ? .good : line.kind == .removed ? .alarm : .plain
            write(StyledText(mark + shown, style), settings, to: &writer)
            return
        }
        writer.write(mark)
        line.text.withUnsafeBytes { writer.write($0) }
        if line.text.last != 0x0a { writer.write("\n\\ No newline at end of file\n") }
    }
}
