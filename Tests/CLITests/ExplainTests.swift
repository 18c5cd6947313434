import Foundation
import Lint
import Testing
import YAML

@testable import cardscan

/// What is committed about checks and settings is what the program says.
struct ExplainTests {
    /// `CARDSCAN_UPDATE=1` writes it anew.
    @Test func pagesAreCurrent() throws {
        let file = Golden.repository.appendingPathComponent("docs/checks.md")
        let text = CheckPage.document(of: Checks.information)
        if Golden.isUpdating { try Data(text.utf8).write(to: file) }
        let committed = try String(decoding: Data(contentsOf: file), as: UTF8.self)
        #expect(committed == text, "docs/checks.md is not current: CARDSCAN_UPDATE=1 swift test --filter ExplainTests")
    }

    @Test func settingsAreInTheSchema() throws {
        let schema = try Self.schema()
        let properties = try #require(schema["properties"] as? [String: Any])
        #expect(Set(properties.keys) == Set(Configuration.Key.allCases.map(\.rawValue)))
        let definitions = try #require(schema["$defs"] as? [String: [String: Any]])
        func keys(_ name: String) -> Set<String> {
            Set((definitions[name]?["properties"] as? [String: Any])?.keys.map { $0 } ?? [])
        }
        #expect(keys("lint") == Set(SettingsReader.Key.allCases.map(\.rawValue)))
        #expect(keys("path") == Set(SettingsReader.PathKey.allCases.map(\.rawValue)))
        #expect(keys("owner") == Set(SettingsReader.OwnerKey.allCases.map(\.rawValue)))
        #expect(keys("requirement") == Set(SettingsReader.RequirementKey.allCases.map(\.rawValue)))
    }

    /// The example in docs/lint.md is read, and the schema accepts it.
    @Test func theExampleIsRight() throws {
        let page = try String(
            decoding: Data(contentsOf: Golden.repository.appendingPathComponent("docs/lint.md")), as: UTF8.self)
        let start = try #require(page.range(of: "```yaml\n# .cardscan.yaml\n"))
        let end = try #require(page.range(of: "```", range: start.upperBound..<page.endIndex))
        let example = String(page[start.upperBound..<end.lowerBound])
        let configuration = try Configuration(parsing: Array(example.utf8))
        #expect(!configuration.lint.paths.isEmpty)
        let root = try #require(YAMLStream(parsing: SourceText(example)).documents.first?.root)
        var validator = SchemaValidator(try Self.schema())
        validator.validate(Self.json(root))
        #expect(validator.faults == [])
    }

    private static func schema() throws -> [String: Any] {
        let file = Golden.repository.appendingPathComponent("docs/cardscan.schema.json")
        return try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    }

    private static func json(_ node: YAMLNode) -> Any {
        if let mapping = node.mapping {
            return Dictionary(mapping.entries.map { ($0.name, json($0.value)) }, uniquingKeysWith: { one, _ in one })
        }
        if let list = node.sequence { return list.map(json) }
        guard let scalar = node.scalar else { return NSNull() }
        if scalar.style == .plain, let number = Double(scalar.value) { return NSNumber(value: number) }
        return scalar.value
    }
}
