import Cardinality
import Regex

/// Values that are too many to be listed, and look like each other.
extension MetricPlanner {
    /// Fewer values are no reason to name a shape.
    private static let leastValues = 10

    /// A rule for each shape that only values have which nobody reads. The values that none of them is about are returned.
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
            guard let pattern = shape.pattern, let regex = try? Regex(pattern) else { continue }
            let matched = all.filter { regex.matches(series.text($0)) }
            guard matched.isSubset(of: unread), matched.count >= Self.leastValues else { continue }
            let rules = MetricFinding.dropRules([series.name], label: label, matching: pattern)
            guard var found = judge(.unreadValues, labels: [label], rules) else { continue }
            found.finding.shape = shape
            found.finding.notes.append("\(matched.count) values of \(label) that nobody selects")
            accept(found)
            rest.subtract(matched)
        }
        return rest
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
