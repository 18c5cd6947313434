import Foundation
import Testing

/// Every file in `Transcripts` is played and must come out as it is written. `CARDSCAN_UPDATE=1` writes them anew.
struct TranscriptTests {
    private static let directory = Golden.tests.appendingPathComponent("Transcripts")

    private static let names: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? [])
        .filter { $0.hasSuffix(".transcript") }.sorted()

    @Test(arguments: names)
    func comesOutAsWritten(name: String) throws {
        let file = Self.directory.appendingPathComponent(name)
        let expected = try Transcript(parsing: String(decoding: Data(contentsOf: file), as: UTF8.self))
        let actual = try expected.run()
        if Golden.isUpdating {
            try Data(actual.text.utf8).write(to: file)
            return
        }
        for (wanted, step) in zip(expected.steps, actual.steps) {
            let command = Comment(rawValue: "$ \(step.command)")
            #expect(step.out == wanted.out, command)
            #expect(step.err == wanted.err, command)
            #expect(step.status == wanted.status, command)
        }
    }

    @Test func thereAreTranscripts() { #expect(!Self.names.isEmpty) }
}
