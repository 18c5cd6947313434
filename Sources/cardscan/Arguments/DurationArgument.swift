/// Durations as options take them.
enum DurationArgument {
    /// Reads one of at least so many milliseconds.
    static func parser(atLeast least: Int64) -> @Sendable (String) throws -> PrometheusDuration {
        { text in
            let duration = try PrometheusDuration(parsing: text)
            guard duration.milliseconds >= least else {
                throw ArgumentProblem("expected \(PrometheusDuration(milliseconds: least)) or more")
            }
            return duration
        }
    }
}
