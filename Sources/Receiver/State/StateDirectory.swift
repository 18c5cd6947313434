import Cardinality
import Glibc
package import TSDB

/// What a receiver keeps over restarts: its series, as a snapshot that every command takes as a SOURCE, and its counts.
///
/// Each file is written beside the old one, brought to the disk and renamed: what is there is always whole. The counts
/// are written last, so after a crash between the two they are those of an earlier moment than the series.
package struct StateDirectory: Sendable {
    package let path: String
    private let lock: StateLock

    private var seriesPath: String { path + "/series.cardscan" }
    private var totalsPath: String { path + "/totals" }

    /// Makes the directory if there is none. Throws when it cannot be written to, or another process keeps its state there.
    package init(_ path: String) throws(Diagnostic) {
        self.path = path
        guard mkdir(path, 0o777) == 0 || errno == EEXIST, Directory.isDirectory(path) else {
            throw Diagnostic(file: path, "cannot be made a directory for state: \(String(cString: strerror(errno)))")
        }
        guard access(path, W_OK | X_OK) == 0 else {
            throw Diagnostic(file: path, "cannot be written to: \(String(cString: strerror(errno)))")
        }
        lock = try StateLock(directory: path)
    }

    // MARK: - Loading

    /// Takes over what was kept; returns how many series. To be called before anything is received.
    package func load(into stream: LiveStream) throws(Diagnostic) -> Int {
        let count = try loadAll(into: stream)
        stream.leaveRoomForLoading()
        return count
    }

    private func loadAll(into stream: LiveStream) throws(Diagnostic) -> Int {
        guard Directory.exists(seriesPath) else { return 0 }
        let options = SourceOptions(
            selection: Selection(), readsActivity: true, threads: 1, budget: stream.reportBudget)
        do throws(Diagnostic) {
            for part in try SourceOpener.open(seriesPath, options).parts { try stream.series.load(part) }
        } catch {
            guard !error.isRefusal else {
                throw Diagnostic(
                    file: seriesPath,
                    "holds more series than --max-memory has room for; raise it, or move the file away to start without "
                        + "them")
            }
            throw Diagnostic(file: seriesPath, error.message + "; move it away to start without it")
        }
        if let totals = try totals() { stream.restore(totals) }
        return stream.series.withTable { $0.count }
    }

    // MARK: - Saving

    /// Writes everything, within the memory that is set aside for it and for reports. Throws when a file cannot be
    /// written, or memory does not suffice; the old one is then still there.
    ///
    /// Reports that `reports` keeps give way where there is no room beside them.
    package func save(_ stream: LiveStream, _ reports: ReportKeeper? = nil) throws(Diagnostic) {
        do throws(Diagnostic) {
            do throws(Diagnostic) { try save(stream, within: stream.reportBudget) } catch {
                guard error.isRefusal, let reports else { throw error }
                try reports.givingWay { () throws(Diagnostic) in try save(stream, within: stream.reportBudget) }
            }
        } catch {
            guard error.isRefusal else { throw error }
            var refusal = Diagnostic(
                file: seriesPath,
                "could not be written in the memory left; what was written before is still there. "
                    + "Raise --max-memory")
            refusal.isRefusal = true
            throw refusal
        }
    }

    /// Writes everything before the process ends. What was acknowledged counts for more than `--max-memory` now: where it
    /// does not suffice, the limit is passed, and a warning returned.
    package func saveAtEnd(_ stream: LiveStream, _ reports: ReportKeeper? = nil) throws(Diagnostic) -> Diagnostic? {
        do throws(Diagnostic) { try save(stream, reports) } catch {
            guard error.isRefusal else { throw error }
            try save(stream, within: .unlimited)
            return Diagnostic(
                .warning, file: seriesPath, "took more memory to write than --max-memory allows; raise it")
        }
        return nil
    }

    private func save(_ stream: LiveStream, within budget: MemoryBudget) throws(Diagnostic) {
        let totals = stream.counts().0
        let part = try stream.series.part(path: seriesPath, times: Int64.min...Int64.max, budget: budget)
        var options = AnalysisOptions(sources: [])
        options.openParts = [part]
        let file = try ReplacedFile(seriesPath)
        _ = try SnapshotExport.run(
            options, budget: budget, to: { file.write($0) }, restart: { file.restart() })
        try file.finish()
        let counts = try ReplacedFile(totalsPath)
        Self.text(totals).withUnsafeBytes { counts.write($0) }
        try counts.finish()
    }

    // MARK: - Counts

    private static let fields: [(name: String, path: any WritableKeyPath<StreamTotals, Int> & Sendable)] = [
        ("requests", \.requests), ("body_bytes", \.bodyBytes), ("samples", \.samples),
        ("repeated_samples", \.repeatedSamples), ("histograms", \.histograms), ("exemplars", \.exemplars),
        ("rejected_series", \.rejectedSeries), ("rejected_samples", \.rejectedSamples),
        ("oversized_series", \.oversizedSeries),
    ]

    /// A line for each count, its name and number.
    private static func text(_ totals: StreamTotals) -> [UInt8] {
        let answers = totals.answers.sorted { $0.key < $1.key }.map { "status_\($0.key) \($0.value)" }
        let lines = fields.map { "\($0.name) \(totals[keyPath: $0.path])" } + answers
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    private func totals() throws(Diagnostic) -> StreamTotals? {
        guard Directory.exists(totalsPath) else { return nil }
        let text = String(decoding: try FileContents.read(totalsPath, limit: 1 << 20), as: UTF8.self)
        var totals = StreamTotals()
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 2, let number = Int(words[1]), number >= 0 else {
                throw Diagnostic(file: totalsPath, "has a line that is no name and number; move it away to start anew")
            }
            if let field = Self.fields.first(where: { $0.name == words[0] }) {
                totals[keyPath: field.path] = number
            } else if words[0].hasPrefix("status_"), let status = Int(words[0].dropFirst(7)) {
                totals.answers[status] = number
            }
        }
        return totals
    }
}
