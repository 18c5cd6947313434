import Glibc

/// A moment as `--min-time` and `--max-time` take it, in milliseconds since the epoch.
///
/// - RFC 3339: `2026-11-22T10:00:00Z`, with a fraction or an offset; without one it is UTC, and a date
///   alone means midnight.
/// - Unix time: seconds, with a fraction if you like; numbers from 100,000,000,000 on (the year 5138) are milliseconds.
/// - Relative to now, as in Grafana: `now`, `now-1h`, `-2h`, `2h ago`.
struct TimeArgument: Equatable, Sendable {
    var milliseconds: Int64

    /// Numbers of at least this are read as milliseconds.
    private static let firstMilliseconds = 1e11

    init(parsing text: String, now: Int64) throws(ArgumentProblem) {
        if let relative = try Self.relative(text, now: now) {
            milliseconds = relative
        } else if let number = Self.number(text) {
            let value = (abs(number) >= Self.firstMilliseconds ? number : number * 1000).rounded()
            guard abs(value) < 0x1p62 else { throw ArgumentProblem("the time is out of range") }
            milliseconds = Int64(value)
        } else if let moment = UTCTime(rfc3339: text) {
            milliseconds = moment.milliseconds
        } else {
            throw ArgumentProblem("expected a time such as 2026-11-22T10:00:00Z, 1795341600, -2h or now-1h")
        }
    }

    /// What is relative is so to the clock of this machine.
    init(parsing text: String) throws(ArgumentProblem) {
        try self.init(parsing: text, now: Int64(time(nil)) * 1000)
    }

    private static func number(_ text: String) -> Double? {
        let isNumeric = text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2e }
        guard isNumeric, text.first != "." else { return nil }
        return Double(text)
    }

    private static func relative(_ text: String, now: Int64) throws(ArgumentProblem) -> Int64? {
        var rest = text[...]
        var sign: Int64 = 0
        if rest == "now" { return now }
        if rest.hasSuffix(" ago") || rest.hasSuffix("-ago") {
            rest = rest.dropLast(4)
            sign = -1
        } else {
            if rest.hasPrefix("now") { rest = rest.dropFirst(3) }
            if rest.first == "-" { sign = -1 } else if rest.first == "+" { sign = 1 }
            guard sign != 0 else { return nil }
            rest = rest.dropFirst()
        }
        let distance = try PrometheusDuration(parsing: rest)
        let (sum, overflow) = now.addingReportingOverflow(sign * distance.milliseconds)
        guard !overflow else { throw ArgumentProblem("the time is out of range") }
        return sum
    }
}
