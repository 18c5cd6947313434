import Cardinality
import Regex
import Relabel

/// Values that are too many to be listed, and look like each other.
extension MetricPlanner {
    /// Fewer values are no reason to name what they look like.
    private static let leastValues = 10
    /// Affixes of one label that are looked at.
    private static let affixLimit = 8
    /// Marks what is kept while the rest is dropped; no series has it afterwards.
    private static let mark = "__tmp_cardscan_read"

    /// A rule for each look that only values have which nobody reads. The values that none of them is about are returned.
    mutating func findUnreadShapes(of column: Int, _ unread: Set<UInt32>) -> Set<UInt32> {
        let label = series.columns[column].text
        guard label != "le", !series.name.contains(";"), !label.contains("\u{FFFD}") else { return unread }
        var all = Set(series.columns[column].values)
        all.remove(MetricSeries.absent)
        var counts: [ValueShape: Int] = [:]
        for value in unread where value != MetricSeries.absent {
            counts[series.bytes(value).withUnsafeBytes { ValueShape(of: $0) }, default: 0] += 1
        }
        var rest = unread
        for shape in ValueShape.allCases where counts[shape, default: 0] >= Self.leastValues {
            guard let pattern = shape.pattern else { continue }
            drop(.shape(shape), pattern, label, all, unread, &rest)
        }
        if rest.count > Self.valueLimit { findAffixes(label, all, unread, &rest) }
        if rest.count > Self.valueLimit { findTail(column, &rest) }
        return rest
    }

    private mutating func findAffixes(
        _ label: String, _ all: Set<UInt32>, _ unread: Set<UInt32>, _ rest: inout Set<UInt32>
    ) {
        func texts(_ values: some Sequence<UInt32>) -> [String] {
            values.compactMap { value in
                guard value != MetricSeries.absent else { return nil }
                return String(validating: series.bytes(value), as: UTF8.self)
            }
        }
        let affixes = AffixSearch.affixes(
            of: texts(rest), not: texts(all.subtracting(unread)), least: Self.leastValues)
        for affix in affixes.prefix(Self.affixLimit) { drop(affix.look, affix.pattern, label, all, unread, &rest) }
    }

    /// Tries the rule that drops what a pattern matches, if that is read by nobody.
    private mutating func drop(
        _ look: ValueLook, _ pattern: String, _ label: String, _ all: Set<UInt32>, _ unread: Set<UInt32>,
        _ rest: inout Set<UInt32>
    ) {
        // A reader may wait for a value of that look.
        guard let regex = try? Regex(pattern), !readers.mayRead(regex, beginning: look.beginning, of: label) else {
            return
        }
        let matched = all.filter { regex.matches(series.text($0)) }
        guard matched.isSubset(of: unread), matched.count >= Self.leastValues else { return }
        let rules = MetricFinding.dropRules([series.name], label: label, matching: pattern)
        guard var found = judge(.unreadValues, labels: [label], rules) else { return }
        found.finding.look = look
        found.finding.notes.append("\(matched.count) values of \(label) that nobody selects")
        accept(found)
        rest.subtract(matched)
    }

    /// The long tail of a label of which readers name the few values they want: these are marked, and the rest goes.
    private mutating func findTail(_ column: Int, _ rest: inout Set<UInt32>) {
        let label = series.columns[column].text
        guard let wanted = readers.listedValues(of: label), !wanted.isEmpty, wanted.count <= Self.valueLimit,
            wanted.allSatisfy({ !$0.contains(";") && !$0.contains("\u{FFFD}") })
        else { return }
        let name = Alternatives.escaped(series.name)
        let patterns = Alternatives.patterns(wanted.sorted())
        guard patterns.count == 1 else { return }
        let rules = [
            RelabelRule(
                from: ["__name__", label], regex: "\(name);\(Alternatives.part(patterns[0]))", to: Self.mark,
                replacement: "1"),
            RelabelRule(.drop, from: ["__name__", Self.mark], regex: "\(name);"),
            RelabelRule(.labeldrop, regex: Self.mark),
        ]
        guard var found = judge(.unreadValues, labels: [label], rules) else { return }
        found.finding.look = .othersThan(wanted.count)
        found.finding.notes.append(
            "\(rest.count) values of \(label) that nobody selects, and every value that is new later")
        accept(found)
        rest = []
    }
}

extension ValueShape {
    /// All values of the shape, and few others; `nil` where what it looks like has no such pattern.
    var pattern: String? {
        switch self {
        case .uuid: "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
        case .hash: "[0-9a-fA-F]{12,}"
        case .ipAddress: #"[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?::[0-9]+)?"#
        case .numericID: "[0-9]{5,}"
        case .url: "[a-zA-Z]+://.*"
        case .email: #"[^@ ]+@[^@ ]+\.[^@. ]+"#
        case .timestamp, .pathWithID, .podName, .other: nil
        }
    }
}
