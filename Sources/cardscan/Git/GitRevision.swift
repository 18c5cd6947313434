import Glibc
import Lint
import Manifests
import YAML

/// An earlier state of the repository that the working directory is in.
struct GitRevision {
    private let hash: String
    /// The repository's top directory.
    private let top: String
    /// What became of the files that differ, by path from the top.
    private let changes: [String: Change]

    private enum Change: Equatable { case added, modified, deleted }

    /// Asks git what changed since `revision`.
    init(_ revision: String) throws(ArgumentProblem) {
        guard let inside = ChildProcess.run("git", ["rev-parse", "--show-toplevel"]) else {
            throw ArgumentProblem("git could not be started")
        }
        guard inside.status == 0 else { throw ArgumentProblem("the working directory is in no git repository") }
        top = String(inside.text.prefix { $0 != "\n" })
        // An option among the revisions would be obeyed.
        let name = revision.hasPrefix("-") ? nil : revision
        let parsed = name.flatMap { ChildProcess.run("git", ["rev-parse", "--verify", "--quiet", $0 + "^{commit}"]) }
        guard let parsed, parsed.status == 0 else {
            throw ArgumentProblem("git knows no revision '\(Escaper.show(revision, columns: 60))'")
        }
        hash = String(parsed.text.prefix { $0 != "\n" })
        let arguments = ["-C", top, "diff", "--name-status", "-z", "--no-renames", "--no-ext-diff", hash]
        guard let listing = ChildProcess.run("git", arguments), listing.status == 0 else {
            throw ArgumentProblem("git could not tell what changed since \(Escaper.show(revision, columns: 60))")
        }
        var changes: [String: Change] = [:]
        let fields = listing.output.split(separator: 0, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        for index in stride(from: 0, to: fields.count - 1, by: 2) {
            let path = fields[index + 1]
            switch fields[index].first {
            case "A": changes[path] = .added
            case "D": changes[path] = .deleted
            default: changes[path] = .modified
            }
        }
        self.changes = changes
    }

    /// The lines of these files that differ. Files outside of the repository, or unknown to git, are all new.
    func changedLines(of paths: [String]) -> ChangedLines {
        var lines = ChangedLines()
        for path in Set(paths) {
            guard let name = name(of: path) else {
                lines.files[path] = .all
                continue
            }
            switch changes[name] {
            case .added, .deleted: lines.files[path] = .all
            case .modified:
                let arguments = [
                    "-C", top, "diff", "-U0", "--no-color", "--no-ext-diff", hash, "--", ":(literal)" + name,
                ]
                let diff = ChildProcess.run("git", arguments)
                lines.files[path] = diff.map { .some(ChangedLines.lines(ofDiff: $0.text)) } ?? .all
            case nil:
                let known = ChildProcess.run(
                    "git", ["-C", top, "ls-files", "--error-unmatch", "--", ":(literal)" + name])
                if known?.status != 0 { lines.files[path] = .all }
            }
        }
        return lines
    }

    /// The earlier content of those of these files that changed; nil for files that were not there.
    func earlier(_ path: String) -> Earlier {
        guard let name = name(of: path), let change = changes[name] else { return .same }
        return change == .added ? .absent : content(name)
    }

    enum Earlier {
        case same, absent
        case content([UInt8])
    }

    /// Files that are gone, by path from the working directory's repository, and what they held.
    func deleted(where isWanted: (String) -> Bool) -> [(path: String, bytes: [UInt8])] {
        changes.filter { $0.value == .deleted && isWanted($0.key) }.keys.sorted().compactMap { name in
            if case .content(let bytes) = content(name) { (name, bytes) } else { nil }
        }
    }

    /// The linted files as they were, with those of the linted directories that are gone.
    func project(before project: Project, paths: [String], reader: ManifestReader) -> Project {
        var files: [ManifestFile] = []
        for file in project.files {
            switch earlier(file.path) {
            case .same: files.append(file)
            case .absent: break
            case .content(let bytes): files.append(reader.read(path: file.path, source: SourceText(bytes)))
            }
        }
        let directories = paths.compactMap(name)
        let gone = deleted { path in
            directories.contains { $0.isEmpty || path.hasPrefix($0 + "/") }
                && [".yaml", ".yml", ".json", ".rules"].contains(where: path.hasSuffix)
        }
        files += gone.map { reader.read(path: $0.path, source: SourceText($0.bytes)) }
        return Project(files: files)
    }

    private func content(_ name: String) -> Earlier {
        let shown = ChildProcess.run("git", ["-C", top, "show", "\(hash):\(name)"])
        guard let shown, shown.status == 0 else { return .absent }
        return .content(shown.output)
    }

    /// A path as git names it; nil for what lies outside.
    private func name(of path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        let real = String(cString: resolved)
        if real == top { return "" }
        let prefix = top == "/" ? "/" : top + "/"
        return real.hasPrefix(prefix) ? String(real.dropFirst(prefix.count)) : nil
    }
}
