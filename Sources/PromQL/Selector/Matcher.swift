package import Regex

/// A condition on one label: `job="api"`, `code=~"5.."`.
package struct Matcher: Sendable {
    /// Raw values are as written.
    package enum MatchType: String, Sendable, CaseIterable {
        case equal = "="
        case notEqual = "!="
        case regex = "=~"
        case notRegex = "!~"
    }

    package let name: String
    package let type: MatchType
    /// What the label is compared with, with bytes that are not UTF-8 repaired.
    package var value: String { String(decoding: bytes, as: UTF8.self) }
    /// The same as written: `"\xff"` is one byte.
    package let bytes: [UInt8]
    /// The bytes of the expression it was read from; empty if it was not.
    package let range: Range<Int>
    /// Present for the two regular types.
    package let regex: Regex?

    package init(
        name: String, type: MatchType, bytes: [UInt8], range: Range<Int> = 0..<0
    ) throws(RegexError) {
        self.name = name
        self.type = type
        self.bytes = bytes
        self.range = range
        regex = type == .regex || type == .notRegex ? try Regex(bytes: bytes, for: .matching) : nil
    }

    /// Takes the regular expression, if it is one, from those that were read before.
    init(
        name: String, type: MatchType, bytes: [UInt8], range: Range<Int>, patterns: PatternCache
    ) throws(RegexError) {
        self.name = name
        self.type = type
        self.bytes = bytes
        self.range = range
        regex = type == .regex || type == .notRegex ? try patterns.regex(bytes) : nil
    }

    package init(name: String, type: MatchType, value: String) throws(RegexError) {
        try self.init(name: name, type: type, bytes: Array(value.utf8))
    }

    /// A matcher on the metric's name, which no pattern can spoil.
    init(metricName: [UInt8], range: Range<Int> = 0..<0) {
        name = Self.nameLabel
        type = .equal
        bytes = metricName
        self.range = range
        regex = nil
    }

    /// The label that holds a metric's name.
    package static let nameLabel = "__name__"

    /// Whether a label's value satisfies it. A label that is missing has the empty value.
    package func matches(_ value: UnsafeRawBufferPointer) -> Bool {
        switch type {
        case .equal: value.count == bytes.count && value.elementsEqual(bytes)
        case .notEqual: value.count != bytes.count || !value.elementsEqual(bytes)
        case .regex: regex?.matches(value) ?? false
        case .notRegex: !(regex?.matches(value) ?? false)
        }
    }

    package func matches(_ value: String) -> Bool {
        var value = value
        return value.withUTF8 { matches(UnsafeRawBufferPointer($0)) }
    }

    /// Whether series without the label satisfy it.
    package var matchesEmpty: Bool {
        switch type {
        case .equal: bytes.isEmpty
        case .notEqual: !bytes.isEmpty
        case .regex: regex?.matchesEmpty ?? false
        case .notRegex: !(regex?.matchesEmpty ?? false)
        }
    }
}

extension Matcher: Equatable, CustomStringConvertible {
    package static func == (one: Matcher, other: Matcher) -> Bool {
        one.name == other.name && one.type == other.type && one.bytes == other.bytes
    }

    /// As Prometheus prints it: `code=~"5.."`, `"service.name"="x"`.
    package var description: String {
        let isPlain = name.utf8.first?.isIdentifierStart == true && name.utf8.allSatisfy(\.isIdentifierPart)
        return (isPlain ? name : Quoting.quoted(name.utf8)) + type.rawValue + Quoting.quoted(bytes)
    }
}
