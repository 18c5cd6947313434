import Foundation
import Testing

@Suite struct LivePrometheusTests {
    @Test(.timeLimit(.minutes(2)))
    func scrapesUntilItIsStoppedAndLeavesNothingBehind() async throws {
        let dataDirectory = try await LivePrometheus.run { server in
            try await server.eventually("both targets are up and the head has more than 100 series") {
                let targetsUp = try await server.query("up == 1").count
                let series = try await server.status().headStats.numSeries
                return targetsUp == 2 && series > 100
            }
            let jobs = try await server.query("count by (job) ({job!=\"\"})").map { $0.metric["job"] }
            #expect(Set(jobs) == ["node", "prometheus"])

            try await server.stop()
            #expect(FileManager.default.fileExists(atPath: server.dataDirectory + "/wal/00000000"))
            await #expect(throws: LiveFailure.self) { try await server.status() }
            return server.dataDirectory
        }
        #expect(!FileManager.default.fileExists(atPath: dataDirectory))
    }

    @Test func aServerThatDoesNotStartSaysWhy() async {
        let failure = await #expect(throws: LiveFailure.self) {
            try await LivePrometheus.run(flags: ["--no-such-flag"]) { _ in }
        }
        #expect(failure?.description.contains("no-such-flag") == true)
    }
}
