import Manifests
import Relabel
import Testing
import YAML

@testable import Propose

struct MonitorPatchTests {
    private static let monitor = """
        {"apiVersion": "monitoring.coreos.com/v1", "kind": "ServiceMonitor",
         "metadata": {"name": "m", "namespace": "monitoring"},
         "spec": {"endpoints": [
           {"port": "http", "path": "/metrics"},
           {"port": "https", "path": "/a",
            "metricRelabelings": [{"action": "drop", "sourceLabels": ["__name__"], "regex": "old"}]}]}}
        """

    private static func patch(_ first: [CommentedRule], _ second: [CommentedRule], port: String = "https") throws
        -> String
    {
        try MonitorPatch(
            .serviceMonitor, name: "m", namespace: "monitoring",
            endpoints: [
                .init(0, expected: [("port", "http"), ("path", "/metrics")], hasRules: false, rules: first),
                .init(1, expected: [("port", port)], hasRules: true, rules: second),
            ], limits: [ScrapeLimit(.samples, 5000, comment: "headroom")]
        ).text()
    }

    /// Each operation, read by our own YAML reader; the rules in it, by our own reader of relabelling rules.
    @Test(arguments: 1...30)
    func operations(seed: Int) throws {
        var random = RandomSections(random: SeededGenerator(seed: UInt64(seed)), isLegacy: true)
        let (first, second) = (random.rules(), random.rules(3))
        let text = try Self.patch(first, second)
        let stream = YAMLStream(parsing: SourceText(text))
        #expect(stream.errors.isEmpty, "\(stream.errors)\n\(text)")
        let operations = try #require(stream.documents.first?.root?.sequence).compactMap(\.mapping)
        let words = operations.map { [$0["op"], $0["path"]].compactMap { $0?.scalar?.value }.joined(separator: " ") }
        #expect(
            words == [
                "add /spec/sampleLimit", "test /spec/endpoints/0/port", "test /spec/endpoints/0/path",
                "add /spec/endpoints/0/metricRelabelings", "test /spec/endpoints/1/port",
            ] + second.map { _ in "add /spec/endpoints/1/metricRelabelings/-" })
    }

    /// kubectl applies it, without a cluster, and our own reader finds the rules in what comes out.
    @Test(.enabled(if: Program("kubectl") != nil), arguments: 1...10)
    func kubectlApplies(seed: Int) throws {
        let kubectl = try #require(Program("kubectl"))
        var random = RandomSections(random: SeededGenerator(seed: UInt64(seed)), isLegacy: true)
        let (first, second) = (random.rules(), random.rules(3))
        let text = try Self.patch(first, second)
        let (status, output) = try kubectl.run(
            "patch", "-f", "m.json", "--local", "--type=json", "--patch-file", "p.yaml", "-o", "json",
            files: ["m.json": Self.monitor, "p.yaml": text])
        #expect(status == 0, "\(output)\n\(text)")
        let file = read(output)
        #expect(file.faults.isEmpty, "\(file.faults)")
        let lists = file.relabelLists
        #expect(lists.count == 2)
        expectSame(lists.first?.plainRules, first, in: text)
        let old = CommentedRule(RelabelRule(.drop, from: ["__name__"], regex: "old"))
        expectSame(lists.last?.plainRules, [old] + second, in: text)
    }

    /// A patch for another endpoint than it was made for changes nothing.
    @Test(.enabled(if: Program("kubectl") != nil))
    func kubectlRefusesAnotherEndpoint() throws {
        let kubectl = try #require(Program("kubectl"))
        let rule = CommentedRule(RelabelRule(.labeldrop, regex: "uid"))
        let (status, output) = try kubectl.run(
            "patch", "-f", "m.json", "--local", "--type=json", "--patch-file", "p.yaml", "-o", "json",
            files: ["m.json": Self.monitor, "p.yaml": try Self.patch([rule], [rule], port: "web")])
        #expect(status != 0 && output.contains("test"), "\(output)")
    }

    @Test func commandIsSafeToPaste() throws {
        let text = try MonitorPatch(.podMonitor, name: "a'; rm x", namespace: nil, endpoints: []).text()
        #expect(text == "# kubectl patch podmonitor 'a'\\''; rm x' --type=json --patch-file FILE\n")
    }
}
