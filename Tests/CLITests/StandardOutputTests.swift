import Foundation
import Testing

/// What cannot be written is told by every command, and a reader who has seen enough is no failure.
@Suite struct StandardOutputTests {
    private static let commands = [
        "--help", "--version", "lint --help", "analyze m.prom", "analyze m.prom --format json", "diff m.prom m.prom",
        "propose m.prom", "budget m.prom --budget b.yaml",
        "budget m.prom --write", "lint r.yaml", "lint r.yaml --graph dot", "lint r.yaml --data m.prom --cost",
        "relabel check l.yaml", "relabel test l.yaml --data m.prom", "relabel explain l.yaml up",
        "relabel explain l.yaml up --format json", "relabel apply l.yaml up", "relabel apply l.yaml up --format json",
        "relabel regex a b", "relabel regex a b --format json", "explain", "explain alert/absent",
        "explain --format json", "promql fmt up", "promql parse up", "promql parse up --format json",
        "snapshot m.prom -o -",
    ]

    private static func directory() throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        for (name, text) in [
            ("m.prom", "up{job=\"a\"} 1\nrequests_total{job=\"a\"} 1\n"),
            ("b.yaml", "version: 1\ntotal:\n  series: 9\n"),
            ("r.yaml", "groups:\n- name: g\n  rules:\n  - record: a:b:c\n    expr: sum(requests_total)\n"),
            ("l.yaml", "- action: drop\n  source_labels: [job]\n  regex: b\n"),
        ] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: directory.path + "/" + name))
        }
        return directory
    }

    @Test(arguments: commands)
    func aFullDiskIsTold(command: String) throws {
        let directory = try Self.directory()
        let run = try Binary.run("cardscan \(command) > /dev/full", in: URL(fileURLWithPath: directory.path))
        #expect(run.err.hasSuffix("cardscan: error: standard output: cannot be written: No space left on device\n"))
        #expect(run.status == 2)
    }

    @Test(arguments: commands.filter { !$0.hasPrefix("snapshot") })
    func aReaderMayLeave(command: String) throws {
        let directory = try Self.directory()
        let run = try Binary.run(
            "{ cardscan \(command); echo \"status $?\" >&2; } | :", in: URL(fileURLWithPath: directory.path))
        #expect(!run.err.contains("cannot be written"))
        #expect(run.err.contains("status 0\n") || run.err.contains("status 1\n"))
    }
}
