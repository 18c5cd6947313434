import Foundation
import TSDB
import Testing

@testable import Cardinality

/// A snapshot written for a test.
struct SnapshotFile {
    let directory: TemporaryDirectory
    let bytes: [UInt8]
    /// What the reader of the sources should know.
    let diagnostics: [Diagnostic]
    var path: String { directory.path + "/series.cardscan" }

    init(_ options: AnalysisOptions) throws {
        directory = try TemporaryDirectory()
        let collected = Collected()
        diagnostics = try SnapshotExport.run(
            options, to: { collected.bytes += Array($0) },
            restart: {
                collected.bytes = []
                return true
            })
        bytes = collected.bytes
        try directory.write(bytes, to: "series.cardscan")
    }

    init(_ bytes: [UInt8]) throws {
        directory = try TemporaryDirectory()
        self.bytes = bytes
        diagnostics = []
        try directory.write(bytes, to: "series.cardscan")
    }

    private final class Collected { var bytes: [UInt8] = [] }
}
