import Foundation
import Testing
import YAML

/// What others start cardscan by: the action of GitHub and the hooks of pre-commit.
@Suite struct IntegrationTests {
    private static func document(_ name: String) throws -> YAMLNode {
        let bytes = Array(try Data(contentsOf: Golden.repository.appendingPathComponent(name)))
        let stream = YAMLStream(parsing: SourceText(bytes))
        #expect(stream.errors.isEmpty, "\(name)")
        return try #require(stream.documents.first?.root)
    }

    private static func directory() throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        let rule = "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up == \n"
        try directory.write(Array(rule.utf8), to: "a b.yml")
        try directory.write(Array("- action: drop\n  regex: x\n".utf8), to: "drop.yml")
        try directory.write(Array("total: {series: 1k}\n".utf8), to: "budget.yaml")
        return directory
    }

    // MARK: - action.yml

    /// Runs the action as GitHub does: a script, whose inputs are variables with their defaults filled in.
    private static func act(_ inputs: [String: String]) throws -> (out: String, err: String, status: Int32) {
        let action = try document("action.yml")
        let step = try #require(action.mapping?["runs"]?.mapping?["steps"]?.sequence?.first?.mapping)
        #expect(step["shell"]?.scalar?.value == "bash")
        let script = try #require(step["run"]?.scalar?.value)
        var environment = ["SCRIPT": script]
        for variable in step["env"]?.mapping?.entries ?? [] {
            let value = variable.value.scalar?.value ?? ""
            let name = try #require(value.wholeMatch(of: /\$\{\{ inputs\.([a-z]+) \}\}/)?.output.1)
            let input = action.mapping?["inputs"]?.mapping?[String(name)]?.mapping
            #expect(input?["description"]?.scalar != nil, "\(name)")
            let standard = name == "cardscan" ? Binary.path : try #require(input?["default"]?.scalar?.value)
            environment[variable.name] = inputs[String(name)] ?? standard
        }
        let directory = try directory()
        return try Binary.run(
            "bash -e -c \"$SCRIPT\"", in: URL(fileURLWithPath: directory.path), environment)
    }

    @Test func actionLints() throws {
        let all = try Self.act([:])
        #expect(all.status == 1, "\(all.err)")
        #expect(all.out.contains("::error file=a b.yml,line=5,"), "\(all.out)")
        let some = try Self.act(["paths": "a b.yml\n\n", "arguments": "--fail-on=never\n--quiet", "format": "json"])
        #expect(some.status == 0, "\(some.err)")
        #expect(some.out.contains("\"schema_version\": 1") || some.out.contains("\"schema_version\":1"), "\(some.out)")
    }

    @Test func actionChecksRelabelling() throws {
        let run = try Self.act(["command": "relabel check", "paths": "drop.yml"])
        #expect(run.status == 1, "\(run.err)")
        #expect(run.out.contains("::warning file=drop.yml,line=1,"), "\(run.out)")
    }

    @Test func actionHoldsToABudget() throws {
        let sample = Golden.repository.appendingPathComponent("testdata/sample").path
        let run = try Self.act(["command": "budget", "paths": sample, "arguments": "--budget=budget.yaml"])
        #expect(run.status == 1, "\(run.err)")
        #expect(run.out.contains("::error file=budget.yaml,line=1,"), "\(run.out)")
    }

    /// Nothing in an input is run, be it a command, a path or an argument.
    @Test(arguments: ["command", "paths", "arguments", "format", "output"])
    func inputsAreNotRun(input: String) throws {
        let run = try Self.act([input: "lint; touch ran $(touch ran) `touch ran`", "cardscan": "/bin/echo"])
        #expect(run.status == (input == "command" ? 2 : 0), "\(run.err)")
        #expect(run.out.contains("ran $(touch ran)") || input == "command", "\(run.out)")
        let refused = try Self.act(["command": "analyze"])
        #expect(refused.status == 2 && refused.err.contains("write lint, relabel check or budget"))
    }

    // MARK: - .pre-commit-hooks.yaml

    @Test func hooksRun() throws {
        let hooks = try #require(try Self.document(".pre-commit-hooks.yaml").sequence)
        let sample = Golden.repository.appendingPathComponent("testdata/sample").path
        var seen: Set<String> = []
        for hook in hooks {
            func text(_ key: String) -> String? { hook.mapping?[key]?.scalar?.value }
            let id = try #require(text("id"))
            #expect(seen.insert(id).inserted, "\(id) stands there twice")
            #expect(text("name") != nil && text("description") != nil, "\(id)")
            let language = try #require(text("language"))
            #expect(["swift", "system", "docker_image"].contains(language), "\(id)")
            // An image stands where the program does.
            let words = try #require(text("entry")).split(separator: " ")
            #expect(language == "docker_image" || words.first == "cardscan", "\(id)")
            let entry = "cardscan " + words.dropFirst().joined(separator: " ")
            let files = try #require(
                [
                    "cardscan lint": ("'a b.yml'", "syntax"),
                    "cardscan relabel check": ("drop.yml", "relabel/shadowed"),
                    "cardscan budget": ("\(sample) --budget budget.yaml", "BROKEN"),
                ][entry], "\(id): \(entry)")
            #expect((text("pass_filenames") == "false") == (entry == "cardscan budget"), "\(id)")
            let directory = try Self.directory()
            let run = try Binary.run("\(entry) \(files.0)", in: URL(fileURLWithPath: directory.path))
            #expect(run.status == 1 && run.out.contains(files.1), "\(id): \(run.err)\(run.out)")
        }
        #expect(seen.isSuperset(of: ["cardscan", "cardscan-relabel-check", "cardscan-budget"]))
    }
}
