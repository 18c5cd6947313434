import Foundation
import TSDB
import Testing

@testable import Cardinality

/// A snapshot written for a test.
struct SnapshotFile {
    let directory: TemporaryDirectory
    let bytes: [UInt8]
    var path: String { directory.path + "/series.cardscan" }

    init(_ options: AnalysisOptions) throws {
        directory = try TemporaryDirectory()
        let collected = Collected()
        _ = try SnapshotExport.run(options) { collected.bytes += Array($0) }
        bytes = collected.bytes
        try directory.write(bytes, to: "series.cardscan")
    }

    init(_ bytes: [UInt8]) throws {
        directory = try TemporaryDirectory()
        self.bytes = bytes
        try directory.write(bytes, to: "series.cardscan")
    }

    private final class Collected { var bytes: [UInt8] = [] }
}
