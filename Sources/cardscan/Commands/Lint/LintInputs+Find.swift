import Glibc
import Manifests

extension LintInputs {
    private static let extensions = [".yaml", ".yml", ".json", ".rules"]
    private static let depthLimit = 64

    /// Reads the files that paths stand for: themselves, or what directories hold.
    static func find(
        _ paths: [String], standardInputName: String, reader: ManifestReader, threads: Int
    ) throws -> LintInputs {
        var files: [String] = []
        var failures: [(path: String, reason: String)] = []
        for path in paths { walk(path, depth: 0, &files, &failures) }
        var seen: Set<String> = []
        var inputs = read(
            files.filter { seen.insert($0).inserted }, standardInputName: standardInputName, reader: reader,
            threads: threads)
        inputs.failures = failures + inputs.failures
        return inputs
    }

    private static func walk(
        _ path: String, depth: Int, _ files: inout [String], _ failures: inout [(path: String, reason: String)]
    ) {
        var status = stat()
        guard path != "-", stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            files.append(path)
            return
        }
        guard let directory = opendir(path) else {
            failures.append((path, String(cString: strerror(errno))))
            return
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        for name in names.sorted() {
            let child = path.hasSuffix("/") ? path + name : path + "/" + name
            var status = stat()
            guard lstat(child, &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR {
                if depth < depthLimit { walk(child, depth: depth + 1, &files, &failures) }
            } else if extensions.contains(where: name.hasSuffix) {
                files.append(child)
            }
        }
    }
}
