import Foundation
import Testing
import YAML

/// What the jobs of `deploy` do with metrics, done here with the programs that do it there.
@Suite struct DeployPublishTests {
    private static func exists(_ programs: String...) -> Bool {
        programs.allSatisfy { FileManager.default.isExecutableFile(atPath: "/usr/bin/\($0)") }
    }

    private static func words(of container: YAMLNode?) -> [String] {
        DeployTests.at(container, "args")?.sequence?.compactMap { $0.scalar?.value } ?? []
    }

    private static func container(_ name: String, of base: String) throws -> YAMLNode {
        let template = try #require(try DeployTests.pods(base).first?.template)
        return try #require(DeployTests.containers(template).first { DeployTests.text($0, "name") == name })
    }

    private static func quoted(_ words: [String]) -> String { words.map { "'\($0)'" }.joined(separator: " ") }

    /// The file goes to a real Pushgateway by the very arguments of the job, twice as in two runs, and comes out whole.
    @Test(
        .enabled(if: exists("prometheus-pushgateway", "curl")),
        arguments: [("analyze", "/prometheus"), ("bucket", "/blocks")])
    func metricsArePushed(base: String, data: String) throws {
        let directory = try TemporaryDirectory()
        let analyze = Self.words(of: try Self.container("metrics", of: base)).map {
            $0 == data ? "$TESTDATA/sample" : "'\($0.replacingOccurrences(of: "/reports", with: directory.path))'"
        }
        let port = try Loopback.freePort()
        let push = Self.words(of: try Self.container("publish", of: base)).map {
            $0.replacingOccurrences(of: "/reports", with: directory.path)
                .replacingOccurrences(of: "pushgateway.monitoring.svc:9091", with: "127.0.0.1:\(port)")
        }
        let script = """
            cardscan \(analyze.joined(separator: " ")) || exit
            timeout 60 prometheus-pushgateway --web.listen-address=127.0.0.1:\(port) --persistence.file= 2> /dev/null &
            gateway=$!
            for _ in $(seq 100); do curl -sf http://127.0.0.1:\(port)/-/ready > /dev/null && break; sleep 0.1; done
            for _ in 1 2; do curl --noproxy '*' \(Self.quoted(push)) || status=1; done
            curl --noproxy '*' -sf http://127.0.0.1:\(port)/metrics
            kill $gateway
            exit $status
            """
        let run = try Binary.run(script, in: Golden.repository)
        #expect(run.status == 0, "\(run.err)\(run.out)")
        let written = try String(contentsOfFile: directory.path + "/metrics.txt", encoding: .utf8)
        func samples(_ text: String) -> [Substring] { text.split(separator: "\n").filter { $0.hasPrefix("cardscan_") } }
        #expect(samples(written).count > 100)
        #expect(samples(run.out).count == samples(written).count)
        let job = "job=\"cardscan-\(base)\""
        #expect(samples(run.out).allSatisfy { $0.contains(job) && $0.contains("instance=\"") }, "\(run.out)")
    }

    /// The job pushes to the service that stands beside it, and the policies of both let it.
    @Test(arguments: ["analyze", "bucket"])
    func theGatewayIsReached(base: String) throws {
        let url = try #require(Self.words(of: try Self.container("publish", of: base)).last)
        let gateway = try DeployTests.resources("pushgateway").map(\.node)
        let service = try #require(gateway.first { DeployTests.text($0, "kind") == "Service" })
        let name = try #require(DeployTests.text(service, "metadata", "name"))
        let port = try #require(
            DeployTests.text(DeployTests.at(service, "spec", "ports")?.sequence?.first, "port"))
        #expect(url.hasPrefix("http://\(name).monitoring.svc:\(port)/metrics/job/cardscan-\(base)/instance/"))
        let policy = try #require(
            try DeployTests.resources(base).map(\.node).first { DeployTests.text($0, "kind") == "NetworkPolicy" })
        let ways = DeployTests.at(policy, "spec", "egress")?.sequence ?? []
        #expect(
            ways.contains { way in
                let to = DeployTests.at(way, "to")?.sequence?.first
                let selected = DeployTests.at(to, "podSelector", "matchLabels")?.mapping?["app.kubernetes.io/name"]
                return selected?.scalar?.value == "pushgateway"
                    && DeployTests.text(DeployTests.at(way, "ports")?.sequence?.first, "port") == port
            }, "\(base)")
    }

    /// Schemas and linter that PyPI has; no network is needed, but who has installed them?
    @Test(.enabled(if: (try? Binary.run(Self.hasValidators, in: Golden.repository).status) == 0))
    func schemasAreKept() throws {
        let run = try Binary.run(
            "scripts/check-deploy", in: Golden.repository, ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""])
        #expect(run.status == 0, "\(run.err)\(run.out)")
    }

    private static let hasValidators = """
        export PATH='\(ProcessInfo.processInfo.environment["PATH"] ?? "")'
        kubernetes-validate --version && hadolint --version
        """
}
