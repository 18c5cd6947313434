import Relabel
import Testing

@testable import Propose

/// What we write for Prometheus is what promtool accepts.
@Suite(.enabled(if: Program("promtool") != nil))
struct PromtoolTests {
    /// Debian's promtool knows no names beyond the legacy ones.
    @Test(arguments: 1...15)
    func fragments(seed: Int) throws {
        let promtool = try #require(Program("promtool"))
        var random = RandomSections(random: SeededGenerator(seed: UInt64(seed)), isLegacy: true)
        let text = try PrometheusFragment([
            RuleSection(
                .job("node"), rules: random.rules(30),
                limits: ScrapeLimit.Key.allCases.map { ScrapeLimit($0, 100, comment: "x") }),
            RuleSection(.remoteWrite(url: nil), rules: random.rules(30)),
        ]).text()
        let (status, output) = try promtool.run("check", "config", "prometheus.yml", files: ["prometheus.yml": text])
        #expect(status == 0, "\(output)\n\(text)")
    }

    /// Each list as a job of its own.
    @Test func curatedLists() throws {
        let promtool = try #require(Program("promtool"))
        let sections = try CuratedList.embedded().map { list in
            RuleSection(
                .job(list.component),
                rules: list.entries.flatMap { entry in entry.rules.map { CommentedRule($0, comment: entry.why) } })
        }
        let text = try PrometheusFragment(sections).text()
        let (status, output) = try promtool.run("check", "config", "prometheus.yml", files: ["prometheus.yml": text])
        #expect(status == 0, "\(output)")
    }

    @Test func recordingRules() throws {
        let promtool = try #require(Program("promtool"))
        let text = try RecordingRules([
            Aggregation("a_total", .counter, matchers: [("job", "x\"\\\n")], without: ["pod", "uid"], comment: "# x"),
            Aggregation("a", .gauge, without: ["pod"], interval: 30), Aggregation("b", .gauge, without: ["pod"]),
        ]).text()
        let (status, output) = try promtool.run("check", "rules", "rules.yml", files: ["rules.yml": text])
        #expect(status == 0 && output.contains("SUCCESS: 3 rules found"), "\(output)\n\(text)")
    }
}
