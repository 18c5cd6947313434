import PromQL
import Relabel
import YAML

/// A file of tests for relabelling rules: series, and what the rules should make of them.
///
///     job: node                       which rules; left out where the command says it, or there is one list
///     tests:
///       - name: no debug metrics      optional
///         series: go_gc_duration_seconds{job="node"}
///         expect: dropped
///       - labels: {__name__: up, instance: "a:9100"}
///         expect: up{instance="a:9100", node="a"}
///
/// `expect` is a series, a mapping of labels, `dropped` or `unchanged`.
struct RelabelFixtures {
    enum Expectation {
        case dropped
        case unchanged
        case labels([Label])
    }

    struct Test {
        let name: String?
        let line: Int
        let labels: [Label]
        let expectation: Expectation
    }

    let path: String
    private(set) var choice = RelabelListChoice()
    private(set) var tests: [Test] = []

    init(path: String, source: SourceText) throws(ArgumentProblem) {
        self.path = path
        let stream = YAMLStream(parsing: source)
        let reader = Reader(path: path, source: source)
        if let error = stream.errors.first {
            throw reader.problem(error.message, at: error.range.lowerBound)
        }
        guard stream.documents.count == 1, let root = stream.documents.first?.root, let mapping = root.mapping else {
            throw reader.problem("expected one mapping with `tests:`", at: 0)
        }
        for entry in mapping.entries {
            switch entry.name {
            case "job": choice.job = try reader.text(entry.value, "job")
            case "list": choice.list = try reader.text(entry.value, "list")
            case "tests":
                guard let nodes = entry.value.sequence else {
                    throw reader.problem("`tests` must be a list", at: entry.value.range.lowerBound)
                }
                for node in nodes { tests.append(try reader.test(node)) }
            default:
                throw reader.problem(
                    "unknown field `\(entry.name)`; expected tests, job or list", at: entry.key.range.lowerBound)
            }
        }
        if tests.isEmpty { throw reader.problem("there are no tests in it; expected a list under `tests:`", at: 0) }
    }

    private struct Reader {
        let path: String
        let source: SourceText

        func problem(_ message: String, at offset: Int) -> ArgumentProblem {
            let message = Escaper.show(message, columns: 1000, in: .notation)
            return ArgumentProblem("\(Escaper.show(path)):\(source.position(of: offset)): \(message)")
        }

        func text(_ node: YAMLNode, _ key: String) throws(ArgumentProblem) -> String {
            guard let value = node.scalar?.value, !value.isEmpty else {
                throw problem("`\(key)` must be text", at: node.range.lowerBound)
            }
            return value
        }

        func test(_ node: YAMLNode) throws(ArgumentProblem) -> Test {
            let start = node.range.lowerBound
            guard let mapping = node.mapping else {
                throw problem("a test is a mapping with `series` and `expect`", at: start)
            }
            var name: String?
            var labels: [Label]?
            var expectation: Expectation?
            for entry in mapping.entries {
                switch entry.name {
                case "name": name = try text(entry.value, "name")
                case "series", "labels":
                    guard labels == nil else {
                        throw problem("a test has either `series` or `labels`", at: entry.key.range.lowerBound)
                    }
                    labels = try self.labels(entry.value, entry.name)
                case "expect": expectation = try self.expectation(entry.value)
                default:
                    throw problem(
                        "unknown field `\(entry.name)`; expected series, labels, expect or name",
                        at: entry.key.range.lowerBound)
                }
            }
            guard let labels else { throw problem("the test has no `series`", at: start) }
            guard let expectation else {
                throw problem("the test has no `expect`: a series, dropped or unchanged", at: start)
            }
            return Test(name: name, line: source.lineNumber(of: start), labels: labels, expectation: expectation)
        }

        private func expectation(_ node: YAMLNode) throws(ArgumentProblem) -> Expectation {
            switch node.scalar?.value {
            case "dropped": .dropped
            case "unchanged": .unchanged
            default: .labels(try labels(node, "expect"))
            }
        }

        private func labels(_ node: YAMLNode, _ key: String) throws(ArgumentProblem) -> [Label] {
            guard let mapping = node.mapping else {
                let text = try text(node, key)
                do throws(ArgumentProblem) {
                    return try SeriesArgument.parse(text)
                } catch {
                    throw problem("`\(text)` is no series: \(error.description)", at: node.range.lowerBound)
                }
            }
            var labels: [Label] = []
            for entry in mapping.entries {
                guard let value = entry.value.scalar?.value else {
                    throw problem("the value of a label must be text", at: entry.value.range.lowerBound)
                }
                labels.append(Label(entry.name, value))
            }
            return labels.filter { !$0.value.isEmpty }.sorted { $0.name.lexicographicallyPrecedes($1.name) }
        }
    }
}

/// What came of one test.
struct FixtureResult {
    let file: String
    let test: RelabelFixtures.Test
    let outcome: Relabelling.Outcome
    let isPassed: Bool

    init(_ file: String, _ test: RelabelFixtures.Test, _ relabelling: Relabelling) {
        self.file = file
        self.test = test
        outcome = relabelling.apply(test.labels)
        switch (test.expectation, outcome) {
        case (.dropped, .dropped): isPassed = true
        case (.unchanged, .kept(let labels)):
            isPassed = labels == test.labels.sorted { $0.name.lexicographicallyPrecedes($1.name) }
        case (.labels(let wanted), .kept(let labels)): isPassed = labels == wanted
        default: isPassed = false
        }
    }

    /// The labels that should have come out; nil where the series should have been dropped.
    var expected: [Label]? {
        switch test.expectation {
        case .dropped: nil
        case .unchanged: test.labels
        case .labels(let labels): labels
        }
    }
}
