import Glibc
import Lint

/// Puts mended files in the place of what they were read from.
enum FixedFiles {
    /// Each file appears whole, with the permissions it had; the first that cannot be written ends the run.
    static func write(_ result: Fixer.Result) throws {
        for (path, bytes) in result.changed {
            do throws(OutputFile.Failure) {
                let out = try OutputFile.file(path, keepingModeOf: path)
                bytes.withUnsafeBytes { out.write($0) }
                try out.finish()
            } catch {
                throw error.reported()
            }
        }
    }
}
