/// What a finding rests on: numbers and examples, each under a name, in the order they are given.
package struct Evidence: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    package enum Value: Sendable, Equatable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
        case text(String)
        case number(Int)
        case list([String])

        package init(stringLiteral value: String) { self = .text(value) }
        package init(integerLiteral value: Int) { self = .number(value) }
    }

    package struct Entry: Sendable, Equatable {
        package let key: String
        package let value: Value
    }

    package private(set) var entries: [Entry] = []

    package init(dictionaryLiteral elements: (String, Value)...) {
        entries = elements.map { Entry(key: $0.0, value: $0.1) }
    }

    package var isEmpty: Bool { entries.isEmpty }

    package subscript(key: String) -> Value? { entries.first { $0.key == key }?.value }

    /// Adds what is there: an empty list says nothing.
    package mutating func add(_ key: String, _ value: Value) {
        if case .list(let values) = value, values.isEmpty { return }
        entries.append(Entry(key: key, value: value))
    }

    /// In one line: `series 12; values api, web`.
    package var words: String {
        entries.map { entry in
            let key = entry.key.replacing("_", with: " ")
            return switch entry.value {
            case .text(let text): "\(key) \(text)"
            case .number(let number): "\(key) \(number)"
            case .list(let list): "\(key) \(list.joined(separator: ", "))"
            }
        }
        .joined(separator: "; ")
    }
}
