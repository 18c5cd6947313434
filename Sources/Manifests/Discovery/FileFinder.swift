import Glibc

/// Finds the files that a user names by paths, directories and patterns.
package struct FileFinder {
    /// The files in the order of the arguments and, within a directory, of names; each once.
    package private(set) var files: [FoundFile] = []
    /// What could not be found or listed; the rest is there all the same.
    package private(set) var errors: [DiscoveryError] = []
    private var seen: Set<String> = []
    /// Directories that are being walked through, by device and number: a link may lead back to one.
    private var open: [(device: UInt, number: UInt)] = []

    private static let extensions = [".yaml", ".yml", ".json", ".rules", ".alloy"]
    private static let skipped: Set<String> = ["node_modules"]
    private static let deepest = 100

    /// - Parameter paths: Files, directories, patterns; `-` is standard input and left to the caller.
    package init(paths: [String]) {
        for path in paths { add(path) }
    }

    private mutating func add(_ path: String) {
        if path == "-" {
            files.append(FoundFile(path: path, isNamed: true))
            return
        }
        var status = stat()
        if stat(path, &status) == 0 {
            if status.st_mode & S_IFMT == S_IFDIR {
                walk(path, status) { name in Self.extensions.contains { name.hasSuffix($0) } }
            } else {
                found(path, isNamed: true)
            }
        } else if Glob.isPattern(path) {
            addMatches(of: path)
        } else {
            errors.append(DiscoveryError(path: path, reason: Self.reason()))
        }
    }

    private mutating func addMatches(of pattern: String) {
        let glob = Glob(pattern)
        let count = files.count
        var status = stat()
        guard stat(glob.base, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            errors.append(DiscoveryError(path: pattern, reason: "matches no file: there is no directory \(glob.base)"))
            return
        }
        let known = seen.count
        walk(glob.base, status) { glob.matches($0) }
        if files.count == count, seen.count == known {
            errors.append(DiscoveryError(path: pattern, reason: "matches no file"))
        }
    }

    private mutating func found(_ path: String, isNamed: Bool) {
        if seen.insert(path).inserted { files.append(FoundFile(path: path, isNamed: isNamed)) }
    }

    private mutating func walk(_ directory: String, _ status: stat, _ isWanted: (String) -> Bool) {
        let identity = (device: UInt(status.st_dev), number: UInt(status.st_ino))
        guard !open.contains(where: { $0 == identity }) else { return }
        guard open.count < Self.deepest else {
            errors.append(DiscoveryError(path: directory, reason: "is more than \(Self.deepest) directories deep"))
            return
        }
        guard let names = Self.names(in: directory) else {
            errors.append(DiscoveryError(path: directory, reason: Self.reason()))
            return
        }
        open.append(identity)
        defer { open.removeLast() }
        for name in names where !name.hasPrefix(".") && !Self.skipped.contains(name) {
            let path = directory == "." ? name : directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
            var status = stat()
            // A link that leads nowhere is none of ours.
            guard stat(path, &status) == 0 else { continue }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: walk(path, status, isWanted)
            case S_IFREG: if isWanted(path) { found(path, isNamed: false) }
            default: break
            }
        }
    }

    private static func names(in directory: String) -> [String]? {
        guard let stream = opendir(directory) else { return nil }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static func reason() -> String { FileBytes.reason(errno) }
}
