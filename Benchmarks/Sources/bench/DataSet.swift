import Glibc

/// Generated data in the scratch directory, made when it is first asked for and kept for later runs.
struct DataSet: Sendable {
    /// Raised when the generator writes other data for the same arguments.
    static let revision = "r2"

    /// Names the directory, and so must tell all that the arguments tell.
    let name: String
    /// One command line of `generate` for each part, without `-o`.
    let parts: [[String]]

    static func block(series: Int) -> DataSet {
        DataSet(name: "block-\(series)", parts: [["block", "--series", "\(series)"]])
    }

    static func uppercase(series: Int, share: String) -> DataSet {
        DataSet(
            name: "block-\(series)-uppercase-\(share)",
            parts: [["block", "--series", "\(series)", "--uppercase-share", share]])
    }

    /// Two blocks that overlap by an hour and share half of their series.
    static func union(series: Int) -> DataSet {
        DataSet(
            name: "union-\(series)",
            parts: [
                ["block", "--series", "\(series)"],
                ["block", "--series", "\(series)", "--overlap", "0.5", "--start", "1767610800000"],
            ])
    }

    static func head(series: Int, minutes: Int) -> DataSet {
        DataSet(
            name: "wal-\(series)-\(minutes)m",
            parts: [["wal", "--series", "\(series)", "--minutes", "\(minutes)"]])
    }
}

/// A data set that is there.
struct GeneratedData: Sendable {
    let directory: String
    /// Directories of the blocks, in the order in which they were made.
    let blocks: [String]
    /// Series that the second block has in common with the first.
    let shared: Int
}

/// Where data sets are kept, and the generator that fills it.
struct Scratch: Sendable {
    let directory: String
    let generator: String
    /// Built beside the generator.
    var sender: String {
        (generator.split(separator: "/", omittingEmptySubsequences: false).dropLast() + ["send"]).joined(separator: "/")
    }

    func data(_ set: DataSet) throws(CommandError) -> GeneratedData {
        let path = "\(directory)/\(DataSet.revision)/\(set.name)"
        if access(path, F_OK) != 0 {
            let partial = path + ".partial"
            _ = try Measurement(["rm", "-rf", partial])
            _ = try Measurement(["mkdir", "-p", partial])
            for (number, part) in set.parts.enumerated() {
                log("generating \(set.name)\(set.parts.count > 1 ? ", part \(number + 1)" : "")")
                _ = try Measurement([generator] + part + ["-o", partial], output: notes(path, number))
            }
            guard rename(partial, path) == 0 else {
                throw CommandError(command: ["rename", partial], reason: String(cString: strerror(errno)))
            }
        }
        return try read(set, at: path)
    }

    /// What the generator printed, beside the data directory, which holds nothing but Prometheus' own files.
    private func notes(_ path: String, _ part: Int) -> String { "\(path)-\(part).txt" }

    /// The generator's notes say which blocks it made and what they share.
    private func read(_ set: DataSet, at path: String) throws(CommandError) -> GeneratedData {
        var blocks: [String] = []
        var shared = 0
        for number in set.parts.indices {
            for line in try lines(of: notes(path, number)) {
                if line.hasPrefix("shared: ") {
                    shared = Int(line.dropFirst("shared: ".count)) ?? 0
                } else if let name = line.split(separator: "/").last {
                    blocks.append("\(path)/\(name)")
                }
            }
        }
        return GeneratedData(directory: path, blocks: blocks, shared: shared)
    }
}

/// The lines of a small text file.
func lines(of path: String) throws(CommandError) -> [Substring] {
    guard let file = fopen(path, "r") else {
        throw CommandError(command: ["read", path], reason: String(cString: strerror(errno)))
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = getc(file), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
}

/// Progress goes to standard error, so that standard output has the result alone.
func log(_ message: String) {
    let line = Array((message + "\n").utf8)
    _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
}
