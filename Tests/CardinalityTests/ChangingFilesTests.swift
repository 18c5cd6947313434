import Foundation
import Glibc
import Synchronization
import TSDB
import Testing

@testable import Cardinality

/// Directories of a Prometheus that goes on working while they are read.
@Suite struct ChangingFilesTests {
    private static let first = "01HZX0000000000000000000AA"
    private static let second = "01HZX0000000000000000000AB"

    /// Two blocks; the first has metrics enough for a change between two of them, and pages enough to lose.
    private static func directory() throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        let series = (0..<1500).map { number in
            IndexBytes.Series([
                ("__name__", "metric_\(100 + number / 100)"), ("label_\(number % 7)", "value-\(number)"),
            ])
        }
        try directory.writeBlock(IndexBytes(series).bytes, named: first)
        try directory.writeBlock(
            IndexBytes([IndexBytes.Series([("__name__", "sound"), ("n", "1")])]).bytes, named: second)
        return directory
    }

    /// Analyses, and changes something after the first metric was counted.
    private func report(_ path: String, _ change: @escaping @Sendable () -> Void) throws -> CardinalityReport {
        let isDone = Mutex(false)
        return try Analysis.run(
            AnalysisOptions(path) {
                $0.progress = { progress in
                    guard progress.stage == "counting", progress.done > 0 else { return }
                    isDone.withLock { done in
                        if !done { change() }
                        done = true
                    }
                }
            })
    }

    /// Cut to nothing, to a page, and within a page, where no signal tells of it.
    @Test(arguments: [0, 4096, 20_000, 61_000])
    func anIndexCutShortWhileItIsRead(length: Int) throws {
        let directory = try Self.directory()
        let index = "\(directory.path)/\(Self.first)/index"
        let report = try report(directory.path) { truncate(index, length) }
        #expect(report.totals.counts.series == 1)
        #expect(report.metrics.map(\.name) == ["sound"])
        #expect(report.diagnostics.map(\.file) == [index])
        #expect(report.diagnostics.first?.message.contains("cut short") == true)
        #expect(report.sources.count == 1)
    }

    @Test func aSmallIndexCutWithinItsOnlyPage() throws {
        let directory = try Self.directory()
        let index = "\(directory.path)/\(Self.second)/index"
        let report = try report(directory.path) { truncate(index, 40) }
        #expect(report.totals.counts.series == 1500)
        #expect(report.diagnostics.map(\.file) == [index])
    }

    @Test func aSnapshotCutShortWhileItIsRead() throws {
        let directory = try Self.directory()
        let snapshot = try SnapshotFile(AnalysisOptions(directory.path))
        let path = snapshot.path
        let report = try report(path) { truncate(path, 100) }
        #expect(report.diagnostics.map(\.file) == [path])
        #expect(report.totals.counts.series == 0)
    }

    @Test func anIndexCutShortWhileItIsExported() throws {
        let directory = try Self.directory()
        let index = "\(directory.path)/\(Self.first)/index"
        let options = AnalysisOptions(directory.path) { $0.progress = { _ in truncate(index, 4096) } }
        let error = #expect(throws: Diagnostic.self) {
            try SnapshotExport.run(options, to: { _ in }, restart: { false })
        }
        #expect(error?.file == index)
    }

    /// Where the bytes can be taken back, the other blocks are exported.
    @Test func anExportStartsAgainWithoutTheDamagedBlock() throws {
        let directory = try Self.directory()
        let index = "\(directory.path)/\(Self.first)/index"
        let snapshot = try SnapshotFile(
            AnalysisOptions(directory.path) { $0.progress = { _ in truncate(index, 4096) } })
        #expect(snapshot.diagnostics.map(\.file) == [index])
        let whole = try Analysis.run(AnalysisOptions(directory.path))
        let exported = try Analysis.run(AnalysisOptions(snapshot.path))
        #expect(exported.totals.counts.series == whole.totals.counts.series)
        #expect(exported.diagnostics == [])
    }

    @Test func anIndexThatGrowsIsReadAsItWas() throws {
        let directory = try Self.directory()
        let index = "\(directory.path)/\(Self.first)/index"
        let report = try report(directory.path) {
            guard let handle = FileHandle(forWritingAtPath: index) else { return }
            handle.seekToEndOfFile()
            handle.write(Data(repeating: 7, count: 10_000))
        }
        #expect(report.totals.counts.series == 1501)
        #expect(report.diagnostics == [])
    }

    @Test func aBlockDeletedWhileItIsReadIsStillCounted() throws {
        let directory = try Self.directory()
        let block = "\(directory.path)/\(Self.first)"
        let report = try report(directory.path) { try? FileManager.default.removeItem(atPath: block) }
        #expect(report.totals.counts.series == 1501)
        #expect(report.diagnostics == [])
    }

    /// What a deletion leaves for a moment: the directory, with or without some of its files.
    @Test(arguments: [["meta.json"], ["meta.json", "index"], ["index"]])
    func aBlockThatIsHalfGone(missing: [String]) throws {
        let directory = try Self.directory()
        for name in missing { try directory.remove("\(Self.first)/\(name)") }
        let report = try Analysis.run(AnalysisOptions(directory.path))
        #expect(report.totals.counts.series == 1)
        #expect(report.diagnostics.map(\.severity) == [missing.contains("meta.json") ? .warning : .error])
    }

    /// Blocks come and go under many analyses: each sees a block whole, or says that it went.
    @Test func blocksComeAndGo() throws {
        let directory = try Self.directory()
        let original = "\(directory.path)/\(Self.first)"
        let hidden = "\(directory.path)/away"
        let isOver = Atomic(false)
        let mover = Thread {
            while !isOver.load(ordering: .relaxed) {
                rename(original, hidden)
                usleep(500)
                rename(hidden, original)
                usleep(500)
            }
        }
        mover.start()
        defer { isOver.store(true, ordering: .relaxed) }
        var whole = 0
        for _ in 0..<60 {
            let report = try Analysis.run(AnalysisOptions(directory.path))
            #expect([1, 1501].contains(report.totals.counts.series))
            #expect(report.diagnostics.allSatisfy { $0.severity == .warning }, "\(report.diagnostics)")
            if report.totals.counts.series == 1501 { whole += 1 }
        }
        #expect(whole > 0)
    }

    @Test(.timeLimit(.minutes(1)))
    func aPipeIsNotWaitedFor() throws {
        let directory = try Self.directory()
        for name in ["meta.json", "index"] {
            try directory.remove("\(Self.first)/\(name)")
            #expect(mkfifo("\(directory.path)/\(Self.first)/\(name)", 0o600) == 0)
            let report = try Analysis.run(AnalysisOptions(directory.path))
            #expect(report.totals.counts.series == 1)
            #expect(report.diagnostics.count == 1)
            try directory.remove("\(Self.first)/\(name)")
            try directory.writeBlock(IndexBytes([]).bytes, named: Self.first)
        }
        let pipe = directory.path + "/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(throws: Diagnostic.self) { try Analysis.run(AnalysisOptions(pipe)) }
    }
}
