import Manifests
import YAML

/// The text of files that are named on the command line. What stands in the way is reported.
enum InputText {
    /// `-` is standard input. `limit` is in bytes.
    static func read(_ path: String, limit: Int) throws -> SourceText {
        do throws(DiscoveryError) {
            return SourceText(
                path == "-"
                    ? try FileBytes.readStandardInput(name: "standard input", limit: limit)
                    : try FileBytes.read(path: path, limit: limit))
        } catch {
            throw error.reported()
        }
    }

    /// Says what is wrong with a place of a text.
    static func report(_ message: String, at offset: Int, in source: SourceText, _ path: String) {
        let message = Escaper.show(message, columns: 1000, in: .notation)
        StandardError.error("\(Escaper.show(path)):\(source.position(of: offset)): \(message)")
    }
}

extension DiscoveryError {
    /// Says what went wrong, and stands for it in the exit status.
    func reported() -> ExitStatus {
        StandardError.error("\(Escaper.show(path)): \(reason)")
        return .failure
    }
}
