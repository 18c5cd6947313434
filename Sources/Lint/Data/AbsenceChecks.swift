/// The checks whose findings say that something is not there.
enum AbsenceChecks {
    static let names: Set<String> = [
        "series/metric-absent", "series/label-absent", "series/group-label-absent", "matcher/no-value-matches",
        "matcher/negative-on-absent-label", "histogram/native-vs-classic",
    ]
}

/// The checks that look at samples.
enum SampleChecks {
    static let names: Set<String> = [
        "counter/rate-on-gauge", "expr/division-by-zero", "group/faster-than-scrapes", "rate/window-too-short",
    ]
}

/// Lengths of time in words: `2h30m`, `15d`.
package enum DurationText {
    /// `milliseconds` in the two largest units it has.
    package static func words(_ milliseconds: Int64) -> String {
        var rest = max(0, milliseconds)
        var parts: [String] = []
        for (unit, length) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000)] as [(String, Int64)] {
            guard rest >= length else {
                if !parts.isEmpty { break }
                continue
            }
            parts.append("\(rest / length)\(unit)")
            rest %= length
            if parts.count == 2 { break }
        }
        return parts.isEmpty ? "\(rest)ms" : parts.joined()
    }
}
