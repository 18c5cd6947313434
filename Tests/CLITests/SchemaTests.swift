import Foundation
import Testing

/// What the program prints with `--format json` follows the schemas in docs, on real data. Schemas declare every field, so
/// that a new one is a fault until it is documented.
@Suite struct SchemaTests {
    private static let runs: [(schema: String, commands: [String])] = [
        (
            "report",
            [
                "analyze prometheus", "analyze prometheus --limit 0 --by job,team",
                "analyze prometheus --match nothing",
                "analyze prometheus --metric http_requests_total --limit 3",
                "analyze prometheus --no-activity --redact",
                "analyze series.cardscan", "analyze metrics.txt --targets 40", "analyze prometheus/wal",
                "analyze block-1 block-2", "analyze prometheus --by team --sort new --min-time 2026-11-22T15:00:00Z",
            ]
        ),
        (
            "plan",
            [
                "propose prometheus", "propose prometheus --used-by rules dashboards",
                "propose series.cardscan --shards 3",
                "propose prometheus --used-by rules --allow breaks,shown --config prometheus.yml --target -50%",
            ]
        ),
        (
            "diff",
            [
                "diff block-1 prometheus --by team", "diff before.json after.json", "diff before.json prometheus",
                "diff prometheus --old-window ..2026-11-22T15:01:00Z --new-window 2026-11-22T15:05:00Z..",
            ]
        ),
        (
            "budget",
            [
                "budget prometheus --budget budget.yaml",
                "budget prometheus --budget budget.yaml --baseline old.cardscan",
                "budget metrics.txt --budget fleet.yaml --targets 40",
                "budget prometheus --budget rules/budgets/teams.yaml --used-by rules --rules rules/new.yaml",
            ]
        ),
        (
            "findings",
            [
                "lint rules", "lint faults --profile all", "lint faults dashboards --profile all --data prometheus",
                "lint rules --data series.cardscan --match up", "relabel check prometheus.yml faults monitors",
                "lint prometheus.yml faults --select 'relabel/*' --data prometheus",
            ]
        ),
    ]

    private static func schema(_ name: String) throws -> [String: Any] {
        let file = Golden.repository.appendingPathComponent("docs/\(name).schema.json")
        return try #require(JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    }

    @Test(arguments: runs.map(\.schema))
    func outputFollowsItsSchema(name: String) throws {
        let schema = try Self.schema(name)
        let world = try ShownWorld()
        for command in Self.runs.first(where: { $0.schema == name })?.commands ?? [] {
            let run = try world.run("cardscan \(command) --format json")
            #expect(run.status <= 1, "\(command): \(run.err)")
            var validator = SchemaValidator(schema)
            validator.validate(try JSONSerialization.jsonObject(with: Data(run.out.utf8)))
            let faults = validator.faults
            #expect(faults == [], "\(command)")
        }
    }

    /// The faults that are linted here are of all kinds that the schema tells apart.
    @Test func findingsAreOfAllKinds() throws {
        let run = try ShownWorld().run("cardscan lint faults dashboards --profile all --data prometheus --format json")
        for part in [
            "\"severity\": \"error\"", "\"severity\": \"warning\"", "\"severity\": \"info\"", "\"safety\": \"safe\"",
            "\"safety\": \"unsafe\"", "\"related\": [{", "\"metric\": \"up\"", "\"examples\": [\"",
        ] {
            #expect(run.out.contains(part), "\(part)")
        }
    }

    /// A finding a line.
    @Test func linesFollowTheirSchema() throws {
        var schema = try Self.schema("findings")
        let definitions = try #require(schema["$defs"] as? [String: Any])
        schema = try #require(definitions["finding"] as? [String: Any])
        schema["$defs"] = definitions
        let run = try ShownWorld().run("cardscan lint faults --profile all --format jsonl")
        let lines = run.out.split(separator: "\n")
        #expect(lines.count > 3)
        for line in lines {
            var validator = SchemaValidator(schema)
            validator.validate(try JSONSerialization.jsonObject(with: Data(line.utf8)))
            let faults = validator.faults
            #expect(faults == [])
        }
    }
}
