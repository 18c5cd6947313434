import Foundation
import Testing

@testable import cardscan

struct OutputFileTests {
    /// What a process leaves behind that is killed while it writes.
    @Test func nothingIsLeftOfAnUnfinishedFile() throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: directory.path) }

        let file = try OutputFile.file(directory.appendingPathComponent("report").path)
        Array("done".utf8).withUnsafeBytes { file.write($0) }
        // Not every file system has files without names.
        if file.isNameless { #expect(try names() == []) }
        try file.finish()
        #expect(try names() == ["report"])
        #expect(try Data(contentsOf: directory.appendingPathComponent("report")) == Data("done".utf8))

        let discarded = try OutputFile.file(directory.appendingPathComponent("report").path)
        discarded.discard()
        #expect(try names() == ["report"])
    }
}
