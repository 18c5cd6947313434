import Foundation
import Testing

/// A Prometheus that runs and scrapes, seen by itself and by cardscan at the same time.
@Suite struct LiveAnalysisTests {
    @Test(.timeLimit(.minutes(3)))
    func theHeadIsAsTheServerSeesIt() async throws {
        try await LivePrometheus.run { server in
            try await server.eventually("both targets are up and the head has more than 300 series") {
                let targetsUp = try await server.query("up == 1").count
                let heads = try await server.query("prometheus_tsdb_head_series > 300").count
                return targetsUp == 2 && heads == 1
            }
            // The server counts label pairs and its lists once in 30 seconds: what it says lies between two analyses.
            let before = try AnalyzedJSON.of(server.dataDirectory)
            let status = try await server.status()
            let after = try AnalyzedJSON.of(server.dataDirectory)
            let pairs = before.totals.label_pairs...after.totals.label_pairs
            #expect(pairs.contains(status.headStats.numLabelPairs), "\(status.headStats.numLabelPairs), not \(pairs)")
            Self.expectTop(status.seriesCountByMetricName, before, after) { $0.metrics.map { ($0.name, $0.series) } }
            Self.expectTop(status.labelValueCountByLabelName, before, after) { $0.labels.map { ($0.name, $0.values) } }
            Self.expectTop(status.seriesCountByLabelValuePair, before, after) {
                $0.label_pairs.map { ("\($0.name)=\($0.value)", $0.series) }
            }
            // Its series it counts when asked: an analysis lies between two answers.
            for _ in 0..<3 {
                let first = try await server.status().headStats.numSeries
                let report = try AnalyzedJSON.of(server.dataDirectory)
                let series = first...(try await server.status().headStats.numSeries)
                #expect(series.contains(report.totals.series), "\(report.totals.series) is not in \(series)")
                #expect(report.warnings.allSatisfy { $0.severity == "warning" }, "\(report.warnings)")
                #expect(report.totals.active_series == report.totals.series)
            }

            try await server.stop()
            try Self.readsOnly(server.dataDirectory)
        }
    }

    private static func expectTop(
        _ list: [LivePrometheus.Status.Entry], _ before: AnalyzedJSON, _ after: AnalyzedJSON,
        _ counts: (AnalyzedJSON) -> [(String, Int)]
    ) {
        let (first, last) = (
            Dictionary(counts(before), uniquingKeysWith: +), Dictionary(counts(after), uniquingKeysWith: +)
        )
        for entry in list {
            #expect(((first[entry.name] ?? 0)...(last[entry.name] ?? 0)).contains(entry.value), "\(entry.name)")
        }
        #expect(list.count == 10)
    }

    /// Nothing in the directory is another after every command has read it: names, sizes, times of change, bytes.
    private static func readsOnly(_ directory: String) throws {
        func listing() throws -> [String] {
            String(
                decoding: try Tool.run("find", directory, "-printf", "%p %y %s %m %T@ %C@ %n\n"), as: UTF8.self
            ).split(separator: "\n").map(String.init).sorted()
        }
        func contents() throws -> Data {
            try Tool.run("sh", "-c", "find '\(directory)' -type f | sort | xargs cat | cksum")
        }
        let (before, bytes) = (try listing(), try contents())
        let report = try AnalyzedJSON.of(directory)
        #expect(report.totals.series > 300)
        let other = try TemporaryDirectory()
        let snapshot = other.path + "/series.cardscan"
        let result = try Binary.run(
            "cardscan snapshot \"$SOURCE\" -o \"$OUT\"", in: Golden.repository, ["SOURCE": directory, "OUT": snapshot])
        #expect(result.status == 0, "\(result.err)")
        #expect(try AnalyzedJSON.of(snapshot).totals.series == report.totals.series)
        #expect(try listing() == before)
        #expect(try contents() == bytes)
    }

    /// The system calls say the same: no file is opened for writing, made, renamed or removed.
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/strace")))
    func noSystemCallWrites() throws {
        let directory = try TemporaryDirectory(copyOf: SampleData("wal-checkpoint-blocks").directory)
        let trace = try TemporaryDirectory()
        let result = try Binary.run(
            "strace -f -o \"$TRACE/calls\" -e trace=%file,ftruncate,fallocate \"$CARDSCAN\" analyze \"$SOURCE\"",
            in: Golden.repository, ["SOURCE": directory.path, "TRACE": trace.path])
        #expect(result.status == 0, "\(result.err)")
        let calls = try String(contentsOfFile: trace.path + "/calls", encoding: .utf8).split(separator: "\n")
        let ours = calls.filter { $0.contains(directory.path) }
        #expect(ours.contains { $0.contains("openat") && $0.contains("/index") })
        let harmless = ["openat(", "open(", "stat", "access(", "faccessat", "readlink", "getcwd", "execve("]
        for call in ours {
            #expect(harmless.contains { call.contains($0) }, "\(call)")
            #expect(!["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"].contains { call.contains($0) }, "\(call)")
        }
    }
}
