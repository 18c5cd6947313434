import LabelSets
import Manifests
import Relabel
import Testing
import YAML

@testable import Propose

/// Expressions over series before and after rules.
struct ExpressionProofTests {
    /// Two pods of one job, one after the other, and a metric with their node.
    private static let index = SeriesIndex(
        series: [
            [("__name__", "requests"), ("job", "api"), ("instance", "a:1"), ("pod", "a"), ("path", "/")],
            [("__name__", "requests"), ("job", "api"), ("instance", "a:1"), ("pod", "b"), ("path", "/")],
            [("__name__", "info"), ("job", "api"), ("instance", "a:1"), ("pod", "a"), ("node", "x")],
            [("__name__", "info"), ("job", "api"), ("instance", "a:1"), ("pod", "b"), ("node", "y")],
            [("__name__", "pushed"), ("job", "api"), ("pod", "a")],
        ], from: 0, to: 600_000)

    private func prove(
        _ expression: String, recording: String? = nil, without label: String, of metric: String
    ) throws -> (proof: ExpressionProof, doubtful: [String: String]) {
        let recorded = recording.map { "{record: recorded, expr: '\($0)'}, " } ?? ""
        let rules = "groups: [{name: g, rules: [\(recorded){alert: A, expr: '\(expression)'}]}]"
        let file = ManifestReader().read(path: "rules.yml", source: SourceText(rules))
        var proposal = Proposal(
            id: "x", kind: .unneededLabels, summary: "",
            rules: MetricFinding.clearRules([metric], labels: [label]), metrics: [metric], labels: [label],
            verdict: .safe, savings: Savings())
        proposal.isChosen = true
        var plan = Plan(sources: [])
        plan.proposals = [proposal]
        let prover = ExpressionProver(
            usage: Usage(files: [file]), index: Self.index, names: ReaderNames([file]), recorded: [],
            scrapeInterval: 60_000)
        return try prover.prove(plan)
    }

    @Test(arguments: [
        "sum by (job) (requests) > 0", "sum(rate(requests[5m])) > 1", "count by (path) (requests) > 0",
        "max without (pod) (requests) > 1",
    ])
    func sameResults(_ expression: String) throws {
        let (proof, doubtful) = try prove(expression, without: "pod", of: "requests")
        #expect(proof.expressions == 1)
        #expect(proof.same == 1)
        #expect(doubtful.isEmpty)
    }

    @Test func fewerSeriesAreFound() throws {
        let (proof, doubtful) = try prove(
            "count by (node) (requests * on (job, pod) group_left (node) info)", without: "pod", of: "requests")
        #expect(proof.changes.map(\.reason) == ["would have 0 series instead of 2"])
        #expect(proof.changes.map(\.reader.owner) == ["alert \"A\""])
        #expect(proof.changes.map(\.reader.line) == [1])
        #expect(Array(doubtful.keys) == ["requests"])
    }

    @Test func aJoinThatBeginsToFailIsFound() throws {
        let (proof, doubtful) = try prove(
            "sum by (job, instance) (requests) * ignoring (node) info", without: "pod", of: "info")
        #expect(proof.changes.map(\.reason) == ["would fail: series would no longer differ where they have to"])
        #expect(Array(doubtful.keys) == ["info"])
    }

    /// What a recording rule loses matters to nobody but those who read it.
    @Test func recordingRulesAreEvaluatedForTheirReaders() throws {
        let recording = "sum by (pod) (requests)"
        let (same, none) = try prove("sum(recorded) > 0", recording: recording, without: "pod", of: "requests")
        #expect(same.expressions == 1)
        #expect(same.same == 1)
        #expect(none.isEmpty)
        let (other, _) = try prove(
            "count by (pod) (recorded) > 0", recording: recording, without: "pod", of: "requests")
        #expect(other.undecided == 1)
        let (exact, metrics) = try prove("recorded", recording: recording, without: "pod", of: "requests")
        #expect(exact.changes.map(\.reason) == ["would have 1 series instead of 2"])
        #expect(Array(metrics.keys) == ["requests"])
    }

    @Test func seriesWithoutATargetStayAsTheyAre() throws {
        let (proof, _) = try prove("sum by (pod) (pushed) > 0", without: "pod", of: "pushed")
        #expect(proof.same == 1)
    }

    @Test func whatReadsNothingThatChangesIsNotCounted() throws {
        let (proof, _) = try prove("sum by (pod) (info) > 0", without: "pod", of: "requests")
        #expect(proof.expressions == 0)
    }

    /// The whole way: what is proposed is proved, and counted.
    @Test func plansAreProved() throws {
        let plan = try PlannedSeries(
            .init("requests", ["pod": "a", "path": "/"], 0...40),
            .init("requests", ["pod": "b", "path": "/"], 50...100)
        ).plan(rules: "- alert: A\n  expr: sum by (path) (requests) > 1\n- record: unread\n  expr: requests")
        #expect(plan.chosen.map(\.labels) == [["pod"]])
        #expect(plan.proof?.expressions == 1)
        #expect(plan.proof?.same == 1)
    }

    @Test func whatIsDoubtfulIsCalledOff() {
        func finding(_ metric: String, _ verdict: Verdict) -> MetricFinding {
            MetricFinding(kind: .unneededLabels, metric: metric, rules: [], verdict: verdict, savings: Savings())
        }
        var findings = [finding("a", .safe), finding("a", Verdict(.aggregates)), finding("b", .safe)]
        let called = findings.doubt(["a": "reason"])
        #expect(called)
        #expect(findings.map(\.verdict.kind) == [.unknown, .aggregates, .safe])
        #expect(findings[0].verdict.reasons == ["reason"])
        let again = findings.doubt(["a": "reason"])
        #expect(!again)
    }

    /// Until nothing is doubtful any more; what was found on the way stays in the proof.
    @Test func plansAreMadeAgainWithoutWhatIsDoubtful() throws {
        var plan = Plan(sources: ["0"])
        var calledOff: [[String: String]] = []
        var plans = ["1", "2"].map { Plan(sources: [$0]) }
        try Planner.settle(
            &plan,
            prove: { plan in
                var proof = ExpressionProof()
                guard plan.sources != ["2"] else { return (proof, [:]) }
                let reader = NamedReader(owner: "alert \(plan.sources[0])", path: "r", line: 1)
                proof.changes = [.init(reader: reader, reason: "")]
                return (proof, [plan.sources[0]: ""])
            },
            doubt: {
                calledOff.append($0)
                return !$0.isEmpty
            },
            again: { plans.removeFirst() })
        #expect(plan.sources == ["2"])
        #expect(calledOff == [["0": ""], ["1": ""], [:]])
        #expect(plan.proof?.changes.map(\.reader.owner) == ["alert 0", "alert 1"])
    }
}
