import ArgumentParser
import Lint
import Manifests
import YAML
import Spelling

/// A file that holds settings of lint and nothing else, such as those of `rules/policy`: `--profile FILE`.
enum ProfileFile {
    /// Bytes; it is written by hand.
    private static let sizeLimit = 65_536

    /// What the file says outranks what the settings had.
    static func read(_ path: String, into settings: inout LintSettings) throws {
        let names = CheckProfile.allCases.map(\.rawValue)
        guard path.contains("/") || path.hasSuffix(".yaml") || path.hasSuffix(".yml") else {
            let advice = Spelling.advice(for: path, among: names)
            throw ValidationError("--profile: there is no profile '\(path)', nor is that a .yaml file; \(advice)")
        }
        let source = try InputText.read(path, limit: sizeLimit)
        do throws(SettingsError) {
            let stream = YAMLStream(parsing: source, limits: YAMLLimits(nodes: 20_000, depth: 16))
            if let error = stream.error { throw SettingsError(error.message, at: error.range) }
            guard let root = stream.documents.first?.root else { return }
            try SettingsReader(checks: Checks.names).read(root, into: &settings)
        } catch {
            InputText.report(error.message, at: error.range.lowerBound, in: source, path)
            throw ExitStatus.failure
        }
    }
}
