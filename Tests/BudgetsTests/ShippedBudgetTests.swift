import Cardinality
import Foundation
import Testing
import YAML

@testable import Budgets

/// The budgets in rules/budgets.
struct ShippedBudgetTests {
    private static let directory = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../rules/budgets").standardizedFileURL
    private static let names =
        ((try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []).sorted()

    private func file(_ name: String) throws -> BudgetFile {
        let bytes = Array(try Data(contentsOf: Self.directory.appending(path: name)))
        let (file, faults) = BudgetReader.read(path: name, SourceText(bytes))
        #expect(faults == [])
        return file
    }

    @Test(arguments: names) func areRead(name: String) throws { #expect(try !file(name).isEmpty) }

    @Test func serversAreThoseOfTheSizingGuide() throws {
        let rows = SizingGuide.rows.filter { $0.series <= SizingGuide.shardAbove }
        #expect(rows.count == 4)
        for row in rows {
            let terms = try #require(try file("server-\(row.gibibytes)gib.yaml").total)
            #expect(terms.limits.first { $0.kind == .series }?.amount == .count(row.series))
            // Each series once in 15 s, rounded up to thousands.
            let samples = (row.series / 15 / 1000 + 1) * 1000
            #expect(terms.limits.first { $0.kind == .samplesPerSecond }?.amount == .count(samples))
        }
    }
}
