import Lint
import Manifests
import YAML

/// A baseline on disk.
enum BaselineFile {
    static func read(_ path: String) throws -> Baseline {
        let source = try InputText.read(path, limit: 64 << 20)
        do throws(SettingsError) {
            return try Baseline(parsing: source)
        } catch {
            InputText.report(error.message, at: error.range.lowerBound, in: source, path)
            throw ExitStatus.failure
        }
    }

    /// One line a finding, in an order that does not depend on the run: it is made to be compared and committed.
    static func write(_ baseline: Baseline, to path: String) throws {
        do throws(OutputFile.Failure) {
            let out = try OutputFile.file(path)
            var json = JSONWriter(ByteWriter(to: out))
            json.object { json in
                json.member("schema_version", 1)
                json.array("findings") { json in
                    for entry in baseline.entries {
                        json.object { json in
                            json.member("check", entry.key.check)
                            json.member("file", entry.key.file)
                            json.member("rule", entry.key.rule)
                            json.member("excerpt", entry.key.excerpt)
                            json.member("count", entry.count)
                        }
                    }
                }
            }
            var writer = json.finish()
            writer.flush()
            try out.finish()
        } catch {
            throw error.reported()
        }
    }
}
