package import Regex

/// vmagent's `if`: a rule is for series that at least one of some series selectors selects.
package struct RelabelCondition: Sendable, Equatable {
    /// One condition of a selector: `code=~"5.."`.
    package struct Test: Sendable, Equatable {
        package let name: [UInt8]
        package let isNegative: Bool
        package let value: [UInt8]
        /// Present where the value is a pattern.
        package let regex: Regex?

        package init(name: [UInt8], isNegative: Bool, value: [UInt8], regex: Regex?) {
            (self.name, self.isNegative, self.value, self.regex) = (name, isNegative, value, regex)
        }

        func matches(_ found: [UInt8]) -> Bool { (regex.map { $0.matches(found) } ?? (found == value)) != isNegative }

        package static func == (one: Test, other: Test) -> Bool {
            one.name == other.name && one.isNegative == other.isNegative && one.value == other.value
                && (one.regex == nil) == (other.regex == nil)
        }
    }

    /// All tests of one alternative have to hold.
    private let alternatives: [[(label: Int, test: Test)]]
    /// The labels it looks at, each once.
    package let labels: [[UInt8]]
    /// As written, several selectors joined by `or`, for a person.
    package let text: String

    package init(_ alternatives: [[Test]], text: String) {
        var labels: [[UInt8]] = []
        self.alternatives = alternatives.map { tests in
            tests.map { test in
                if let index = labels.firstIndex(of: test.name) { return (index, test) }
                labels.append(test.name)
                return (labels.count - 1, test)
            }
        }
        self.labels = labels
        self.text = text
    }

    /// Whether it holds for series whose `labels` have these values, empty for one that is missing.
    func holds(for values: some RandomAccessCollection<[UInt8]>) -> Bool {
        // No selector at all is no condition.
        alternatives.isEmpty
            || alternatives.contains { tests in
                tests.allSatisfy { $0.test.matches(values[values.index(values.startIndex, offsetBy: $0.label)]) }
            }
    }

    package static func == (one: RelabelCondition, other: RelabelCondition) -> Bool {
        one.alternatives.map { $0.map(\.test) } == other.alternatives.map { $0.map(\.test) }
    }
}
