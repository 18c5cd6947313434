import Manifests
import YAML

/// Which lines of which files differ from an earlier revision.
package struct ChangedLines: Sendable, Equatable {
    package enum Lines: Sendable, Equatable {
        /// A new file.
        case all
        /// Counted from 1, ascending.
        case some([ClosedRange<Int>])
    }

    /// By path as the findings have it. Files that are not here are as they were.
    package var files: [String: Lines]
    /// Checks that compare revisions: their findings need not stand on a changed line.
    package static let comparing: Set<String> = ["dependency/removed-but-read"]

    package init(files: [String: Lines] = [:]) { self.files = files }

    func touch(_ finding: Finding, in file: ManifestFile) -> Bool {
        if Self.comparing.contains(finding.check) { return true }
        switch files[finding.file] {
        case nil: return false
        case .all?: return true
        case .some(let ranges)?:
            let source = file.text.source
            let first = source.position(of: finding.range.lowerBound).line
            let last = source.position(of: max(finding.range.lowerBound, finding.range.upperBound - 1)).line
            return ranges.contains { $0.overlaps(first...max(first, last)) }
        }
    }

    /// The lines that the hunks of `git diff -U0` add or change: `@@ -1,2 +3,4 @@`.
    package static func lines(ofDiff text: String) -> [ClosedRange<Int>] {
        text.split(separator: "\n").compactMap { line in
            guard line.hasPrefix("@@ "), let plus = line.firstIndex(of: "+") else { return nil }
            let numbers = line[line.index(after: plus)...].prefix { $0 != " " }.split(separator: ",")
            guard let start = numbers.first.flatMap({ Int($0) }) else { return nil }
            let count = numbers.count > 1 ? Int(numbers[1]) ?? 1 : 1
            // Where lines were only removed, the ones beside the gap are what changed.
            guard count > 0 else { return max(1, start)...max(1, start) + 1 }
            let (end, overflow) = start.addingReportingOverflow(count - 1)
            return overflow ? nil : start...end
        }
    }
}
