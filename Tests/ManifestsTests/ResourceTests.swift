import Foundation
import Manifests
import PromQL
import Testing
import YAML

/// Rules within Kubernetes resources, and the way back to the bytes of the file.
@Suite struct ResourceTests {
    private func read(_ text: String) -> ManifestFile {
        ManifestReader().read(path: "manifests.yaml", source: SourceText(text))
    }

    private func rules(_ file: ManifestFile) -> [Rule] {
        file.contents.flatMap { content -> [Rule] in
            if case .rules(let rules) = content { rules.groups.flatMap(\.rules) } else { [] }
        }
    }

    @Test func otherResourcesAreLeftAlone() {
        let file = read("apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {groups: 5}\n")
        #expect(file.contents.isEmpty && file.faults.isEmpty)
    }

    @Test func theOldApiVersionIsRefused() {
        let text = "apiVersion: v1\nkind: PrometheusRule\nmetadata: {name: a}\nspec: {groups: []}\n"
        #expect(read(text).faults.map(\.message) == ["PrometheusRule has apiVersion monitoring.coreos.com/v1, not v1"])
    }

    @Test func anExpressionMayBeANumber() throws {
        let file = read(
            """
            apiVersion: monitoring.coreos.com/v1
            kind: PrometheusRule
            metadata: {name: a, namespace: b}
            spec:
              groups:
              - name: g
                partial_response_strategy: warn
                rules:
                - record: one
                  expr: 1

            """)
        #expect(file.faults.isEmpty)
        let rule = try #require(rules(file).first)
        #expect(rule.parsed != nil)
        guard case .rules(let content)? = file.contents.first else { return #expect(Bool(false)) }
        #expect(content.form == .resource(name: "a", namespace: "b"))
    }

    /// Rule file in a block scalar in a ConfigMap; in it an expression in a block scalar, another in quotes.
    @Test func placesInAConfigMapAreThoseOfTheFile() throws {
        let text = """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: c
            data:
              notes.txt: "groups: are nice: [["
              my.rules: |
                groups:
                - name: g
                  rules:
                  - record: x
                    expr: |
                      sum(
                        errors_total
                      )
                  - record: y
                    expr: "rate(\\"wrong)"

            """
        let file = read(text)
        #expect(file.faults.isEmpty)
        let found = rules(file)
        #expect(found.count == 2)
        let expr = try #require(found.first).expr
        let offset = try #require(expr.value.range(of: "errors_total"))
        let start = expr.value.utf8.distance(from: expr.value.startIndex, to: offset.lowerBound)
        let place = expr.fileRange(of: start..<start + 12)
        #expect(file.text.source.text(place) == "errors_total")
        let name = try #require(found.last).name
        #expect(file.text.source.text(name.fileRange) == "y")
    }

    @Test func jsonIsReadLikeYAML() throws {
        let file = read(#"{"groups": [{"name": "a", "rules": [{"alert": "X", "expr": "up \u003d= 0", "fro": "5m"}]}]}"#)
        #expect(file.faults.map(\.advice) == ["did you mean 'for'?"])
        let expr = try #require(rules(file).first).expr
        #expect(expr.value == "up == 0")
        #expect(file.text.source.text(expr.fileRange(of: 3..<5)) == #"\u003d="#)
    }
}
