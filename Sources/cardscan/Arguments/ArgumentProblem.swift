/// Why a value, on the command line or in the configuration, cannot be used: what was expected instead.
struct ArgumentProblem: Error, Equatable, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}
