import Glibc

/// A time from one moment to another as `--old-window` and `--new-window` take it: `FROM..TO`, each end a time as of
/// `--min-time` or nothing, in milliseconds since the epoch and inclusive.
struct TimeWindow: Equatable, Sendable {
    var minTime: Int64?
    var maxTime: Int64?

    init(minTime: Int64?, maxTime: Int64?) {
        self.minTime = minTime
        self.maxTime = maxTime
    }

    init(parsing text: String) throws(ArgumentProblem) {
        try self.init(parsing: text, now: Int64(time(nil)) * 1000)
    }

    init(parsing text: String, now: Int64) throws(ArgumentProblem) {
        guard let dots = text.firstRange(of: "..") else {
            throw ArgumentProblem("expected FROM..TO, such as -4h..-2h or 2026-11-22T10:00:00Z..")
        }
        func time(_ text: Substring) throws(ArgumentProblem) -> Int64? {
            text.isEmpty ? nil : try TimeArgument(parsing: String(text), now: now).milliseconds
        }
        minTime = try time(text[..<dots.lowerBound])
        maxTime = try time(text[dots.upperBound...])
        guard minTime != nil || maxTime != nil else {
            throw ArgumentProblem("neither end is given; expected FROM..TO, FROM.. or ..TO")
        }
        if let minTime, let maxTime, minTime > maxTime { throw ArgumentProblem("it ends before it begins") }
    }
}
