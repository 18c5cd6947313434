import TSDB
import Testing

@testable import Cardinality

/// `--max-memory`: too little is a refusal that names what is needed, and whatever is enough gives the same report.
@Suite struct BudgetTests {
    /// One large metric, whose columns take most of the memory, and small ones.
    private static let series: [IndexBytes.Series] = (0..<2250).map { number in
        let isLarge = number < 2000
        return IndexBytes.Series(
            [
                ("__name__", isLarge ? "large" : "small_\(number % 10)"), ("a", "\(number % 40)"),
                ("b", "\(number % 40 / 7)"), ("c", "\(number % 3)"), ("d", "\(number / 10)"), ("e", "\(number / 50)"),
                ("f", "\(number % 11)"), ("n", "\(number)"),
            ], chunks: [(Int64(number) * 100, Int64(number) * 100 + 1_000_000)])
    }.sorted { a, b in a.labels[0].value.lexicographicallyPrecedes(b.labels[0].value) }

    private static func directory(_ blocks: Int) throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        for block in 0..<blocks {
            let part = block == 0 ? series : Array(series.dropFirst(250 * block))
            try directory.writeBlock(IndexBytes(part).bytes, named: "01HZX0000000000000000000A\(block)")
        }
        return directory
    }

    private func needed(_ refusal: Diagnostic) -> Int? {
        refusal.message.firstMatch(of: /needs (?:about|at least) (\d+) MiB/).flatMap { Int($0.1) }.map { $0 << 20 }
    }

    @Test(arguments: [(1, 1), (1, 3), (2, 2)])
    func everyBudgetGivesTheReportOrARefusal(blocks: Int, threads: Int) throws {
        let directory = try Self.directory(blocks)
        var options = AnalysisOptions(sources: [directory.path])
        options.threads = threads
        // Listing all pairs takes more than counting column by column.
        options.pairLimit = 20
        let whole = try Analysis.run(options)
        let plain = PlainReport(whole)
        #expect(whole.determiners["large"]?["e"] == ["d", "n"])
        var refusals = 0
        var byColumn = 0
        var complete = 0
        for limit in stride(from: 1 << 20, through: MemoryBudget.overhead, by: 7 << 20) {
            options.maxMemory = limit
            #expect(throws: Diagnostic.self) { try Analysis.run(options) }
        }
        for extra in stride(from: 0, through: 640 << 10, by: 16 << 10) {
            options.maxMemory = MemoryBudget.overhead + extra
            do throws(Diagnostic) {
                let report = try Analysis.run(options)
                PlainReport(report).expect(equals: plain, "\(extra)")
                if report.determiners == whole.determiners {
                    complete += 1
                } else {
                    #expect(report.determiners["large"]?.values.allSatisfy(\.isEmpty) == true)
                    byColumn += 1
                }
            } catch {
                #expect(error.isRefusal)
                let needed = try #require(self.needed(error), "\(error.message)")
                #expect(needed > options.maxMemory)
                #expect(error.message.contains("--max-memory"))
                #expect(byColumn + complete == 0, "what was enough is not any more: \(extra)")
                refusals += 1
            }
        }
        #expect(refusals > 1)
        #expect(byColumn > 1, "counting column by column was never needed")
        #expect(complete > 1)
    }

    /// Whoever allows what the refusal names comes to a report after a few times.
    @Test(arguments: [1, 2])
    func theNumberNamedLeadsToAReport(blocks: Int) throws {
        let directory = try Self.directory(blocks)
        var options = AnalysisOptions(sources: [directory.path])
        options.maxMemory = 1
        for _ in 0..<6 {
            do throws(Diagnostic) {
                #expect(try Analysis.run(options).totals.counts.series == 2250)
                return
            } catch {
                options.maxMemory = try #require(self.needed(error))
            }
        }
        Issue.record("still refused with \(options.maxMemory) bytes")
    }

    @Test func groupsNeedTheirColumnsTogether() throws {
        let directory = try Self.directory(1)
        var options = AnalysisOptions(sources: [directory.path])
        options.groupBy = ["a", "c"]
        let plain = PlainReport(try Analysis.run(options))
        var outcomes: Set<Bool> = []
        for extra in stride(from: 0, through: 640 << 10, by: 48 << 10) {
            options.maxMemory = MemoryBudget.overhead + extra
            do throws(Diagnostic) {
                PlainReport(try Analysis.run(options)).expect(equals: plain, "\(extra)")
                outcomes.insert(true)
            } catch {
                #expect(error.isRefusal)
                outcomes.insert(false)
            }
        }
        #expect(outcomes == [true, false])
    }

    /// Everything that was reserved is given back with what it was reserved for.
    @Test(arguments: SampleData.names)
    func nothingStaysReserved(name: String) throws {
        let data = try SampleData(name)
        let budget = MemoryBudget(limit: 1 << 30)
        let before = budget.available
        try Analysis.run(AnalysisOptions(data.directory) { $0.threads = 2 }, budget: budget).expectLess(budget, before)
        #expect(budget.available == before)
        _ = try? SnapshotExport.run(
            AnalysisOptions(data.directory), budget: budget, to: { _ in }, restart: { false })
        #expect(budget.available == before)
    }

    @Test func nothingStaysReservedWhenItWasTooLittle() throws {
        let directory = try Self.directory(2)
        var options = AnalysisOptions(sources: [directory.path])
        for extra in stride(from: 0, through: 640 << 10, by: 48 << 10) {
            let budget = MemoryBudget(limit: MemoryBudget.overhead + extra)
            options.threads = 1 + extra % 3
            _ = try? Analysis.run(options, budget: budget)
            #expect(budget.available == extra)
            _ = try? SnapshotExport.run(options, budget: budget, to: { _ in }, restart: { false })
            #expect(budget.available == extra)
        }
    }
}

extension CardinalityReport {
    /// While the report lives its parts do, and what they hold is reserved.
    fileprivate func expectLess(_ budget: MemoryBudget, _ before: Int) {
        if !sources.isEmpty, totals.counts.series > 0 { #expect(budget.available < before) }
        withExtendedLifetime(self) {}
    }
}
