import Cardinality
import Glibc
import RemoteWrite
import TSDB

/// Runs analyses over a directory in which one file is whatever the fuzzer made of it.
struct FuzzHarness {
    enum Format: UInt8, CaseIterable {
        case index, wal, snapshot, requestV1, requestV2, exposition
    }

    let directory: String

    /// Works below `directory`, which must exist and which nobody else uses.
    init(directory: String) {
        self.directory = directory
        for name in ["/index", "/index/01HZX0000000000000000000AA", "/wal", "/wal/wal"] {
            mkdir(directory + name, 0o700)
        }
        let meta = "{\"ulid\":\"01HZX0000000000000000000AA\",\"minTime\":0,\"maxTime\":9000000000000,\"version\":1}"
        Self.write(Array(meta.utf8), to: directory + "/index/01HZX0000000000000000000AA/meta.json")
    }

    /// Everything a command may do with such a source. Traps, hangs and too much memory are for the fuzzer to see.
    func run(_ format: Format, _ original: [UInt8], seed: UInt8) {
        for options in sources(format, original, seed: seed) { analyze(options, seed: seed) }
    }

    /// What is to be analysed of such a source.
    private func sources(_ format: Format, _ original: [UInt8], seed: UInt8) -> [AnalysisOptions] {
        var bytes = original
        let source: String
        switch format {
        case .index:
            ChecksumRepair.index(&bytes)
            source = directory + "/index"
            Self.write(bytes, to: source + "/01HZX0000000000000000000AA/index")
        case .wal:
            ChecksumRepair.segment(&bytes)
            source = directory + "/wal"
            Self.write(bytes, to: source + "/wal/00000000")
        case .snapshot:
            ChecksumRepair.snapshot(&bytes)
            source = directory + "/series.cardscan"
            Self.write(bytes, to: source)
        case .requestV1: return runRequest(.v1, bytes, seed: seed)
        case .requestV2: return runRequest(.v2, bytes, seed: seed)
        case .exposition: return runExposition(bytes)
        }
        return [AnalysisOptions(sources: [source])]
    }

    private func analyze(_ options: AnalysisOptions, seed: UInt8) {
        var options = options
        options.maxMemory = MemoryBudget.overhead + 8 << 20
        options.threads = 1 + Int(seed & 1)
        if seed & 2 != 0 { options.groupBy = ["job", "a"] }
        if seed & 4 != 0 { options.replicaLabels = ["instance"] }
        if seed & 8 != 0 { options.redactionKey = [seed] }
        if seed & 16 != 0 {
            options.selection.minTime = 1_000
            options.selection.maxTime = 2_000_000_000_000
        }
        if seed & 32 != 0 {
            options.selection.selectors = [
                [
                    LabelMatcher(name: "__name__", acceptsMissing: seed & 64 != 0) { $0.count % 2 == 0 },
                    LabelMatcher(name: "job", acceptsMissing: true) { $0.first != 0x61 },
                ]
            ]
        }
        if seed & 128 != 0 { options.sources += options.sources }
        guard let report = try? Analysis.run(options) else { return }
        Self.check(report)
        _ = try? SnapshotExport.run(options, to: { _ in }, restart: { false })
    }

    /// What holds in every report.
    private static func check(_ report: CardinalityReport) {
        let series = report.totals.counts.series
        precondition(series == report.metrics.reduce(0) { $0 + $1.counts.series })
        for row in report.metrics {
            precondition(row.counts.series > 0 && row.counts.series <= series)
            for label in row.labels {
                precondition(label.values > 0 && label.values <= row.counts.series)
                if let left = label.seriesWithout { precondition(left > 0 && left <= row.counts.series) }
            }
        }
        for pair in report.labelPairs {
            precondition(pair.counts.series > 0 && pair.counts.series <= series)
            precondition(report.labels.indices.contains(pair.label))
            _ = report.text(of: pair.value)
        }
        precondition(report.labelPairs.count == report.totals.labelPairs)
        for group in report.groups { precondition(group.counts.series <= series) }
        if let counts = report.totals.counts.active { precondition(counts >= 0 && counts <= series) }
    }

    static func write(_ bytes: [UInt8], to path: String) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        ftruncate(descriptor, bytes.count)
    }
}
