import Foundation
import Testing

/// Expected output in a file beside the tests. `CARDSCAN_UPDATE=1` writes it anew: look at the difference before you
/// commit it.
enum Golden {
    static let isUpdating = ProcessInfo.processInfo.environment["CARDSCAN_UPDATE"] == "1"

    static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    static let repository = tests.deletingLastPathComponent().deletingLastPathComponent()

    static func expect(
        _ text: String, matches name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let file = tests.appendingPathComponent("Snapshots").appendingPathComponent(name)
        if isUpdating { try Data(text.utf8).write(to: file) }
        let expected = try String(decoding: Data(contentsOf: file), as: UTF8.self)
        guard text != expected else { return }
        let pairs = zip(
            text.split(separator: "\n", omittingEmptySubsequences: false),
            expected.split(separator: "\n", omittingEmptySubsequences: false))
        let first = pairs.enumerated().first { $0.element.0 != $0.element.1 }
        let comment = first.map { "line \($0.offset + 1):\n  is       \($0.element.0)\n  expected \($0.element.1)" }
        Issue.record("\(name) differs, \(comment ?? "in length")", sourceLocation: sourceLocation)
    }
}
